"""Who reads a space, known for a moment: for what is told of each message and post, and for pages that count them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock
from cop.db import session
from cop.models import Appointment, Membership, Role, SpaceKind
from cop.policy.spaces import load_reader_ids

FRESH = timedelta(seconds=2)
"""How long a list serves at most: P6 also for what turns no roster, such as the end of a person's account."""


@dataclass(frozen=True, slots=True)
class _Audience:
    """`people` may read a space whose roster's count is `roster`, from `since` to before `until`."""

    roster: int
    since: datetime
    until: datetime
    people: frozenset[int]


_kept: WeakKeyDictionary[Engine, dict[int, _Audience]] = WeakKeyDictionary()
"""By database and space; what was read from one database says nothing about another."""


def known_readers(space_id: int, *, kind: SpaceKind, roster: int) -> frozenset[int]:
    """Ids of all who may read a space, whose `roster` must be no older than what is told.

    A list is used again only while that count is the same and no dated start or end has passed. Whoever was removed
    before a message or a post took its place raised the count, so they are on no list that it is sent by (F17, S8).
    """
    audiences, now = _kept.setdefault(session.get_bind().engine, {}), clock.now()
    known = audiences.get(space_id)
    if known is None or known.roster != roster or not known.since <= now < known.until:
        known = audiences[space_id] = _Audience(
            roster=roster,
            since=now,
            until=_next_date(space_id, now=now, latest=now + FRESH),
            people=frozenset(load_reader_ids(space_id, kind=kind)),
        )
    return known.people


def _next_date(space_id: int, *, now: datetime, latest: datetime) -> datetime:
    """When somebody's reading next begins or ends by date, at most `latest`."""
    here = Membership.space_id == space_id
    dates = [
        *(sa.select(column).where(here) for column in (Membership.started_at, Membership.ended_at)),
        sa.select(Membership.suspended_until).where(here),
        *(sa.select(column).join(Role.membership).where(here) for column in (Role.started_at, Role.ended_at)),
        *(sa.select(column) for column in (Appointment.started_at, Appointment.ended_at)),
    ]
    soon = [date.where(date.selected_columns[0] > now, date.selected_columns[0] < latest) for date in dates]
    return min((date for date in session.scalars(sa.union_all(*soon)) if date), default=latest)
