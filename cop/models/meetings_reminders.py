"""Of which meetings and actions people are to be reminded (domain.md 2.5): once, and late rather than never."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from cop import clock
from cop.models.meetings import Meeting
from cop.models.meetings_outcomes import MeetingAction
from cop.models.meetings_states import MeetingState

TO_HOST = 14
STAGES = (TO_HOST, 7, 1)
"""Days before a meeting: its host is reminded at the first, to confirm it, and all at the others."""

ANSWERED, LAST_DAY = 0, 1
"""Days before answers to proposed dates are due: at the one who has not answered is reminded, at the other the host."""

ACTION_BEFORE = timedelta(days=3)
LATE = timedelta(days=7)
"""So long after its day somebody is still reminded of an action, if the server stood still."""


def stage_of(meeting: Meeting) -> int | None:
    """How many days before a meeting, or before answers are due, it has come to be that nobody was reminded of; None
    where nobody is to be. What had come before the date was made is no news.
    """
    at, stages = _moment_of(meeting)
    if at is None:
        return None
    now, made = clock.now(), meeting.booked_at or meeting.created_at
    if meeting.state is MeetingState.SCHEDULED and at <= now:
        return None
    last = meeting.reminded if meeting.reminded_for == at else None
    stage = min((days for days in stages if made < at - timedelta(days=days) <= now), default=None)
    is_news = stage is not None and (last is None or stage < last)
    return stage if is_news else None


def _moment_of(meeting: Meeting) -> tuple[datetime | None, tuple[int, ...]]:
    if meeting.state is MeetingState.PROPOSED:
        return meeting.answer_by, (LAST_DAY, ANSWERED)
    return (meeting.starts_at if meeting.state is MeetingState.SCHEDULED else None), STAGES


def near_ids() -> sa.Select[int]:
    """Ids of meetings of which somebody may have to be reminded."""
    now = clock.now()
    booked = sa.and_(
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.starts_at > now,
        Meeting.starts_at <= now + timedelta(days=TO_HOST),
    )
    asked = sa.and_(
        Meeting.state == MeetingState.PROPOSED, Meeting.answer_by <= now + timedelta(days=LAST_DAY)
    )
    return sa.select(Meeting.id).where(sa.or_(booked, asked)).order_by(Meeting.id)


def due_action_ids() -> sa.Select[int]:
    """Ids of open actions that are to be done soon, or were to be."""
    return sa.select(MeetingAction.id).where(is_action_due()).order_by(MeetingAction.id)


def is_action_due() -> sa.ColumnElement[bool]:
    """The condition that its owner is to be reminded of an action."""
    today = clock.today()
    return sa.and_(
        MeetingAction.closed_at.is_(None),
        MeetingAction.due_on <= today + ACTION_BEFORE,
        MeetingAction.due_on >= today - LATE,
        MeetingAction.reminded_for.is_distinct_from(MeetingAction.due_on),
    )
