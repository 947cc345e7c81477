"""Percentiles, ratios, and the table in which product and bare minimum stand side by side."""

from collections.abc import Iterable, Mapping, Sequence

Figures = dict[str, float]
"""Name of a measure -> its value."""

SHOWN = {
    "bytes": "bytes",
    "queries": "queries",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "p99_ms": "p99, ms",
    "per_second": "a second",
    "server_ms": "server's processor, ms each",
    "server_share": "server's processor, share of a core",
    "load_share": "load generator's processor, share of a core",
    "count": "measured",
}
"""Measures in the order and the words of the table."""


def percentiles(seconds: Sequence[float]) -> Figures:
    """p50, p95 and p99 of `seconds`, in milliseconds."""
    ordered = sorted(seconds)
    return {f"p{share}_ms": round(1000 * _at(ordered, share), 2) for share in (50, 95, 99)}


def _at(ordered: Sequence[float], share: int) -> float:
    """The nearest-rank percentile: a value that was really measured."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def rates(*, count: int, began: float, ended: float, server: float, load: float) -> Figures:
    """What `count` requests or deliveries from `began` to `ended` cost in processor seconds of both sides."""
    took = ended - began
    return {
        "count": count,
        "per_second": round(count / took, 1),
        "server_ms": round(1000 * server / count, 3),
        "server_share": round(server / took, 2),
        "load_share": round(load / took, 2),
    }


def middle(rounds: Iterable[Figures]) -> Figures:
    """The median of each measure over `rounds`; what was counted is added up."""
    gathered = list(rounds)
    medians = {name: sorted(each[name] for each in gathered)[len(gathered) // 2] for name in gathered[0]}
    return medians | {"count": sum(each["count"] for each in gathered)}


def ratios(product: Figures, bare: Figures) -> Figures:
    """Product divided by bare minimum, for each measure that both have."""
    return {name: round(product[name] / bare[name], 2) for name in product if bare.get(name)}


def table(title: str, rows: Mapping[str, tuple[Figures, Figures]]) -> str:
    """Plain text: a block for each of `rows`, a line for each measure, product beside bare minimum."""
    lines = [f"{title:<62}{'product':>12}{'bare':>12}{'ratio':>9}"]
    for name, (product, bare) in rows.items():
        lines += ["", f"  {name}", *_lines(product, bare)]
    return "\n".join(lines)


def _lines(product: Figures, bare: Figures) -> list[str]:
    divided = ratios(product, bare)
    return [
        f"    {words:<58}{_cell(product.get(name)):>12}{_cell(bare.get(name)):>12}{_ratio(name, divided):>9}"
        for name, words in SHOWN.items()
        if name in product or name in bare
    ]


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) or value >= 1000 else f"{value:,.3g}"


def _ratio(name: str, divided: Figures) -> str:
    return f"{divided[name]:.2f}" if name in divided and name not in {"count", "load_share"} else ""
