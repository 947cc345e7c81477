"""Of set meetings, which rows have been kept for long enough: by kind, as in outlived.py."""

from typing import Any

import sqlalchemy as sa

from cop.models.holds import held
from cop.models.keeping import Kept
from cop.models.meetings import Meeting
from cop.models.meetings_before import MeetingNote
from cop.models.meetings_floor import MeetingLine
from cop.models.meetings_outcomes import MeetingAction
from cop.models.meetings_slots import MeetingBid
from cop.models.meetings_whose import whose_meeting
from cop.models.memberships import Membership
from cop.models.outlived_rows import Rows


def _of_meeting(table: type[MeetingLine | MeetingBid]) -> sa.ScalarSelect[Any]:
    """The set in which it was."""
    return (
        sa.select(Meeting.space_id).where(Meeting.id == table.meeting_id).correlate(table).scalar_subquery()
    )


def _bids() -> Rows:
    stays = held(MeetingBid.person_id, space_id=_of_meeting(MeetingBid))
    return Rows(MeetingBid, MeetingBid.placed_at, [MeetingBid.title != "", ~stays])


def _meetings() -> Rows:
    """With a meeting goes what anybody has left in it, so that a hold on one of them keeps it whole."""
    return Rows(Meeting, Meeting.ended_at, [~held(*whose_meeting(), space_id=Meeting.space_id)])


def _actions() -> Rows:
    stays = held(MeetingAction.owner_id, space_id=MeetingAction.space_id)
    return Rows(MeetingAction, MeetingAction.closed_at, [MeetingAction.text != "", ~stays])


def _notes() -> Rows:
    """Of those who belong to the set no more, since they left it."""
    theirs = (Membership.person_id == MeetingNote.person_id, Membership.space_id == MeetingNote.space_id)
    ended = sa.select(sa.func.max(Membership.ended_at)).where(*theirs).correlate(MeetingNote)
    belongs = sa.exists().where(*theirs, Membership.ended_at.is_(None)).correlate(MeetingNote)
    stays = held(MeetingNote.person_id, space_id=MeetingNote.space_id)
    return Rows(MeetingNote, ended.scalar_subquery(), [~belongs, ~stays])


OF_MEETINGS: dict[Kept, Rows] = {
    Kept.MEETING_LINES: Rows(
        MeetingLine,
        MeetingLine.created_at,
        [~held(MeetingLine.author_id, space_id=_of_meeting(MeetingLine))],
    ),
    Kept.MEETING_BIDS: _bids(),
    Kept.MEETING_ACTIONS: _actions(),
    Kept.MEETINGS: _meetings(),
    Kept.MEETING_NOTES: _notes(),
}
