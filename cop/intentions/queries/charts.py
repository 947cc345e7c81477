"""A small chart of an indicator: where everything stands on a sheet of 320 by 200, which the template draws."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cop.models import Indicator

WIDTH, HEIGHT = 320, 200
LEFT, RIGHT, TOP, BOTTOM = 56, 308, 14, 168
MINUS = "\N{MINUS SIGN}"
STEPS = 4
"""So many steps of the scale at most."""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a scale, and what stands there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`line` goes from where it began through all values; `goal` is where it is to be."""

    line: Sequence[Point]
    goal: Point
    rows: Sequence[Tick]
    ends: tuple[Tick, Tick]

    @property
    def path(self) -> str:
        return " ".join(f"{each.x},{each.y}" for each in self.line)


def chart_of(indicator: Indicator) -> Chart:
    """What is drawn of an indicator."""
    known = [(each.day, each.value) for each in indicator.values]
    said = sorted([(indicator.baseline_on, indicator.baseline), *known])
    goal = (indicator.target_on, indicator.target)
    days = [day for day, _ in (*said, goal)]
    scale = _scale([value for _, value in (*said, goal)])
    first, last = min(days), max(days)

    def place(day: date, value: float) -> Point:
        along = (day - first).days / max(1, (last - first).days)
        return Point(_between(LEFT, RIGHT, along), _up(value, scale))

    return Chart(
        line=[place(*each) for each in said],
        goal=place(*goal),
        rows=[Tick(_up(each, scale), short(each)) for each in scale],
        ends=(Tick(LEFT, f"{first:%b %Y}"), Tick(RIGHT, f"{last:%b %Y}")),
    )


def number(value: float) -> str:
    """A figure as it is read: 1,234 or 0.5."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 1_000 else f"{value:,.0f}"
    return "0" if text in {"-0", ""} else text.replace("-", MINUS)


def short(value: float) -> str:
    """The same on a scale, where there is little room: 1.2m for 1,200,000."""
    for size, sign in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= size:
            return f"{number(round(value / (1e3 if sign == 'k' else size), 2))}{sign}"
    return number(value)


def _scale(values: Sequence[float]) -> list[float]:
    """Round numbers around all of `values`, from below them to above."""
    least, most = min(values), max(values)
    if least == most:
        least, most = least - 1, most + 1
    step = _round_step((most - least) / STEPS)
    first, last = math.floor(least / step), math.ceil(most / step)
    return [each * step for each in range(first, last + 1)]


def _round_step(raw: float) -> float:
    """The next of 1, 2, 5, 10 … that is at least `raw`."""
    size = 10 ** math.floor(math.log10(raw))
    return float(next(size * each for each in (1, 2, 5, 10) if size * each >= raw * 0.999_999))


def _up(value: float, scale: Sequence[float]) -> float:
    return _between(BOTTOM, TOP, (value - scale[0]) / (scale[-1] - scale[0]))


def _between(one: float, other: float, part: float) -> float:
    return round(one + (other - one) * part, 1)
