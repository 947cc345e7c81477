"""When a set of the demonstration has met and will: days alone, and nothing of who was there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cop.clock import LONDON
from cop.models.meetings_states import MeetingState

YEARS_ON = timedelta(days=1_065)
"""For so long sets go on by themselves: three years, less the month for which the oldest would not be kept any more."""

HOURS = (time(9, 30), time(13, 30), time(15))
LAST_WEEKDAY = 4
LASTS = timedelta(minutes=95)
SO_FAR = timedelta(minutes=48)
"""How long ago the meeting began that goes on."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting: when it begins, and where it stands at the end of the story."""

    starts_at: datetime
    state: MeetingState = MeetingState.ARCHIVED
    is_of_programme: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + LASTS

    @property
    def was_held(self) -> bool:
        return self.state is MeetingState.ARCHIVED


def occasions(
    script: Mapping[str, Any], as_of: datetime, *, day_two: date | None, place: int
) -> list[Occasion]:
    """Those of the set of `script` in the order of time; `day_two` is when its programme had the second workshop."""
    hour = HOURS[place % len(HOURS)]
    held = [Occasion(begins, is_of_programme=True) for begins in _of_programme(script, day_two, hour)]
    if "third" in script:
        held[-1] = Occasion(held[-1].starts_at, MeetingState(script["third"]), is_of_programme=True)
    newest = as_of.date() - timedelta(days=script["last"])
    days = _since(newest, as_of.date() - YEARS_ON, script["cadence"])
    after = [Occasion(_at(_weekday(day), hour)) for day in days]
    return [*held, *after, *_next(script, as_of, hour)]


def _of_programme(script: Mapping[str, Any], day_two: date | None, hour: time) -> Sequence[datetime]:
    if day_two is None:
        return []
    return [_at(day_two, HOURS[1]), *(_at(day, hour) for day in script["days"])]


def _since(newest: date, oldest: date, cadence: int) -> Sequence[date]:
    """Days from which it has met every so many days, the last of them `newest`."""
    number = (newest - oldest).days // cadence
    return [newest - timedelta(days=cadence * back) for back in range(number, -1, -1)]


def _next(script: Mapping[str, Any], as_of: datetime, hour: time) -> list[Occasion]:
    if script.get("next") == "now":
        return [Occasion(as_of - SO_FAR, MeetingState.EXPLORE)]
    if script["life"] != "on_cadence":
        return []
    day = as_of.date() + timedelta(days=script["cadence"] - script["last"])
    return [Occasion(_at(_weekday(day), hour), MeetingState.SCHEDULED)]


def _weekday(day: date) -> date:
    """The Friday before, for a day of the weekend."""
    return day - timedelta(days=max(0, day.weekday() - LAST_WEEKDAY))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON)
