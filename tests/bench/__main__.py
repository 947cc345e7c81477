"""`make bench`: the product and, beside it in the same run, the bare minimum on the same libraries, with the ratios.

Prints a table and then JSON, which also goes to var/bench.json. Nothing here is asserted: a busy machine is slow.
"""

import signal
import sys
import tempfile
import time
from pathlib import Path

from cop.models.topics import PAGE
from tests.bench import data, figures, machine
from tests.bench.comparison import Bench

LONGEST = 300
"""Seconds after which a bench that hangs ends itself and its servers."""


def main() -> None:
    for ending in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ending, lambda *_: sys.exit("The bench was ended before it was done."))
    signal.alarm(LONGEST)
    began, taken_on = time.monotonic(), machine.described()
    with tempfile.TemporaryDirectory(prefix="cop-bench-") as folder:
        bench = Bench(data.prepare(Path(folder)), Path(folder))
        compared = {
            f"A topic page of {PAGE} posts, signed in": bench.pages(),
            f"A room of {data.MEMBERS} members": bench.room(),
        }
    taken_on |= {"load_after": machine.load(), "took_seconds": round(time.monotonic() - began)}
    print(figures.heading(taken_on))
    for title, rows in compared.items():
        print(f"\n{figures.table(title, rows)}")
    figures.keep("bench", taken_on, compared)


if __name__ == "__main__":
    main()
