"""What was said at a meeting goes once the set's next one has closed (domain.md 2.4); the schedule has the rest."""

import sqlalchemy as sa

from cop.db import command, session
from cop.meetings.commands.scenes import under_lock
from cop.models import KeepingRun, Kept, MeetingLine, MeetingTurn
from cop.models.holds import held, wait_for_holds
from cop.models.meetings_outlived import has_been_followed


@command
def forget_said(*, meeting_id: int) -> int:
    """Delete what was said at a meeting and whose turns it was, if a later one of its set has closed; how many lines
    went. What is under a legal hold stays. Actions, attendance and what was learned are kept.
    """
    wait_for_holds()
    meeting = under_lock(meeting_id)
    if not session.scalar(sa.select(has_been_followed(meeting))):
        return 0
    theirs = (MeetingLine.meeting_id == meeting.id, ~held(MeetingLine.author_id, space_id=meeting.space_id))
    due = session.scalars(sa.select(MeetingLine.id).where(*theirs)).all()
    gone = sa.delete(MeetingLine).where(MeetingLine.id.in_(due))
    session.execute(gone.execution_options(synchronize_session=False))
    turns = sa.delete(MeetingTurn).where(MeetingTurn.meeting_id == meeting.id)
    session.execute(turns.execution_options(synchronize_session=False))
    if due:
        KeepingRun.note(Kept.MEETING_LINES, len(due))
        meeting.change()
    return len(due)
