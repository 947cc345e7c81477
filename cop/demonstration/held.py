"""What is left of each meeting that a set has held: who came, bids, slots, actions and what was learned, row by row."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from cop import clock
from cop.db import session
from cop.demonstration.circles import Held, turned
from cop.models import (
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingBid,
    MeetingLearning,
    MeetingScore,
    MeetingSlot,
)
from cop.models.meetings_outcomes import ActionState, LearningKind
from cop.models.meetings_slots import BidState, SlotState

BIDS, ACTIONS = 3, 4
"""At least so many in a meeting; 3 and 4 more are the most (domain.md 6.4)."""

MINUTES = 25
REVIEWED_AFTER = timedelta(minutes=20)
DUE_AFTER = timedelta(days=40)
SHARED_EVERY = 3


def write_down(held: Sequence[Held], *, going_on: Meeting | None) -> None:
    """All of these of one set, in the order of time; `going_on` is the one that follows them at this moment."""
    _write_bids(held)
    session.flush()
    following = [*(each.meeting for each in held[1:]), going_on]
    for each, after in zip(held, following, strict=True):
        slots = _slots(each)
        session.flush()
        session.add_all(_attendances(each))
        session.add_all(_actions(each, slots, after))
        session.add_all(_learned(each, slots))


def _write_bids(held: Sequence[Held]) -> None:
    """Those that are not taken wait for the next meeting, and come first there."""
    waiting: list[MeetingBid] = []
    for each in held:
        for bid in waiting:
            bid.state = BidState.CARRIED
        each.bids = _bids(each, waiting)
        waiting = each.bids[each.slots :]
    for each in held:
        if each.is_let_go:
            for bid in each.bids:
                bid.title = ""
        session.add_all(each.bids)


def _bids(each: Held, waiting: Sequence[MeetingBid]) -> list[MeetingBid]:
    """Who waited and is not there waits again."""
    before = {bid.person_id: bid for bid in waiting}
    here = [one for one in before if one in each.present]
    away = [one for one in before if one not in each.present]
    others = [one for one in turned(_askers(each), each.number * 3) if one not in before]
    count = max(each.slots, min(BIDS + each.number % 4 - len(away), len(here) + len(others)))
    who = [*[*here, *others][:count], *away]
    return [_bid(each, one, place, before=before.get(one)) for place, one in enumerate(who)]


def _askers(each: Held) -> list[int]:
    """In a quiet set somebody has never asked for time."""
    silent = each.circle.members[-1:] if each.circle.script.get("quiet") else ()
    return [one for one in each.present if one not in silent]


def _bid(each: Held, person_id: int, place: int, *, before: MeetingBid | None) -> MeetingBid:
    return MeetingBid(
        meeting_id=each.meeting.id,
        person_id=person_id,
        title=before.title if before else each.circle.line("bids", each.number, place),
        minutes=MINUTES,
        urgency=1 + (each.number + place) % 3,
        priority=before.priority + 1 if before else 0,
        state=BidState.TAKEN if place < each.slots else BidState.DEFERRED,
        placed_at=each.occasion.starts_at,
    )


def _slots(each: Held) -> list[MeetingSlot]:
    slots = [
        MeetingSlot(
            meeting_id=each.meeting.id,
            bid_id=bid.id,
            presenter_id=bid.person_id,
            place=place,
            minutes=bid.minutes,
            state=SlotState.DONE,
            is_ready=True,
            agrees_summary=True,
            questions=8 + (each.number + place) % 5,
            statements=(each.number + place) % 3,
            sat_with=each.number % 2,
        )
        for place, bid in enumerate(each.bids[: each.slots], start=1)
    ]
    session.add_all(slots)
    return slots


def _attendances(each: Held) -> Iterator[MeetingAttendance | MeetingScore]:
    begins, meeting_id = each.occasion.starts_at, each.meeting.id
    for place, person_id in enumerate(each.present):
        yield MeetingAttendance(
            meeting_id=meeting_id,
            person_id=person_id,
            came_at=begins - timedelta(minutes=6 - place % 6),
            ticked_at=begins - timedelta(minutes=1),
            rules=each.rules,
        )
        yield MeetingScore(meeting_id=meeting_id, person_id=person_id, score=3 + (each.number + place) % 3)
    for person_id in each.absent:
        yield MeetingAttendance(meeting_id=meeting_id, person_id=person_id, is_sorry=True)


def _actions(each: Held, slots: Sequence[MeetingSlot], after: Meeting | None) -> Iterator[MeetingAction]:
    """Two of each presenter, and of others what makes 4 to 8; the next meeting hears what became of them."""
    presenters = [slot.presenter_id for slot in slots for _ in range(2)]
    others = [one for one in each.present if one not in presenters] or each.present
    count = ACTIONS + each.number % 5
    reviewed = after if after is not None or not each.circle.is_closed else each.meeting
    for place in range(count):
        slot = slots[place // 2] if place < len(presenters) else None
        owner_id = slot.presenter_id if slot else others[place % len(others)]
        yield _action(each, owner_id, place, slot=slot, reviewed=reviewed)


def _action(
    each: Held, owner_id: int, place: int, *, slot: MeetingSlot | None, reviewed: Meeting | None
) -> MeetingAction:
    text, _, first = each.circle.line("actions", each.number, place).partition(" | ")
    ended_at = each.occasion.ends_at
    action = MeetingAction(
        space_id=each.circle.space_id,
        meeting_id=each.meeting.id,
        slot_id=slot.id if slot else None,
        owner_id=owner_id,
        text=text,
        first_step=first,
        due_on=(ended_at + DUE_AFTER).date(),
        created_at=ended_at,
    )
    if reviewed is not None:
        _tell(action, next(each.circle.fates), reviewed, let_go=each.circle.is_let_go)
    return action


def _tell(
    action: MeetingAction, fate: ActionState, meeting: Meeting, *, let_go: Callable[[datetime], bool]
) -> None:
    told_at = meeting.starts_at + REVIEWED_AFTER
    with clock.at(told_at):
        action.become(fate, meeting_id=meeting.id)
    if fate.is_closed and let_go(told_at):
        action.text = action.first_step = ""


def _learned(each: Held, slots: Sequence[MeetingSlot]) -> Iterator[MeetingLearning]:
    """What a presenter takes from a slot is theirs; every third shares it with the set."""
    for place, slot in enumerate(slots):
        yield MeetingLearning(
            space_id=each.circle.space_id,
            meeting_id=each.meeting.id,
            slot_id=slot.id,
            person_id=slot.presenter_id,
            kind=LearningKind.INSIGHT,
            text=each.circle.line("learned", each.number, place),
            is_shared=(each.number + place) % SHARED_EVERY == 0,
            created_at=each.occasion.ends_at,
        )
