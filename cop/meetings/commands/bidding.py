"""Bids for time, and the agenda that they become: proposed, re-ordered, agreed."""

from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.meetings.commands.scenes import Scene, scene_of, settle
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import Meeting, MeetingBid, MeetingSlot
from cop.models.meetings import load_slots
from cop.models.meetings_people import Matter
from cop.models.meetings_slots import (
    LEAST_MINUTES,
    MOST_DAYS,
    MOST_MINUTES,
    TITLE_LIMIT,
    BidState,
    SlotState,
)
from cop.models.meetings_states import MeetingState, Part
from cop.models.meetings_timings import DAY, Template
from cop.typed import one_line

BEFORE = (MeetingState.SCHEDULED, MeetingState.LOBBY, MeetingState.CHECK_IN, MeetingState.REVIEW)
"""In which one can say already what one would like to bring."""
DURING = (*BEFORE, MeetingState.BIDDING)
ORDERS = "The facilitator proposes the order."


def bid(*, actor_id: int, meeting_id: int, title: str, minutes: int, urgency: int) -> MeetingBid:
    """Bid for time, or say one’s bid otherwise: what it is about, for how many minutes, how urgent (1 to 3).

    Raises Invalid and Doubtful (title, minutes, urgency), NotFound, Forbidden, Conflict.
    """
    kept = one_line(title, limit=TITLE_LIMIT, field="title", missing="Say in a few words what it is about.")
    if urgency not in (1, 2, 3):
        raise Invalid("Say how urgent it is: 1, 2 or 3.", field="urgency")
    place = partial(_bid, actor_id=actor_id, meeting_id=meeting_id, minutes=minutes, urgency=urgency)
    return worded(lambda said: place(said=said), {"title": TITLE_LIMIT}, title=kept)


@command
def _bid(*, actor_id: int, meeting_id: int, said: Texts, minutes: int, urgency: int) -> MeetingBid:
    scene = _bidding(meeting_id, actor_id)
    least, most = _bounds(scene.meeting)
    if not least <= minutes <= most:
        raise Invalid(f"A slot takes {least:,} to {most:,} minutes.", field="minutes")
    mine = _mine(scene)
    heed_words(scene, said, before={"title": mine.title} if mine else None)
    if mine is None:
        mine = MeetingBid(meeting_id=meeting_id, person_id=actor_id, priority=0, state=BidState.PLACED)
        session.add(mine)
    mine.title, mine.minutes, mine.urgency = said["title"], minutes, urgency
    _propose_anew(scene.meeting)
    scene.meeting.change()
    return mine


def _bounds(meeting: Meeting) -> tuple[int, int]:
    if meeting.template is Template.TASY:
        return DAY, MOST_DAYS * DAY
    return LEAST_MINUTES, MOST_MINUTES


def _bidding(meeting_id: int, actor_id: int) -> Scene:
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    policy.require(policy.is_of_set(scene.actor, meeting.space), "Members of the set bid for time.")
    policy.require(policy.can_speak_at(scene.actor, meeting), "You can’t bid at the moment.")
    if meeting.state not in DURING:
        raise Conflict("Bids are made before the agenda is agreed. Keep it for the next meeting.")
    if meeting.state is MeetingState.BIDDING:
        scene.must_be_there()
    return scene


def _mine(scene: Scene) -> MeetingBid | None:
    mine = (MeetingBid.meeting_id == scene.meeting.id, MeetingBid.person_id == scene.actor.id)
    return session.scalars(sa.select(MeetingBid).where(*mine)).one_or_none()


def _propose_anew(meeting: Meeting) -> None:
    """What was proposed is of other bids than there are now."""
    if meeting.order_at is None:
        return
    meeting.order_at = None
    settle(meeting, Matter.ORDER)
    _clear(meeting)


def _clear(meeting: Meeting) -> None:
    for slot in list(meeting.slots):
        if slot.state is SlotState.WAITING:
            session.delete(slot)
    load_slots(meeting)


@command
def take_back_bid(*, actor_id: int, meeting_id: int) -> Meeting:
    """Bid no longer. A repeat is harmless."""
    scene = _bidding(meeting_id, actor_id)
    mine = _mine(scene)
    if mine is not None:
        _propose_anew(scene.meeting)
        session.delete(mine)
        scene.meeting.change()
    return scene.meeting


@command
def propose_order(*, actor_id: int, meeting_id: int, bid_ids: Sequence[int], version: int) -> Meeting:
    """Propose which bids have their time today, in this order; the others are deferred at the close. It stands once
    most say yes, or nobody has objected for 60 seconds. Raises NotFound, Forbidden, Conflict, Invalid (order).
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    policy.require(Part.FACILITATOR in scene.parts, ORDERS)
    if meeting.state is not MeetingState.BIDDING:
        raise Conflict("The order is proposed once bids are made.")
    bids = {each.id: each for each in _placed(meeting)}
    if not bid_ids or len(set(bid_ids)) != len(bid_ids) or not set(bid_ids) <= bids.keys():
        raise Invalid("Choose one bid at least, each once.", field="order")
    _clear(meeting)
    for place, bid_id in enumerate(bid_ids, start=1):
        each = bids[bid_id]
        session.add(
            MeetingSlot(
                meeting_id=meeting.id,
                bid_id=bid_id,
                presenter_id=each.person_id,
                place=place,
                minutes=each.minutes,
            )
        )
    load_slots(meeting)
    settle(meeting, Matter.ORDER)
    meeting.order_at = clock.now()
    meeting.version += 1
    meeting.change()
    return meeting


def _placed(meeting: Meeting) -> Sequence[MeetingBid]:
    placed = (MeetingBid.meeting_id == meeting.id, MeetingBid.state == BidState.PLACED)
    return session.scalars(sa.select(MeetingBid).where(*placed).order_by(MeetingBid.id)).all()


@command
def move_slot(*, actor_id: int, slot_id: int, by: int, version: int) -> Meeting:
    """Let a slot that is still to come be one earlier (`by` -1) or later (1). While the order is being agreed it is a
    new proposal. At the end of the agenda it stays where it is.
    """
    meeting_id = session.scalar(sa.select(MeetingSlot.meeting_id).where(MeetingSlot.id == slot_id))
    scene = scene_of(meeting_id or 0, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    policy.require(Part.FACILITATOR in scene.parts, ORDERS)
    waiting = [each for each in meeting.slots if each.state is SlotState.WAITING]
    at = next((index for index, each in enumerate(waiting) if each.id == slot_id), None)
    if at is None or by not in (-1, 1):
        raise Conflict("This slot is not to come any more.")
    if not 0 <= at + by < len(waiting):
        return meeting
    one, other = waiting[at], waiting[at + by]
    one.place, other.place = other.place, one.place
    load_slots(meeting)
    if meeting.order_at is not None and meeting.state is MeetingState.BIDDING:
        settle(meeting, Matter.ORDER)
        meeting.order_at = clock.now()
    meeting.version += 1
    meeting.change()
    return meeting
