"""How long a meeting is to take, when it is to end, and what an extension leaves too little time for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cop import clock
from cop.models import Meeting
from cop.models.meetings_slots import SlotState
from cop.models.meetings_states import SLOT, MeetingState
from cop.models.meetings_timings import PHASES, Channel

S = MeetingState
OPENING = (S.CHECK_IN, S.REVIEW, S.BIDDING)


@dataclass(frozen=True, slots=True)
class Timetable:
    """`minutes` of each phase beside the slots, in their order; `total` of all but the lobby; `late` are the minutes by
    which what is still to come goes beyond the end that was planned, and `to_come` what that is.
    """

    minutes: dict[MeetingState, int]
    total: int
    ends_at: datetime
    late: int
    to_come: list[tuple[MeetingState, int]]


def timetable(meeting: Meeting) -> Timetable:
    minutes = {phase: meeting.minutes_of(phase) or 0 for phase in PHASES}
    total = sum(minutes.values()) - minutes[S.LOBBY] + meeting.slots_planned * meeting.slot_minutes
    ends_at = meeting.starts_at + timedelta(minutes=total)
    to_come = [(phase, each) for phase, each in _to_come(meeting, minutes) if each]
    return Timetable(minutes, total, ends_at, _late(meeting, to_come, ends_at), to_come)


def _to_come(meeting: Meeting, minutes: dict[MeetingState, int]) -> Iterator[tuple[MeetingState, int]]:
    """After the phase in which it is."""
    phase = meeting.phase
    if phase in OPENING:
        yield from ((each, minutes[each]) for each in OPENING[OPENING.index(phase) + 1 :])
    if phase in SLOT:
        yield from ((each, _of_slot(meeting, each)) for each in SLOT[SLOT.index(phase) + 1 :])
    if phase in (*OPENING, *SLOT, S.WITHDRAWN, S.BREAK):
        yield S.PRESENT, _slots_to_come(meeting)
        yield S.CLOSE, minutes[S.CLOSE]


def _of_slot(meeting: Meeting, phase: MeetingState) -> int:
    slot = meeting.slot
    if phase is S.RESOURCES and not (slot and slot.wants_resources):
        return 0
    return meeting.minutes_of(phase) or 0


def _slots_to_come(meeting: Meeting) -> int:
    """Those that are agreed; before an agenda is, as many as were planned."""
    if meeting.phase in OPENING and not meeting.slots:
        return meeting.slots_planned * meeting.slot_minutes
    return sum(each.minutes for each in meeting.slots if each.state is SlotState.WAITING)


def _late(meeting: Meeting, to_come: list[tuple[MeetingState, int]], ends_at: datetime) -> int:
    left = meeting.remaining
    if (
        left is None
        or meeting.channel is Channel.ASYNC
        or meeting.phase not in (*OPENING, *SLOT, S.BREAK, S.CLOSE)
    ):
        return 0
    ends = clock.now() + max(left, timedelta(0)) + timedelta(minutes=sum(each for _, each in to_come))
    return max(0, round((ends - ends_at).total_seconds() / 60))
