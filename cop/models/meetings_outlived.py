"""Of which meetings what was said is to go: the set's next one has closed, it is as old as the set lets it become, or
the set has closed for good (domain.md 2.4, 2.5).
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import clock
from cop.models.contracts import KEEPINGS, LONGEST_KEPT, Contract
from cop.models.keeping import DAY, Kept
from cop.models.keeping_rows import period_of
from cop.models.lives import Life
from cop.models.meetings import Meeting
from cop.models.meetings_before import MeetingHope
from cop.models.meetings_floor import MeetingLine, MeetingTurn
from cop.models.meetings_outcomes import MeetingAction, MeetingLearning
from cop.models.meetings_people import MeetingStay
from cop.models.meetings_slots import MeetingSlot, SlotState

OUTLIVED = (MeetingLine, MeetingTurn, MeetingStay, MeetingHope)
"""What was said, whose turn it was, and who was there at which moment: they go together."""


def is_outlived() -> sa.ColumnElement[bool]:
    """The condition that what was said at a meeting is to go."""
    is_over = _over_since().is_not(None)
    return sa.or_(sa.and_(is_over, sa.or_(_is_followed(), _is_past_its_terms())), _is_left())


def _over_since() -> sa.ColumnElement[object]:
    """Since when nobody meets there any more."""
    return sa.func.coalesce(Meeting.recorded_at, Meeting.ended_at)


def _is_left() -> sa.ColumnElement[bool]:
    """Nobody has ended it, and nothing has gone on in it for longer than anything said is kept."""
    return sa.and_(
        _over_since().is_(None), Meeting.phase_began_at <= clock.now() - timedelta(days=LONGEST_KEPT)
    )


def _is_followed() -> sa.ColumnElement[bool]:
    """A later meeting of its set has closed."""
    later = aliased(Meeting)
    return sa.exists().where(
        later.space_id == Meeting.space_id,
        later.id != Meeting.id,
        later.starts_at > Meeting.starts_at,
        later.recorded_at.is_not(None),
    )


def _is_past_its_terms() -> sa.ColumnElement[bool]:
    """Its set wants it kept no longer, or is closed; and nothing is kept for longer than lines are."""
    now = clock.now()
    longest = _over_since() <= now - period_of(Kept.MEETING_LINES)
    lapsed = [sa.and_(Contract.keeps_days == days, _over_since() <= now - days * DAY) for days in KEEPINGS]
    ended = sa.exists().where(
        Contract.space_id == Meeting.space_id, sa.or_(Contract.life == Life.CLOSED, *lapsed)
    )
    return sa.or_(longest, ended)


def stopped_ids() -> sa.Select[int]:
    """Ids of slots that were stopped and of which something had to be kept then."""
    kept = [
        sa.exists().where(kind.slot_id == MeetingSlot.id)
        for kind in (MeetingLine, MeetingTurn, MeetingAction, MeetingLearning)
    ]
    return sa.select(MeetingSlot.id).where(MeetingSlot.state == SlotState.WITHDRAWN, sa.or_(*kept))


def outlived_ids() -> sa.Select[int]:
    """Ids of meetings of which something is kept that is to go."""
    has_any = sa.or_(*(sa.exists().where(kind.meeting_id == Meeting.id) for kind in OUTLIVED))
    return sa.select(Meeting.id).where(has_any, is_outlived()).order_by(Meeting.id)
