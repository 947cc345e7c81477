"""Indicators of an intention, and their values."""

import math
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from cop import clock
from cop.db import command, get, session
from cop.errors import Conflict, Invalid
from cop.intentions.commands.locks import pace, written
from cop.models import Indicator, IndicatorKind, IndicatorValue, Intention
from cop.models.holds import has_to_stay, wait_for_holds
from cop.policy import Actor
from cop.typed import one_line

NAME_LIMIT, UNIT_LIMIT = 80, 30
MOST, MOST_VALUES = 8, 60
LARGEST = 1e12
EARLIEST = date(2000, 1, 1)
LATEST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """What is filled in about an indicator, as it is kept."""

    kind: IndicatorKind
    name: str
    unit: str
    baseline: float
    baseline_on: date
    target: float
    target_on: date

    def read(self) -> "Measured":
        """The same, tidied; Invalid with the field that is wrong."""
        for field in ("baseline", "target"):
            _require_number(getattr(self, field), field=field)
        _require_past(self.baseline_on, field="baseline_on")
        latest = clock.today().year + LATEST_YEARS
        if self.target_on <= self.baseline_on or self.target_on.year > latest:
            raise Invalid(f"Choose a day after the first one, by {latest}.", field="target_on")
        name = one_line(self.name, limit=NAME_LIMIT, field="name", missing="Say what is counted.")
        unit = one_line(self.unit, limit=UNIT_LIMIT, field="unit", missing="Say in what it is counted.")
        rest = (self.baseline, self.baseline_on, self.target, self.target_on)
        return Measured(self.kind, name, unit, *rest)


def add_indicator(*, actor_id: int, intention_id: int, measured: Measured) -> Indicator:
    """Count something from now on. The same once more changes nothing.

    Raises Invalid, NotFound, Forbidden, Conflict (there are enough), TooFast.
    """
    return _add(actor_id, intention_id, measured=measured.read())


@command
def _add(actor_id: int, intention_id: int, *, measured: Measured) -> Indicator:
    intention, actor = written(actor_id, intention_id)
    pace(actor.id)
    there = session.scalars(sa.select(Indicator).where(Indicator.intention_id == intention.id)).all()
    for each in there:
        if all(getattr(each, name) == getattr(measured, name) for name in Measured.__slots__):
            return each
    if len(there) >= MOST:
        raise Conflict(f"There are {MOST} already. Take one away before you add another.")
    added = Indicator(intention_id=intention.id, person_id=actor.id)
    _set(added, measured)
    session.add(added)
    session.flush()
    return added


def set_goal(*, actor_id: int, indicator_id: int, measured: Measured) -> Indicator:
    """Say anew what is counted, where it began and where it is to be. Raises Invalid, NotFound, Forbidden, TooFast."""
    return _set_goal(actor_id, indicator_id, measured=measured.read())


@command
def _set_goal(actor_id: int, indicator_id: int, *, measured: Measured) -> Indicator:
    indicator, actor = _written(actor_id, indicator_id)
    pace(actor.id)
    _set(indicator, measured)
    return indicator


@command
def note_value(*, actor_id: int, indicator_id: int, day: date, value: float) -> Indicator:
    """Say what it was on a day; what was said of that day before is followed by it.

    Raises Invalid (`day`, `value`), NotFound, Forbidden, Conflict (there are enough), TooFast.
    """
    indicator, actor = _written(actor_id, indicator_id)
    pace(actor.id)
    _require_number(value, field="value")
    _require_past(day, field="day")
    there = next((each for each in indicator.values if each.day == day), None)
    if there is None:
        if len(indicator.values) >= MOST_VALUES:
            raise Conflict(f"There are {MOST_VALUES} values already. Take an older one away first.")
        there = IndicatorValue(day=day)
        indicator.values.append(there)
    there.value, there.person_id, there.written_at = value, actor.id, clock.now()
    session.flush()
    session.expire(indicator, ["values"])
    return indicator


@command
def remove_value(*, actor_id: int, value_id: int) -> Indicator:
    """Take a value away. Raises NotFound, Forbidden, Conflict under a legal hold, which is not told."""
    wait_for_holds()
    indicator, _ = _written(actor_id, get(IndicatorValue, value_id).indicator_id)
    value = get(IndicatorValue, value_id)
    _require_free(indicator.intention, value.person_id)
    session.delete(value)
    return indicator


@command
def remove_indicator(*, actor_id: int, indicator_id: int) -> Intention:
    """Take one away with all its values; its intention is returned. Raises NotFound, Forbidden, Conflict under a legal
    hold, which is not told.
    """
    wait_for_holds()
    indicator, _ = _written(actor_id, indicator_id)
    _require_free(indicator.intention, indicator.person_id, *(each.person_id for each in indicator.values))
    session.delete(indicator)
    return indicator.intention


def _written(actor_id: int, indicator_id: int) -> tuple[Indicator, Actor]:
    _, actor = written(actor_id, get(Indicator, indicator_id).intention_id)
    return get(Indicator, indicator_id), actor


def _set(indicator: Indicator, measured: Measured) -> None:
    for name in Measured.__slots__:
        setattr(indicator, name, getattr(measured, name))


def _require_free(intention: Intention, *person_ids: int) -> None:
    if has_to_stay(*person_ids, space_id=intention.pair.space_id):
        raise Conflict("This can’t be taken away at the moment. Try again later.")


def _require_number(number: float, *, field: str) -> None:
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise Invalid("Enter a number, without words beside it.", field=field)


def _require_past(day: date, *, field: str) -> None:
    if not EARLIEST <= day <= clock.today():
        raise Invalid("Choose a day that has come, from 2000 on.", field=field)
