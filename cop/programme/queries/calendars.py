"""The dates of a space, or of all that somebody reads, by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.models import Space
from cop.models.calendar import Entry, entries
from cop.policy import Actor

BEGINNING = date(1, 1, 1)
MOST = 300
"""Dates on a page."""


@dataclass(frozen=True, slots=True)
class Months:
    """What is to come, or what has been: (its first day, its entries) of each month that has any. `spaces` by id."""

    months: list[tuple[date, list[Entry]]]
    spaces: dict[int, Space]


def to_come(spaces: Iterable[Space]) -> Months:
    """From today on, the next first."""
    by_id = {space.id: space for space in spaces}
    return _by_month(entries(by_id.values(), since=clock.today())[:MOST], by_id)


def been(spaces: Iterable[Space]) -> Months:
    """Before today, the last first."""
    by_id = {space.id: space for space in spaces}
    found = [each for each in entries(by_id.values(), since=BEGINNING) if each.day < clock.today()]
    return _by_month(found[::-1][:MOST], by_id)


def spaces_of(actor: Actor) -> Sequence[Space]:
    """Those whose dates stand in the actor's calendar."""
    query = sa.select(Space).where(policy.calendar_spaces(actor)).order_by(Space.id)
    return session.scalars(query).all()


def _by_month(found: list[Entry], spaces: dict[int, Space]) -> Months:
    grouped = groupby(found, key=lambda each: each.day.replace(day=1))
    return Months([(month, list(held)) for month, held in grouped], spaces)
