"""Which meetings have been followed by another one that has closed: what was said in them goes."""

from datetime import datetime
from typing import TypeAlias, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop.models.meetings import Meeting
from cop.models.meetings_floor import MeetingLine, MeetingTurn
from cop.models.meetings_outcomes import MeetingAction, MeetingLearning
from cop.models.meetings_slots import MeetingSlot, SlotState

T = TypeVar("T")
_Of: TypeAlias = sa.ColumnElement[T] | sa.orm.InstrumentedAttribute[T]


def has_been_followed(meeting: Meeting) -> sa.ColumnElement[bool]:
    """The condition that a later meeting of its set has closed."""
    return _is_followed(sa.literal(meeting.space_id), sa.literal(meeting.id), sa.literal(meeting.starts_at))


def _is_followed(
    space_id: _Of[int], meeting_id: _Of[int], starts_at: _Of[datetime]
) -> sa.ColumnElement[bool]:
    later = aliased(Meeting)
    return sa.exists().where(
        later.space_id == space_id,
        later.id != meeting_id,
        later.starts_at > starts_at,
        later.recorded_at.is_not(None),
    )


def stopped_ids() -> sa.Select[int]:
    """Ids of slots that were stopped and of which something had to be kept then."""
    kept = [
        sa.exists().where(kind.slot_id == MeetingSlot.id)
        for kind in (MeetingLine, MeetingTurn, MeetingAction, MeetingLearning)
    ]
    return sa.select(MeetingSlot.id).where(MeetingSlot.state == SlotState.WITHDRAWN, sa.or_(*kept))


def followed_ids() -> sa.Select[int]:
    """Ids of meetings of which lines or turns are kept, and which have been followed."""
    has_floor = sa.or_(
        *(sa.exists().where(kind.meeting_id == Meeting.id) for kind in (MeetingLine, MeetingTurn))
    )
    followed = _is_followed(Meeting.space_id, Meeting.id, Meeting.starts_at)
    return (
        sa.select(Meeting.id)
        .where(has_floor, Meeting.recorded_at.is_not(None), followed)
        .order_by(Meeting.id)
    )
