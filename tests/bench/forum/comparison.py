"""Pages of a forum of some size beside the bare page: in turns, on one process or two, signed in."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

import sqlalchemy as sa

from cop import db
from cop.models import Throttle, Topic
from cop.models.topics import page_of
from tests.bench import load_pages, prose, queries, servers
from tests.bench.comparison import apart
from tests.bench.figures import Figures, Taken
from tests.bench.forum.library import COMMON, LONG, Library
from tests.bench.load_pages import PagePlan
from tests.bench.servers import HOST, Server

ALONE, TOGETHER, WRITERS = 1, 16, 8
"""Readers at a time, and writers."""

ROUNDS, SECONDS = 2, 2.0
Rows = dict[str, tuple[Figures, Figures]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Figures of a library that is served by so many processes; `folder` takes the servers' logs."""

    library: Library
    folder: Path
    processes: int

    def run(self) -> Rows:
        """A row for each page and for each number of readers, and one for replies."""
        site, topic = self.library.site, _long_topic()
        sizes = {name: queries.of_page(site, path) for name, path in self._pages(topic).items()}
        with ExitStack() as stack:
            ours = self._ours(stack)
            theirs = self._theirs(stack, size=sizes["topic, first page"][1])
            rows = dict(self._read(ours, theirs, topic, sizes))
            rows["a reply, 8 writers"] = (self._write(ours, topic), {})
        return rows

    def _pages(self, topic: int) -> dict[str, str]:
        middle, last = page_of(LONG // 2), page_of(LONG)
        return {
            "topic, first page": f"/topics/{topic}",
            "topic, middle page": f"/topics/{topic}?page={middle}",
            "topic, last page": f"/topics/{topic}?page={last}",
            "space": f"/spaces/{self.library.site.space}",
            "home": "/",
            "search for a common word": f"/search?q={COMMON}",
            "search for a rare word": f"/search?q={self.library.rare}",
        }

    def _read(
        self, ours: list[Server], theirs: list[Server], topic: int, sizes: dict[str, tuple[int, int]]
    ) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
        for name, path in self._pages(topic).items():
            counts = {"queries": sizes[name][0], "bytes": sizes[name][1]}
            yield name, (counts, {"queries": 3, "bytes": sizes["topic, first page"][1]})
            for warm, at in ((ours, path), (theirs, f"/topics/{topic}")):
                self._load(warm, at, TOGETHER)
            for readers in (ALONE, TOGETHER):
                rounds = [
                    (self._load(ours, path, readers), self._load(theirs, f"/topics/{topic}", readers))
                    for _ in range(ROUNDS)
                ]
                both = tuple(reduce(add, side).figures() for side in zip(*rounds, strict=True))
                yield f"{name}, {readers} at a time", (both[0], both[1])

    def _load(self, where: list[Server], path: str, readers: int) -> Taken:
        """As everybody in turn: what one person may search for in a second is no measure of a server."""
        plan = PagePlan(where, path, self._people(), readers=readers, seconds=SECONDS)
        return apart(load_pages.load, plan)

    def _write(self, ours: list[Server], topic: int) -> Figures:
        """Replies to one topic, by everybody in turn: what one person may write is no measure of a server."""
        form, path, taken = {"text": prose.post(1), "page": "1"}, f"/topics/{topic}/posts", []
        for _ in range(ROUNDS):
            _rest()
            plan = PagePlan(ours, path, self._people(), readers=WRITERS, seconds=SECONDS, form=form)
            taken.append(apart(load_pages.load, plan))
        return reduce(add, taken).figures()

    def _people(self) -> list[load_pages.Person]:
        return [(reader.cookie, reader.csrf) for reader in self.library.site.readers]

    def _ours(self, stack: ExitStack) -> list[Server]:
        """The product, as it is deployed: all processes are reached by one public address."""
        ports = [servers.free_port() for _ in range(self.processes)]
        given = {**self.library.site.environment, "COP_PUBLIC_URL": f"http://{HOST}:{ports[0]}"}
        logs = [self.folder / f"product-{port}.log" for port in ports]
        started = [servers.product(given, log, port=port) for log, port in zip(logs, ports, strict=True)]
        return [stack.enter_context(each) for each in started]

    def _theirs(self, stack: ExitStack, *, size: int) -> list[Server]:
        site = self.library.site
        given = {**site.environment, "BENCH_DATABASE": site.database, "BENCH_BYTES": str(size)}
        log = self.folder / "bare.log"
        return [stack.enter_context(servers.bare("bare_page", given, log)) for _ in range(self.processes)]


def _long_topic() -> int:
    return db.session.scalars(sa.select(Topic.id).where(Topic.posts >= LONG).order_by(Topic.id)).first() or 0


@db.command
def _rest() -> None:
    """Let everybody write as if they had been silent for long."""
    db.session.execute(sa.delete(Throttle))
