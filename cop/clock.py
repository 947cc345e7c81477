"""The only source of time: UTC, always aware. A demonstration and a test may travel."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""Where days begin and end for the people here."""

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment this context has travelled to."""
    return _travelled.get() or datetime.now(UTC)


def today() -> date:
    """The day it is in the United Kingdom."""
    return now().astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """When `day` begins in the United Kingdom."""
    return datetime.combine(day, time.min, LONDON)


def days_after(moment: datetime, days: int) -> datetime:
    """When the UK day ends that is so many days after the one of `moment`."""
    return midnight(moment.astimezone(LONDON).date() + timedelta(days=days + 1))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` (aware) within the block, in this context alone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    token = _travelled.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.reset(token)


def last_day(end: datetime | None) -> datetime | None:
    """A moment of the UK day that has ended when `end` comes, in UK time; None where nothing ends."""
    return None if end is None else end.astimezone(LONDON) - timedelta(seconds=1)


def day_in_words(moment: datetime) -> str:
    """ "3 May 2026": the UK day."""
    day = moment.astimezone(LONDON)
    return f"{day.day} {day:%B %Y}"


def term_in_words(end: datetime | None) -> str:
    """The last day of what ends then, for the log."""
    last = last_day(end)
    return f"until {day_in_words(last)}" if last else "without an end"


def milliseconds_since(began: float) -> float:
    """How long ago `began` is, a reading of `time.perf_counter`: for log lines."""
    return round((perf_counter() - began) * 1000, 1)
