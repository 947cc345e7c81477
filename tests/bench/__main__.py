"""`make bench`: the product and, beside it in the same run, the bare minimum on the same libraries, with the ratios.

Prints a table and then JSON, which also goes to var/bench.json. Nothing here is asserted: a busy machine is slow.
"""

import json
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cop.models.topics import PAGE
from tests.bench import data, figures, machine
from tests.bench.comparison import Bench, Compared
from tests.bench.servers import ROOT

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
    print(_heading(taken_on))
    for title, rows in compared.items():
        print(f"\n{figures.table(title, rows)}")
    _keep({"machine": taken_on, "figures": {title: _plain(rows) for title, rows in compared.items()}})


def _heading(taken_on: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in taken_on["versions"].items())
    return (
        f"{taken_on['cores']} cores, {taken_on['memory_gb']} GB, {taken_on['system']}, "
        f"load {taken_on['load_before']} before and {taken_on['load_after']} after; took {taken_on['took_seconds']} s\n"
        f"Python {taken_on['python']}, SQLite {taken_on['sqlite']}, {versions}"
    )


def _plain(rows: Compared) -> dict[str, dict[str, figures.Figures]]:
    return {
        name: {"product": product, "bare": bare, "ratio": figures.ratios(product, bare)}
        for name, (product, bare) in rows.items()
    }


def _keep(report: dict[str, Any]) -> None:
    text = json.dumps(report, indent=2, ensure_ascii=False)
    path = ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"\n{text}")


if __name__ == "__main__":
    main()
