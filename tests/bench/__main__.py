"""`make bench`: the product and, beside it in the same run, the bare minimum on the same libraries, with the ratios.

Prints a table and then JSON, which also goes to var/bench.json. Nothing here is asserted: a busy machine is slow.
"""

import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.bench import data, figures, load_pages, load_room, machine, queries, servers
from tests.bench.figures import Figures

READERS = {"one reader at a time": 1, "sixteen readers at a time": 16}
ROUNDS = 3
SECONDS = 3.0
"""Product and bare minimum take turns, so that both meet the same neighbours: this many rounds of so many seconds."""

LONGEST = 120.0
"""Seconds that a load may take before it is ended."""

Compared = dict[str, tuple[Figures, Figures]]
plan_of = TypeVar("plan_of")
result_of = TypeVar("result_of")


@dataclass(frozen=True, slots=True)
class Bench:
    site: data.Site
    folder: Path

    def pages(self) -> Compared:
        """The topic page beside the bare one."""
        path = f"/topics/{self.site.topic_id}"
        count, size = queries.of_page(self.site, path)
        bare = {"BENCH_DATABASE": self.site.database, "BENCH_BYTES": str(size)}
        with (
            servers.product(self.site.environment, self.log("product")) as product,
            servers.bare("bare_page", bare, self.log("bare")) as minimum,
        ):
            measured = {
                name: self._in_turns(path, (product, minimum), readers) for name, readers in READERS.items()
            }
        return {"": ({"queries": count, "bytes": size}, {"queries": 2, "bytes": size}), **measured}

    def _in_turns(
        self, path: str, sides: tuple[servers.Server, servers.Server], readers: int
    ) -> tuple[Figures, Figures]:
        rounds: list[list[Figures]] = [[], []]
        for _ in range(ROUNDS):
            for side, taken in zip(sides, rounds, strict=True):
                cookie = self.site.readers[0].cookie
                plan = load_pages.PagePlan(
                    side.port, side.pid, path, cookie, readers=readers, seconds=SECONDS
                )
                taken.append(apart(load_pages.load, plan))
        return figures.middle(rounds[0]), figures.middle(rounds[1])

    def room(self) -> Compared:
        """What is said in the room, beside a bare broadcast of the same payload."""
        count = queries.of_message(self.site)
        with servers.product(self.site.environment, self.log("product")) as server:
            product = self._talk(server)
        sizes = [len(json.dumps(payload).encode()) for payload in product.payloads]
        payloads = self.folder / "payloads.json"
        payloads.write_text(json.dumps(product.payloads), encoding="utf-8")
        with servers.bare("bare_room", {"BENCH_PAYLOADS": str(payloads)}, self.log("bare")) as server:
            bare = self._talk(server)
        size = float(sum(sizes) // len(sizes))
        return {
            "": ({"queries": count, "bytes": size}, {"queries": 0, "bytes": size}),
            "five messages a second: until the last of 200 has it": (product.paced, bare.paced),
            "four messages always under way": (product.pressed, bare.pressed),
        }

    def _talk(self, server: servers.Server) -> load_room.RoomFigures:
        people = [(reader.cookie, reader.csrf) for reader in self.site.readers]
        return apart(load_room.load, load_room.RoomPlan(server.port, server.pid, self.site.space, people))

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def apart(load: Callable[[plan_of], result_of], plan: plan_of) -> result_of:
    """`load(plan)` in a process of its own, which ends with it."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply_async(load, (plan,)).get(LONGEST)


def main() -> None:
    began, taken_on = time.monotonic(), machine.described()
    with tempfile.TemporaryDirectory(prefix="cop-bench-") as folder:
        bench = Bench(data.prepare(Path(folder)), Path(folder))
        compared = {"A topic page of 20 posts": bench.pages(), "A room of 200 members": bench.room()}
    taken_on["took_seconds"] = round(time.monotonic() - began)
    print(_heading(taken_on))
    for title, rows in compared.items():
        print(f"\n{figures.table(title, rows)}")
    _keep({"machine": taken_on, "figures": {title: _plain(rows) for title, rows in compared.items()}})


def _heading(taken_on: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in taken_on["versions"].items())
    return (
        f"{taken_on['cores']} cores, {taken_on['memory_gb']} GB, load {taken_on['load_before']} before it; "
        f"Python {taken_on['python']}, SQLite {taken_on['sqlite']}; took {taken_on['took_seconds']} s\n{versions}"
    )


def _plain(rows: Compared) -> dict[str, dict[str, Figures]]:
    return {
        name or "size": {"product": product, "bare": bare, "ratio": figures.ratios(product, bare)}
        for name, (product, bare) in rows.items()
    }


def _keep(report: dict[str, Any]) -> None:
    text = json.dumps(report, indent=2)
    path = servers.ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"\n{text}")


if __name__ == "__main__":
    main()
