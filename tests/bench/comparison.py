"""Product and bare minimum side by side: served at once and loaded in turns, so that both meet the same neighbours."""

import json
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import TypeVar

from tests.bench import data, load_pages, load_room, queries, servers
from tests.bench.figures import Figures, Taken
from tests.bench.servers import Server

READERS = {"one reader at a time, pages": 1, "sixteen readers at a time, pages": 16}
PAGE_ROUNDS, ROOM_ROUNDS = 3, 2
SECONDS = 3.0
"""Seconds of a round of pages."""

LONGEST = 90.0
"""Seconds that a load may take before it is ended."""

Compared = dict[str, tuple[Figures, Figures]]
plan_of = TypeVar("plan_of")
result_of = TypeVar("result_of")


@dataclass(frozen=True, slots=True)
class Bench:
    """Figures of a prepared site; `folder` takes the servers' logs."""

    site: data.Site
    folder: Path

    def pages(self) -> Compared:
        """The topic page beside the bare one."""
        path = f"/topics/{self.site.topic_id}"
        count, size = queries.of_page(self.site, path)
        bare = {**self.site.environment, "BENCH_DATABASE": self.site.database, "BENCH_BYTES": str(size)}
        with (
            servers.product(self.site.environment, self._log("product")) as product,
            servers.bare("bare_page", bare, self._log("bare")) as minimum,
        ):
            taken = {
                name: [
                    (self._read(product, path, n), self._read(minimum, path, n)) for _ in range(PAGE_ROUNDS)
                ]
                for name, n in READERS.items()
            }
        read = {name: compared(rounds) for name, rounds in taken.items()}
        ours, theirs = taken[next(iter(READERS))][0]
        return {"one page": _sizes((count, ours), (2, theirs)), **read}

    def _read(self, server: Server, path: str, readers: int) -> Taken:
        reader = self.site.readers[0]
        people = [(reader.cookie, reader.csrf)]
        plan = load_pages.PagePlan([server], path, people, readers=readers, seconds=SECONDS)
        return apart(load_pages.load, plan)

    def room(self) -> Compared:
        """What is said in the room, beside a bare broadcast of the same payloads."""
        count = queries.of_message(self.site)
        payloads = self.folder / "payloads.json"
        with servers.product(self.site.environment, self._log("product")) as product:
            ours = [self._talk(product)]
            payloads.write_text(json.dumps(ours[0].payloads), encoding="utf-8")
            with servers.bare("bare_room", {"BENCH_PAYLOADS": str(payloads)}, self._log("bare")) as minimum:
                theirs = [self._talk(minimum)]
                for _ in range(ROOM_ROUNDS - 1):
                    ours.append(self._talk(product))
                    theirs.append(self._talk(minimum))
        rounds = list(zip(ours, theirs, strict=True))
        return {
            "one message": _sizes((count, ours[0].paced), (0, theirs[0].paced)),
            "coming in: connect and open the room, people": compared(
                [(a.entered, b.entered) for a, b in rounds]
            ),
            "five messages a second, until all have it; deliveries": compared(
                [(a.paced, b.paced) for a, b in rounds]
            ),
            "four messages always under way; deliveries": compared(
                [(a.pressed, b.pressed) for a, b in rounds]
            ),
        }

    def _talk(self, server: Server) -> load_room.RoomTaken:
        people = [(reader.cookie, reader.csrf) for reader in self.site.readers]
        return apart(load_room.load, load_room.RoomPlan(server.port, server.pid, self.site.space, people))

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def compared(rounds: list[tuple[Taken, Taken]]) -> tuple[Figures, Figures]:
    ours, theirs = (reduce(add, side) for side in zip(*rounds, strict=True))
    return ours.figures(), theirs.figures()


def _sizes(*sides: tuple[int, Taken]) -> tuple[Figures, Figures]:
    ours, theirs = (Figures(queries=count, bytes=taken.size) for count, taken in sides)
    return ours, theirs


def apart(load: Callable[[plan_of], result_of], plan: plan_of) -> result_of:
    """`load(plan)` in a process of its own, which ends with it."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply_async(load, (plan,)).get(LONGEST)
