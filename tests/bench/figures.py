"""What was measured, and what it says: percentiles, rates, ratios, and the table of product beside bare minimum."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.servers import ROOT

Figures = dict[str, float]
"""Name of a measure -> its value."""

SHOWN = {
    "queries": "queries",
    "bytes": "bytes, uncompressed",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "p99_ms": "p99, ms",
    "per_second": "a second",
    "until_invited_s": "until all are invited, s",
    "until_done_s": "until it is done, s",
    "processor_s": "processor, s",
    "database_s": "the database's processor, s",
    "server_ms": "server's processor for each, ms",
    "server_share": "server's processor, share of a core",
    "load_share": "load generator's processor, share of a core",
    "count": "how many were measured",
    "deliveries_a_second": "deliveries a second, sustained",
    "messages_a_second": "messages a second, sustained",
    "missing": "messages that did not reach everybody",
    "kib_a_socket": "memory of a socket, KiB",
    "last_current_s": "until the last one is current, s",
    "reconnects": "forced reconnects",
    "lines": "lines that were said",
    "lost": "lost",
    "duplicated": "duplicated",
}
"""Measures in the order and the words of the table."""

UNCOMPARED = {"count", "load_share", "missing"}


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that each took; how many pages or deliveries came in `seconds`, for how many seconds of the processor
    of the server and of the load generator; and the bytes of one.
    """

    times: list[float]
    count: int
    seconds: float
    server: float
    load: float
    size: int

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            times=self.times + other.times,
            count=self.count + other.count,
            seconds=self.seconds + other.seconds,
            server=self.server + other.server,
            load=self.load + other.load,
            size=other.size,
        )

    def figures(self) -> Figures:
        return percentiles(self.times) | {
            "per_second": round(self.count / self.seconds, 1),
            "server_ms": round(1000 * self.server / self.count, 3),
            "server_share": round(self.server / self.seconds, 2),
            "load_share": round(self.load / self.seconds, 2),
            "count": self.count,
        }


def percentiles(seconds: Sequence[float]) -> Figures:
    """p50, p95 and p99 of `seconds`, in milliseconds: nearest rank, so each is a value that was measured."""
    ordered = sorted(seconds)
    ranks = {share: -(-len(ordered) * share // 100) for share in (50, 95, 99)}
    return {f"p{share}_ms": round(1000 * ordered[rank - 1], 2) for share, rank in ranks.items()}


def ratios(product: Figures, bare: Figures) -> Figures:
    """Product divided by bare minimum, for each measure that means something."""
    both = product.keys() - UNCOMPARED
    return {name: round(product[name] / bare[name], 2) for name in product if name in both and bare.get(name)}


def plain(rows: Mapping[str, tuple[Figures, Figures]]) -> dict[str, dict[str, Figures]]:
    """`rows` with their ratios, as JSON keeps them."""
    return {
        name: {"product": product, "bare": bare, "ratio": ratios(product, bare)}
        for name, (product, bare) in rows.items()
    }


def heading(taken_on: Mapping[str, Any]) -> str:
    """What the figures were taken on, in two lines."""
    versions = ", ".join(f"{name} {number}" for name, number in taken_on["versions"].items())
    return (
        f"{taken_on['cores']} cores, {taken_on['memory_gb']} GB, {taken_on['system']}, "
        f"load {taken_on['load_before']} before and {taken_on['load_after']} after; took {taken_on['took_seconds']} s\n"
        f"Python {taken_on['python']}, SQLite {taken_on['sqlite']}, {versions}"
    )


def keep(
    name: str, taken_on: Mapping[str, Any], compared: Mapping[str, Mapping[str, tuple[Figures, Figures]]]
) -> None:
    """Print all of it as JSON, and write it to var/`name`.json."""
    report = {"machine": taken_on, "figures": {title: plain(rows) for title, rows in compared.items()}}
    text = json.dumps(report, indent=2, ensure_ascii=False)
    path = ROOT / "var" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"\n{text}")


def table(title: str, rows: Mapping[str, tuple[Figures, Figures]]) -> str:
    """Plain text: a block for each of `rows`, a line for each measure, product beside bare minimum."""
    lines = [f"{title:<52}{'product':>12}{'bare':>12}{'ratio':>9}"]
    for name, (product, bare) in rows.items():
        lines += ["", f"  {name}", *_lines(product, bare)]
    return "\n".join(lines)


def _lines(product: Figures, bare: Figures) -> list[str]:
    divided = ratios(product, bare)
    return [
        f"    {words:<48}{_cell(product.get(name)):>12}{_cell(bare.get(name)):>12}{_cell(divided.get(name)):>9}"
        for name, words in SHOWN.items()
        if name in product or name in bare
    ]


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
