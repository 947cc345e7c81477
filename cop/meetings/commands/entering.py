"""What ends with a state of a meeting, and what begins with one; each by the state, on one screen."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from cop import clock
from cop.db import session
from cop.meetings.commands.following import convene_next
from cop.meetings.commands.scenes import Scene
from cop.models import (
    Meeting,
    MeetingAttendance,
    MeetingBid,
    MeetingHandover,
    MeetingStay,
    Membership,
    RoleName,
)
from cop.models.meetings import load_slots
from cop.models.meetings_slots import BidState, SlotState
from cop.models.meetings_states import MeetingState

S = MeetingState


def leave_state(scene: Scene, target: MeetingState) -> None:
    """A slot is done once its feedback is left, or the meeting is ended in it."""
    slot = scene.meeting.slot
    is_over = scene.meeting.phase is S.FEEDBACK or target is S.CLOSE
    if slot is not None and slot.state is SlotState.OPEN and is_over:
        slot.state = SlotState.DONE


def _open_lobby(scene: Scene) -> None:
    scene.meeting.opened_at = clock.now()
    bring_bids(scene.meeting)


def bring_bids(meeting: Meeting) -> None:
    """Bids that earlier meetings of the set deferred stand here, each with one more of priority; whoever has bid here
    already has the priority with that.
    """
    query = (
        sa.select(MeetingBid)
        .join(Meeting, Meeting.id == MeetingBid.meeting_id)
        .where(Meeting.space_id == meeting.space_id, Meeting.id != meeting.id)
        .where(MeetingBid.state == BidState.DEFERRED)
        .order_by(MeetingBid.id.desc())
    )
    here = sa.select(MeetingBid).where(MeetingBid.meeting_id == meeting.id)
    placed = {each.person_id: each for each in session.scalars(here)}
    for bid in session.scalars(query).all():
        bid.state = BidState.CARRIED
        mine = placed.get(bid.person_id)
        if mine is not None:
            mine.priority = max(mine.priority, bid.priority + 1)
        elif bid.title and _is_member(bid.person_id, meeting):
            placed[bid.person_id] = _carried(bid, meeting)
            session.add(placed[bid.person_id])


def _is_member(person_id: int, meeting: Meeting) -> bool:
    membership = Membership.of(person_id, meeting.space_id)
    return membership is not None and RoleName.MEMBER in membership.current_roles


def _carried(bid: MeetingBid, meeting: Meeting) -> MeetingBid:
    return MeetingBid(
        meeting_id=meeting.id,
        person_id=bid.person_id,
        title=bid.title,
        minutes=bid.minutes,
        urgency=bid.urgency,
        priority=bid.priority + 1,
    )


def _begin(scene: Scene) -> None:
    """Whoever begins where the facilitator is gone facilitates. Without a quorum it is a support meeting."""
    meeting = scene.meeting
    scene.must_be_there()
    meeting.is_support = meeting.state is S.INQUORATE
    if meeting.leader_id not in scene.there:
        meeting.facilitator_id, meeting.taker_id, meeting.taking_at = scene.actor.id, None, None


def _open_slot(scene: Scene) -> None:
    slot = scene.meeting.next_slot
    if slot is None:
        raise RuntimeError("no slot is left")
    slot.state, scene.meeting.slot_place = SlotState.OPEN, slot.place
    scene.meeting.goes_on_without = False
    if slot.bid is not None:
        slot.bid.state = BidState.TAKEN


def _close(scene: Scene) -> None:
    """What was not reached is deferred."""
    for slot in scene.meeting.slots:
        if slot.state is SlotState.WAITING:
            session.delete(slot)
    load_slots(scene.meeting)
    _defer(scene.meeting)


def _defer(meeting: Meeting) -> None:
    placed = (MeetingBid.meeting_id == meeting.id, MeetingBid.state == BidState.PLACED)
    deferred = sa.update(MeetingBid).where(*placed).values(state=BidState.DEFERRED)
    session.execute(deferred)


def _record(scene: Scene) -> None:
    scene.meeting.recorded_at = clock.now()
    end_stays(scene.meeting)
    convene_next(scene.meeting)


def _archive(scene: Scene) -> None:
    scene.meeting.ended_at = clock.now()


def _cancel(scene: Scene) -> None:
    _defer(scene.meeting)
    end_stays(scene.meeting)
    scene.meeting.ended_at = clock.now()


def _schedule(scene: Scene) -> None:
    """For another day: nobody is there any more, and the lobby opens anew. Nobody has come that day yet, nor agreed to
    anything.
    """
    scene.meeting.opened_at = None
    end_stays(scene.meeting)
    anew = {"came_at": None, "ticked_at": None, "rules": None}
    here = MeetingAttendance.meeting_id == scene.meeting.id
    session.execute(sa.update(MeetingAttendance).where(here).values(anew))


def end_stays(meeting: Meeting) -> None:
    """Nobody is there any more, and nothing of theirs is open to be handed over."""
    session.flush()
    MeetingStay.end_those(MeetingStay.meeting_id == meeting.id)
    session.execute(sa.delete(MeetingHandover).where(MeetingHandover.meeting_id == meeting.id))


ENTERING: Mapping[MeetingState, Callable[[Scene], None]] = {
    S.SCHEDULED: _schedule,
    S.LOBBY: _open_lobby,
    S.CHECK_IN: _begin,
    S.PRESENT: _open_slot,
    S.CLOSE: _close,
    S.RECORD: _record,
    S.ARCHIVED: _archive,
    S.CANCELLED: _cancel,
}
