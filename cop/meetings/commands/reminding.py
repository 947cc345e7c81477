"""Reminding people of the meetings and actions of their sets, by the clock; each once."""

import sqlalchemy as sa

from cop.db import command, record, session
from cop.events import ActionDue, MeetingNear
from cop.meetings.commands.scenes import under_lock
from cop.models import MeetingAction
from cop.models.meetings_reminders import is_action_due, stage_of
from cop.models.meetings_states import MeetingState


@command
def remind_of_meeting(*, meeting_id: int) -> bool:
    """Remind its host or all of a meeting, or of answering its dates, if it has come to that. NotFound where it has
    gone.
    """
    meeting = under_lock(meeting_id)
    stage = stage_of(meeting)
    if stage is None:
        return False
    is_asked = meeting.state is MeetingState.PROPOSED
    meeting.reminded, meeting.reminded_for = stage, meeting.answer_by if is_asked else meeting.starts_at
    record(MeetingNear(meeting.id, stage))
    return True


@command
def remind_of_action(*, action_id: int) -> bool:
    """Remind its owner of an action that is due."""
    query = sa.select(MeetingAction).where(MeetingAction.id == action_id, is_action_due())
    action = session.scalars(query.with_for_update(of=MeetingAction)).one_or_none()
    if action is None:
        return False
    action.reminded_for = action.due_on
    record(ActionDue(action.id))
    return True
