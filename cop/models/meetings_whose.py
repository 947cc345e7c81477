"""Of whom something stands in a meeting: whoever removes it asks whether a legal hold is on one of them."""

from typing import Any

import sqlalchemy as sa

from cop.models.meetings import Meeting
from cop.models.meetings_before import MeetingHope
from cop.models.meetings_dates import MeetingDate
from cop.models.meetings_floor import MeetingLine, MeetingTurn
from cop.models.meetings_outcomes import MeetingScore, MeetingSummary
from cop.models.meetings_people import MeetingAttendance, MeetingHandover, MeetingStay, MeetingVoice
from cop.models.meetings_slots import MeetingBid, MeetingSlot

OFFICES = (
    Meeting.convener_id,
    Meeting.facilitator_id,
    Meeting.host_id,
    Meeting.timekeeper_id,
    Meeting.note_taker_id,
    Meeting.floor_id,
    Meeting.taker_id,
    Meeting.next_host_id,
    Meeting.next_facilitator_id,
)
THEIRS: tuple[tuple[Any, Any], ...] = (
    (MeetingAttendance.person_id, MeetingAttendance.meeting_id),
    (MeetingBid.person_id, MeetingBid.meeting_id),
    (MeetingDate.proposer_id, MeetingDate.meeting_id),
    (MeetingHope.person_id, MeetingHope.meeting_id),
    (MeetingHandover.person_id, MeetingHandover.meeting_id),
    (MeetingLine.author_id, MeetingLine.meeting_id),
    (MeetingScore.person_id, MeetingScore.meeting_id),
    (MeetingSlot.presenter_id, MeetingSlot.meeting_id),
    (MeetingStay.person_id, MeetingStay.meeting_id),
    (MeetingSummary.author_id, MeetingSummary.meeting_id),
    (MeetingTurn.person_id, MeetingTurn.meeting_id),
    (MeetingVoice.person_id, MeetingVoice.meeting_id),
)
"""Whose row it is, and of which meeting: of every table whose rows go with a meeting."""


def whose_meeting() -> list[Any]:
    """For a select or a DELETE of meetings: all of whom something is in one, as `held` takes them."""
    return [*OFFICES, *(_of(person_id, meeting_id) for person_id, meeting_id in THEIRS)]


def _of(person_id: Any, meeting_id: Any) -> sa.Select[int]:
    return sa.select(person_id).where(meeting_id == Meeting.id).correlate(Meeting)


def whose_floor(*, slot_id: int) -> sa.Select[int]:
    """Ids of those who said something in a slot, or had a turn there."""
    said = sa.select(MeetingLine.author_id.label("id")).where(MeetingLine.slot_id == slot_id)
    had = sa.select(MeetingTurn.person_id.label("id")).where(MeetingTurn.slot_id == slot_id)
    return sa.select(said.union(had).subquery().c.id)
