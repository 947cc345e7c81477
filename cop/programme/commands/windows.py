"""When the meetings of sets are to be: typed for a cohort, or for one of its sets (domain.md A30)."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from cop.db import command, session
from cop.errors import Invalid
from cop.models import BookingWindow, MeetingMode, Space, SpaceKind
from cop.programme.commands.cohorts import lock_plans

MOST = 99
"""Meetings of a set."""


@dataclass(frozen=True, slots=True)
class Window:
    """`set_id` is None for all sets of the cohort. Both days belong to it."""

    number: int
    mode: MeetingMode
    first_on: date
    last_on: date
    set_id: int | None = None


@command
def set_window(*, actor_id: int, space_id: int, window: Window) -> BookingWindow:
    """Say from when to when a meeting of the cohort's sets is to be, anew where it was said before. Raises NotFound,
    Forbidden, Invalid (number, last_on, set).
    """
    cohort = lock_plans(actor_id, space_id)
    if not 1 <= window.number <= MOST:
        raise Invalid(f"Enter a number from 1 to {MOST}.", field="number")
    if window.last_on < window.first_on:
        raise Invalid("The last day can’t be before the first.", field="last_on")
    owner = cohort.id if window.set_id is None else _set_in(cohort, window.set_id)
    query = sa.select(BookingWindow).where(
        BookingWindow.space_id == owner, BookingWindow.number == window.number
    )
    kept = session.scalars(query).one_or_none()
    if kept is None:
        kept = BookingWindow(space_id=owner, number=window.number)
        session.add(kept)
    kept.mode, kept.first_on, kept.last_on = window.mode, window.first_on, window.last_on
    session.flush()
    return kept


def _set_in(cohort: Space, set_id: int) -> int:
    space = session.get(Space, set_id)
    if space is None or space.kind is not SpaceKind.SET or space.parent_id != cohort.id:
        raise Invalid("Choose a set of this cohort.", field="set")
    return space.id


@command
def drop_window(*, actor_id: int, space_id: int, window_id: int) -> None:
    """Say so no more. Meetings keep their dates. A repeat changes nothing. Raises NotFound, Forbidden."""
    cohort = lock_plans(actor_id, space_id)
    found = next((each for each in BookingWindow.of_cohort(cohort) if each.id == window_id), None)
    if found is not None:
        session.delete(found)
