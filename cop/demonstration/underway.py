"""The meeting that goes on at this moment: six of a set and their adviser explore what one of them has brought."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import command, get, session
from cop.demonstration.rhythm import SO_FAR
from cop.demonstration.transcripts import FACILITATOR, PRESENTER, Transcript, write_lines
from cop.meetings.commands.entering import bring_bids
from cop.meetings.commands.scenes import under_lock
from cop.models import Meeting, MeetingAttendance, MeetingBid, MeetingSlot, MeetingStay, MeetingTurn
from cop.models.meetings_slots import BidState, SlotState
from cop.models.meetings_states import MeetingState

SLUG = "cohort-1-set-a"
PARTS = {
    FACILITATOR: "willow-thornmarsh",
    PRESENTER: "teasel-mossgarth",
    "A": "linden-hailbeck",
    "B": "cicely-rainscar",
    "C": "rowan-fellbrook",
    "D": "heath-dewthwaite",
    "E": "bryony-tarnfield",
}
SORRY = "juniper-cloudholm"
NEXT = "D"
"""Whose slot comes next."""

RULES = 2
VERSION = 11
EXPLORED_FOR = timedelta(minutes=5)
THEY_STAY = timedelta(days=3_650)
"""Nobody sits before the pages of these people: they are said to have been seen until long after, or they would be gone
five minutes later.
"""

ROUNDS = {1: {"A": 2, "B": 1, "C": 1, "D": 1}, 2: {"B": 1, "A": 1}}
"""How many questions each has asked in each round of exploring."""
PASSED, FLOOR, HANDS = "E", "A", "CD"


@command
def go_on(meeting_id: int, *, people: Mapping[str, int]) -> None:
    """Let the meeting be where its transcript ends."""
    meeting, transcript = get(Meeting, meeting_id), Transcript.of(SLUG)
    if transcript is None:
        raise LookupError(SLUG)
    parts = {letter: people[key] for letter, key in PARTS.items()}
    bring_bids(meeting)
    session.flush()
    slots = [_slot(meeting, parts[letter], place) for place, letter in enumerate((PRESENTER, NEXT), start=1)]
    session.flush()
    slots[0].state, slots[0].wants_resources = SlotState.OPEN, False
    if slots[0].bid:
        slots[0].bid.title = transcript.title
    write_lines(meeting, slots[0], transcript, parts=parts)
    session.add_all(_came(meeting, person_id) for person_id in parts.values())
    session.add_all(_stays(meeting, person_id) for person_id in parts.values())
    session.add(MeetingAttendance(meeting_id=meeting.id, person_id=people[SORRY], is_sorry=True))
    _stand(meeting, parts)
    _take_turns(meeting, slots[0], parts)


def _slot(meeting: Meeting, presenter_id: int, place: int) -> MeetingSlot:
    mine = (MeetingBid.meeting_id == meeting.id, MeetingBid.person_id == presenter_id)
    bid = session.scalars(sa.select(MeetingBid).where(*mine)).one_or_none()
    if bid is None:
        bid = MeetingBid(
            meeting_id=meeting.id,
            person_id=presenter_id,
            title="Somebody I find hard to praise",
            minutes=meeting.slot_minutes,
            urgency=3,
            placed_at=meeting.starts_at,
        )
        session.add(bid)
    bid.state = BidState.TAKEN
    slot = MeetingSlot(
        meeting_id=meeting.id, presenter_id=presenter_id, place=place, minutes=meeting.slot_minutes
    )
    slot.bid, slot.is_ready = bid, True
    session.add(slot)
    return slot


def _came(meeting: Meeting, person_id: int) -> MeetingAttendance:
    came_at = meeting.starts_at - timedelta(minutes=4)
    return MeetingAttendance(
        meeting_id=meeting.id, person_id=person_id, came_at=came_at, ticked_at=came_at, rules=RULES
    )


def _stays(meeting: Meeting, person_id: int) -> MeetingStay:
    seen_at = meeting.starts_at + THEY_STAY
    return MeetingStay(
        meeting_id=meeting.id, person_id=person_id, from_seq=0, heard=meeting.said, seen_at=seen_at
    )


def _stand(meeting: Meeting, parts: Mapping[str, int]) -> None:
    meeting.state, meeting.version, meeting.pulse = MeetingState.EXPLORE, VERSION, 2 * meeting.said
    meeting.round, meeting.slot_place = max(ROUNDS), 1
    meeting.facilitator_id, meeting.host_id = parts[FACILITATOR], parts["C"]
    meeting.timekeeper_id, meeting.note_taker_id = parts["D"], parts["A"]
    meeting.floor_id = parts[FLOOR]
    session.refresh(meeting, ["slots"])
    _start_clock(meeting)


def _start_clock(meeting: Meeting) -> None:
    """Its times, as they follow from when it began."""
    meeting.opened_at = meeting.starts_at - timedelta(minutes=10)
    meeting.phase_began_at = meeting.starts_at + SO_FAR - EXPLORED_FOR
    minutes = meeting.minutes_of(MeetingState.EXPLORE) or 0
    meeting.phase_deadline_at = meeting.phase_began_at + timedelta(minutes=minutes)


def _take_turns(meeting: Meeting, slot: MeetingSlot, parts: Mapping[str, int]) -> None:
    about = {"meeting_id": meeting.id, "slot_id": slot.id, "stretch": meeting.stretch}
    had = [
        MeetingTurn(**about, round=number, person_id=parts[letter], spoken=1, asked=questions)
        for number, asked in ROUNDS.items()
        for letter, questions in asked.items()
    ]
    passed = MeetingTurn(**about, round=1, person_id=parts[PASSED], has_passed=True)
    up = [
        MeetingTurn(**about, round=meeting.round, person_id=parts[letter], raised=meeting.pulse - place)
        for place, letter in enumerate(reversed(HANDS))
    ]
    session.add_all([*had, passed, *up])


def bring_forward() -> None:
    """Let the meeting go on at this moment, if nobody has touched it since: the story ends on a day that has been."""
    query = sa.select(Meeting.id).where(Meeting.key.startswith(f"demonstration-{SLUG}-"))
    meeting_id = session.scalar(
        query.where(Meeting.version == VERSION, Meeting.state == MeetingState.EXPLORE)
    )
    session.rollback()
    if meeting_id is not None:
        _bring_forward(meeting_id)


@command
def _bring_forward(meeting_id: int) -> None:
    meeting = under_lock(meeting_id)
    if meeting.version != VERSION:
        return
    meeting.starts_at = clock.now() - SO_FAR
    _start_clock(meeting)
    stays = sa.update(MeetingStay).where(MeetingStay.meeting_id == meeting_id, MeetingStay.ended_at.is_(None))
    session.execute(stays.values(seen_at=meeting.starts_at + THEY_STAY))
