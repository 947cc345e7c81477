"""Meetings whose time has come, which no row says yet."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.models import Meeting
from cop.models.meetings_outlived import outlived_ids, stopped_ids
from cop.models.meetings_reminders import due_action_ids, near_ids
from cop.models.meetings_states import OPENS_BEFORE, RECORD_LASTS, MeetingState


def due_lobbies() -> Sequence[int]:
    """Ids of scheduled meetings that begin within ten minutes, or should have."""
    soon = Meeting.starts_at <= clock.now() + OPENS_BEFORE
    return _ids(Meeting.state == MeetingState.SCHEDULED, soon)


def due_records() -> Sequence[int]:
    """Ids of meetings whose record has been open for long enough."""
    old = Meeting.recorded_at <= clock.now() - RECORD_LASTS
    return _ids(Meeting.state == MeetingState.RECORD, old)


def _ids(*which: sa.ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(sa.select(Meeting.id).where(*which).order_by(Meeting.id)).all()


def outlived() -> Sequence[int]:
    """Ids of meetings of which what was said is to go."""
    return session.scalars(outlived_ids()).all()


def stopped() -> Sequence[int]:
    """Ids of slots that were stopped while something of them had to be kept."""
    return session.scalars(stopped_ids().order_by(sa.text("1"))).all()


def near() -> Sequence[int]:
    """Ids of meetings of which somebody may have to be reminded."""
    return session.scalars(near_ids()).all()


def due_actions() -> Sequence[int]:
    """Ids of actions of which their owners are to be reminded."""
    return session.scalars(due_action_ids()).all()
