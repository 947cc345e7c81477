"""What was said at a meeting goes by when its set wants that (domain.md 2.4); the schedule has the rest."""

import sqlalchemy as sa

from cop.db import command, session
from cop.meetings.commands.scenes import under_lock
from cop.models import KeepingRun, Kept, Meeting, MeetingHope, MeetingLine, MeetingStay, MeetingTurn
from cop.models.holds import held, wait_for_holds
from cop.models.meetings_outlived import is_outlived


@command
def forget_said(*, meeting_id: int) -> int:
    """Delete what was said at a meeting, whose turns it was and who was there when, if that is to go
    (models/meetings_outlived.py); how many lines went. What is under a legal hold stays. Actions, attendance and what
    was learned are kept.
    """
    wait_for_holds()
    meeting = under_lock(meeting_id)
    if not session.scalar(sa.select(Meeting.id).where(Meeting.id == meeting_id, is_outlived())):
        return 0
    due = _forget(MeetingLine, MeetingLine.author_id, meeting)
    _forget(MeetingTurn, MeetingTurn.person_id, meeting)
    _forget_hopes(meeting)
    _forget(MeetingStay, MeetingStay.person_id, meeting)
    if due:
        KeepingRun.note(Kept.MEETING_LINES, due)
        meeting.change()
    return due


def _forget(
    kind: type[MeetingLine | MeetingStay | MeetingTurn],
    whose: sa.orm.InstrumentedAttribute[int],
    meeting: Meeting,
) -> int:
    """Delete those rows of a meeting of whose person nothing has to be kept; how many went."""
    due = sa.select(kind.id).where(kind.meeting_id == meeting.id, ~held(whose, space_id=meeting.space_id))
    ids = session.scalars(due).all()
    gone = sa.delete(kind).where(kind.id.in_(ids))
    session.execute(gone.execution_options(synchronize_session=False))
    return len(ids)


def _forget_hopes(meeting: Meeting) -> None:
    theirs = (MeetingHope.meeting_id == meeting.id, ~held(MeetingHope.person_id, space_id=meeting.space_id))
    gone = sa.delete(MeetingHope).where(*theirs)
    session.execute(gone.execution_options(synchronize_session=False))
