"""Who is to be told what happens in a room, without asking the database for each message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, policy
from cop.db import session
from cop.models import Appointment, Membership, Role, Space

FRESH = timedelta(seconds=2)
"""How long a list serves at most: P6 also for what turns no roster, such as the end of a person's account."""


@dataclass(frozen=True, slots=True)
class _Audience:
    """`people` may read a room whose roster's count is `roster`, from `since` to before `until`."""

    roster: int
    since: datetime
    until: datetime
    people: frozenset[int]


_kept: WeakKeyDictionary[Engine, dict[int, _Audience]] = WeakKeyDictionary()
"""By database and space; what was read from one database says nothing about another."""


def readers(space: Space) -> frozenset[int]:
    """Ids of all who may read `space`, whose `roster` must be no older than the pulse that is told of.

    A list is used again only while that count is the same and no dated start or end has passed. Whoever was removed
    before a message took its number raised the count, so they are on no list that it is sent by (F17, S8).
    """
    audiences, now = _kept.setdefault(session.get_bind().engine, {}), clock.now()
    known = audiences.get(space.id)
    if known is None or known.roster != space.roster or not known.since <= now < known.until:
        known = audiences[space.id] = _Audience(
            roster=space.roster,
            since=now,
            until=_next_date(space, now=now, latest=now + FRESH),
            people=frozenset(policy.load_reader_ids(space.id, kind=space.kind)),
        )
    return known.people


def _next_date(space: Space, *, now: datetime, latest: datetime) -> datetime:
    """When somebody's reading next begins or ends by date, at most `latest`."""
    here = Membership.space_id == space.id
    dates = [
        *(sa.select(column).where(here) for column in (Membership.started_at, Membership.ended_at)),
        sa.select(Membership.suspended_until).where(here),
        *(sa.select(column).join(Role.membership).where(here) for column in (Role.started_at, Role.ended_at)),
        *(sa.select(column) for column in (Appointment.started_at, Appointment.ended_at)),
    ]
    soon = [date.where(date.selected_columns[0] > now, date.selected_columns[0] < latest) for date in dates]
    return min((date for date in session.scalars(sa.union_all(*soon)) if date), default=latest)
