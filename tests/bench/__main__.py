"""`make bench`: the product and, beside it in the same run, the bare minimum on the same libraries, with the ratios.

Prints a table and then JSON, which also goes to var/bench.json. Nothing here is asserted: a busy machine is slow.
Names of parts (`pages`, `waves`, `meetings`) as arguments run these alone.
"""

import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cop.models.topics import PAGE
from tests.bench import data, figures, machine, meetings, waves
from tests.bench.comparison import Bench, Compared

LONGEST = 900
"""Seconds after which a bench that hangs ends itself and its servers."""


def pages(folder: Path) -> Iterator[tuple[str, Compared]]:
    bench = Bench(data.prepare(folder), folder)
    yield f"A topic page of {PAGE} posts, signed in", bench.pages()
    yield f"A room of {data.MEMBERS} members", bench.room()


PARTS: dict[str, Callable[[Path], Iterator[tuple[str, Compared]]]] = {
    "pages": pages,
    "waves": waves.measured,
    "meetings": meetings.measured,
}


def main() -> None:
    for ending in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ending, lambda *_: sys.exit("The bench was ended before it was done."))
    signal.alarm(LONGEST)
    began, taken_on = time.monotonic(), machine.described()
    compared: dict[str, Compared] = {}
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory(prefix="cop-bench-", ignore_cleanup_errors=True) as folder:
            for title, rows in PARTS[name](Path(folder)):
                compared[title] = rows
                print(f"{figures.table(title, rows)}\n", flush=True)
    taken_on |= {"load_after": machine.load(), "took_seconds": round(time.monotonic() - began)}
    print(figures.heading(taken_on))
    figures.keep("bench", taken_on, compared)


if __name__ == "__main__":
    main()
