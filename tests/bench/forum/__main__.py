"""`make bench-forum`: pages of a forum of 1,000, 100,000 and 1,000,000 posts beside a bare page of the same rows.

Prints a table for each size and the ratio of the largest to the smallest, and then JSON, which also goes to
var/bench-forum.json. Nothing here is asserted: a busy machine is slow. `sqlite` or `postgresql` as an argument, and
a number of posts at most, run a part.
"""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import figures, machine, servers
from tests.bench.forum.comparison import Bench, Rows
from tests.bench.forum.library import Library

LONGEST = 3_600
"""Seconds after which a bench that hangs ends itself and its servers."""

SIZES = {"postgresql": (1_000, 100_000, 1_000_000), "sqlite": (1_000, 100_000)}
PROCESSES = {"postgresql": 2, "sqlite": 1}


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    """An address of a new database; empty for SQLite, which needs no server."""
    if name == "sqlite":
        yield ""
        return
    with servers.postgresql(folder) as (address, _):
        yield address


def measured(name: str, most: int) -> Iterator[tuple[str, Rows]]:
    """Rows for each size of a forum on one kind of database, and then how the largest compares with the smallest."""
    taken: list[Rows] = []
    with (
        tempfile.TemporaryDirectory(prefix="cop-bench-forum-", ignore_cleanup_errors=True) as made,
        _database(name, folder := Path(made)) as address,
    ):
        library = Library.prepare(folder, database=address)
        for size in (each for each in SIZES[name] if each <= most):
            library.grow(size)
            taken.append(Bench(library, folder, PROCESSES[name]).run())
            yield f"{name}: {size:,} posts, {PROCESSES[name]} processes", taken[-1]
    largest, smallest = taken[-1], taken[0]
    yield (
        f"{name}: the largest (left) beside the smallest",
        {row: (largest[row][0], smallest[row][0]) for row in largest},
    )


def main() -> None:
    for ending in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ending, lambda *_: sys.exit("The bench was ended before it was done."))
    signal.alarm(LONGEST)
    names = [each for each in sys.argv[1:] if each in SIZES] or list(SIZES)
    most = next((int(each) for each in sys.argv[1:] if each.isdigit()), max(map(max, SIZES.values())))
    began, taken_on = time.monotonic(), machine.described()
    compared: dict[str, Rows] = {}
    for name in names:
        for title, rows in measured(name, most):
            compared[title] = rows
            print(f"{figures.table(title, rows)}\n", flush=True)
    taken_on |= {"load_after": machine.load(), "took_seconds": round(time.monotonic() - began)}
    print(figures.heading(taken_on))
    figures.keep("bench-forum", taken_on, compared)


if __name__ == "__main__":
    main()
