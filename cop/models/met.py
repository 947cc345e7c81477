"""What is known of the meetings that sets have held: the one place that the life of a set asks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.models.meetings import Meeting
from cop.models.meetings_people import MeetingAttendance
from cop.models.meetings_states import OPEN, MeetingState
from cop.models.meetings_timings import Channel


@dataclass(frozen=True, slots=True)
class Met:
    """`held`: how many meetings counted; `facilitators`: ids of who has led one; `attended`: how many were at the last.
    `last_held` and `next_booked` are the beginnings of these, None where there is none.
    """

    held: int = 0
    facilitators: frozenset[int] = frozenset()
    last_held: datetime | None = None
    next_booked: datetime | None = None
    attended: int | None = None


NOT_YET = Met()


def meetings_of(space_ids: Collection[int]) -> Mapping[int, Met]:
    """By space, for all sets that are asked for; NOT_YET for one that has held and booked none. In two queries."""
    booked = _booked(space_ids)
    found = {space_id: Met(next_booked=each) for space_id, each in booked.items()}
    for space_id, held in _held(space_ids):
        found[space_id] = Met(
            held=len(held),
            facilitators=frozenset(each.facilitator_id for each in held if each.facilitator_id),
            last_held=held[-1].starts_at,
            next_booked=booked.get(space_id),
            attended=held[-1].attended,
        )
    return {space_id: found.get(space_id, NOT_YET) for space_id in space_ids}


def _held(space_ids: Collection[int]) -> Iterator[tuple[int, list[sa.Row[int, int, datetime, int]]]]:
    """By space those that came to their record, the last one last. One that only gave support counts for nothing
    (domain.md 2.3).
    """
    were_there = sa.select(sa.func.count()).where(
        MeetingAttendance.meeting_id == Meeting.id, MeetingAttendance.ticked_at.is_not(None)
    )
    query = (
        sa.select(
            Meeting.space_id,
            Meeting.facilitator_id,
            Meeting.starts_at,
            were_there.correlate(Meeting).scalar_subquery().label("attended"),
        )
        .where(Meeting.space_id.in_(space_ids), Meeting.recorded_at.is_not(None), ~Meeting.is_support)
        .order_by(Meeting.space_id, Meeting.starts_at, Meeting.id)
    )
    for space_id, rows in groupby(session.execute(query), key=lambda row: row.space_id):
        yield space_id, list(rows)


ABANDONED_AFTER = timedelta(days=1)
"""A lobby opens by the clock, whether somebody comes or not; and who goes may leave a meeting unended."""

STALLED_AFTER = timedelta(days=30)
"""The same for one over days, since it last went on: longer than any phase of it."""


def _booked(space_ids: Collection[int]) -> dict[int, datetime]:
    """When the next one begins of each space that has one, or began that is under way."""
    query = sa.select(Meeting.space_id, sa.func.min(Meeting.starts_at)).where(
        Meeting.space_id.in_(space_ids), is_to_come()
    )
    return dict(iter(session.execute(query.group_by(Meeting.space_id))))


def is_to_come() -> sa.ColumnElement[bool]:
    """The condition that a meeting is booked, or under way and not left without an end."""
    now = clock.now()
    over_days = sa.and_(Meeting.channel == Channel.ASYNC, Meeting.phase_began_at > now - STALLED_AFTER)
    lasts = sa.or_(Meeting.starts_at > now - ABANDONED_AFTER, over_days)
    return sa.and_(Meeting.state.in_((MeetingState.SCHEDULED, *OPEN)), lasts)


def is_abandoned(meeting: Meeting) -> bool:
    """Whether it was left without an end: the same as above, of one."""
    now = clock.now()
    if meeting.state not in OPEN or meeting.starts_at > now - ABANDONED_AFTER:
        return False
    went_on = meeting.channel is Channel.ASYNC and meeting.phase_began_at
    return not went_on or went_on <= now - STALLED_AFTER
