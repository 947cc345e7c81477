"""Rooms of several sizes on the product and on the bare minimum, in turns and in one run; storms; forced reconnects."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench import machine, servers
from tests.bench.comparison import apart
from tests.bench.figures import Figures
from tests.bench.live import gaps
from tests.bench.live.clients import Door
from tests.bench.live.sites import Place
from tests.bench.live.talks import Audience
from tests.bench.live.workers import Worker, workers
from tests.bench.servers import HOST, Server

STORM, WITHIN = 500, 1.0
"""So many come back within so many seconds."""

UNHURRIED = 0.006
"""Seconds between one person's coming in and the next one's, where it isn't a storm."""

CALM, BUSY = 5.0, 100.0
"""Messages a second."""

LOWEST = {100: 10_000, 500: 40_000, 1_000: 40_000, 2_000: 20_000}
"""Deliveries a second from which a room of this size goes faster and faster."""

Rows = dict[str, tuple[Figures, Figures]]


@dataclass(frozen=True, slots=True)
class Side:
    """The product or the bare minimum: a server for each process, and the ports that its origins name."""

    servers: list[Server]
    origins: list[int]


@dataclass(frozen=True, slots=True)
class Bench:
    place: Place
    folder: Path

    def run(self, sizes: tuple[int, ...], *, processes: int, queue: str = "") -> Iterator[tuple[str, Rows]]:
        """Rows for each of `sizes`; on one process also a storm."""
        with ExitStack() as stack:
            ours = self._ours(stack, processes, queue)
            theirs = self._theirs(stack, processes, queue, self._payloads(ours, min(sizes)))
            for size in sizes:
                yield f"{size:,} in one room", _beside(self._room(ours, size), self._room(theirs, size))
            if processes == 1:
                size = min(STORM, max(sizes))
                both = (self._storm(ours, size), self._storm(theirs, size))
                yield "a storm", {f"{size} come back within a second": both}

    def gaps(self, size: int) -> Rows:
        """Forced reconnects, of the product alone: the bare minimum keeps nothing to come back to."""
        with servers.product(self.place.site.environment, self.folder / "product.log") as server:
            people = self.place.visitors[:size]
            taken = apart(gaps.load, gaps.GapPlan(server.port, self.place.slug(size), people))
        return {
            "forced reconnects, with edits and removals meanwhile": (
                {k: float(v) for k, v in asdict(taken).items()},
                {},
            )
        }

    def _ours(self, stack: ExitStack, processes: int, queue: str) -> Side:
        """The product, as it is deployed: all processes are reached by one public address."""
        ports = [servers.free_port() for _ in range(processes)]
        given = {**self.place.site.environment, "COP_PUBLIC_URL": f"http://{HOST}:{ports[0]}"}
        if queue:
            given |= {"COP_REDIS_URL": f"{queue}/0", "COP_PROCESSES": str(processes)}
        started = [servers.product(given, self.folder / f"product-{port}.log", port=port) for port in ports]
        return Side([stack.enter_context(each) for each in started], ports[:1] * processes)

    def _theirs(self, stack: ExitStack, processes: int, queue: str, payloads: Path) -> Side:
        given = {"BENCH_PAYLOADS": str(payloads)} | ({"BENCH_QUEUE": f"{queue}/1"} if queue else {})
        started = [servers.bare("bare_room", given, self.folder / "bare.log") for _ in range(processes)]
        running = [stack.enter_context(each) for each in started]
        return Side(running, [server.port for server in running])

    def _payloads(self, side: Side, size: int) -> Path:
        """What the product sends, for the bare minimum to send the same; both sides are warm after it."""
        with self._audience(side, size) as audience:
            talked = audience.talk(a_second=20, seconds=2)
        path = self.folder / "payloads.json"
        path.write_text(json.dumps(talked.heard[0].samples), encoding="utf-8")
        return path

    def _room(self, side: Side, size: int) -> dict[str, Figures]:
        before = _resident(side)
        with self._audience(side, size) as audience:
            memory: Figures = {"kib_a_socket": round((_resident(side) - before) / size, 1)}
            rows = {"memory": memory, "5 messages a second": audience.talk(a_second=CALM, seconds=6).paced()}
            if size == STORM:
                rows["100 messages a second"] = audience.talk(a_second=BUSY, seconds=4).paced()
            rows["faster and faster"] = audience.faster_and_faster(deliveries=LOWEST.get(size, 20_000))
        return rows

    def _storm(self, side: Side, size: int) -> Figures:
        with self._audience(side, size, within=WITHIN) as audience:
            audience.workers[0].ask("last_here")
            return {"last_current_s": round(audience.workers[0].answer(), 2)}

    @contextmanager
    def _audience(self, side: Side, size: int, within: float = 0.0) -> Iterator[Audience]:
        with workers(len(side.servers)) as crowds:
            _enter(
                side, crowds, self.place.slug(size), self.place.visitors[:size], within or size * UNHURRIED
            )
            yield Audience(side.servers, crowds, self.place.slug(size), size)
            _all(crowds, "leave")


def _enter(side: Side, crowds: list[Worker], space: str, people: list[Any], within: float) -> None:
    for turn, (server, crowd) in enumerate(zip(side.servers, crowds, strict=True)):
        door = Door(server.port, side.origins[turn], space)
        crowd.ask("enter", door=door, people=people[turn :: len(crowds)], within=within)
    for crowd in crowds:
        crowd.answer()


def _all(crowds: list[Worker], verb: str) -> list[Any]:
    for crowd in crowds:
        crowd.ask(verb)
    return [crowd.answer() for crowd in crowds]


def _resident(side: Side) -> float:
    return sum(machine.resident_kib(server.pid) for server in side.servers)


def _beside(ours: dict[str, Figures], theirs: dict[str, Figures]) -> Rows:
    return {name: (ours[name], theirs[name]) for name in ours}
