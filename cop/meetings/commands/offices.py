"""Who facilitates, hosts, keeps time and takes notes: handed over and accepted, or taken over where nobody is there."""

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.meetings.commands.scenes import Scene, scene_of, settle
from cop.models import Meeting, MeetingHandover
from cop.models.meetings_choices import Office
from cop.models.meetings_people import ABSENT_AFTER, OUT_AFTER, Matter
from cop.models.meetings_states import OPEN, OVER, MeetingState, Part

COLUMNS = {
    Office.FACILITATOR: "facilitator_id",
    Office.HOST: "host_id",
    Office.TIMEKEEPER: "timekeeper_id",
    Office.NOTE_TAKER: "note_taker_id",
}
THERE = (Office.FACILITATOR, Office.TIMEKEEPER)
"""Offices of somebody who is there."""

OFFERS = "Whoever has this part offers it to somebody else; the facilitator, where nobody has it."


def holder_of(meeting: Meeting, office: Office) -> int | None:
    if office is Office.FACILITATOR:
        return meeting.leader_id
    found: int | None = getattr(meeting, COLUMNS[office])
    return found


@command
def hand_over(*, actor_id: int, meeting_id: int, office: Office, person_id: int) -> Meeting:
    """Offer a part to somebody, who has to accept it; what was offered to somebody else is offered no more.

    Raises NotFound, Forbidden, Conflict (it is over), Invalid (person).
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    if meeting.state in OVER or (office in THERE and meeting.state is MeetingState.RECORD):
        raise Conflict("This meeting is over: who led it and who kept its time stay as they were.")
    policy.require(_may_hand(scene, office), OFFERS)
    _check_person(scene, office, person_id)
    offered = session.get(MeetingHandover, (meeting_id, office))
    if offered is None:
        session.add(MeetingHandover(meeting_id=meeting_id, office=office, person_id=person_id))
    else:
        offered.person_id, offered.offered_at = person_id, clock.now()
    meeting.change()
    return meeting


def _may_hand(scene: Scene, office: Office) -> bool:
    """Where nobody has it, or whoever had it has left the set, the facilitator and the host look after it."""
    holder = holder_of(scene.meeting, office)
    if holder in scene.people:
        return holder == scene.actor.id
    return not scene.parts.isdisjoint(
        {Part.HOST} if office is Office.FACILITATOR else {Part.HOST, Part.FACILITATOR}
    )


def _check_person(scene: Scene, office: Office, person_id: int) -> None:
    among = scene.people if office is Office.FACILITATOR else scene.members
    if person_id not in among or (
        person_id == scene.actor.id and holder_of(scene.meeting, office) == person_id
    ):
        raise Invalid("Choose somebody else of the set.", field="person")
    if office in THERE and scene.meeting.state in OPEN and person_id not in scene.there:
        raise Invalid("Choose somebody who is at the meeting.", field="person")


def mine_to_hand(scene: Scene) -> list[Office]:
    """The parts that the actor can offer to somebody at this moment."""
    if scene.meeting.state in OVER:
        return []
    is_over = scene.meeting.state is MeetingState.RECORD
    return [each for each in Office if not (is_over and each in THERE) and _may_hand(scene, each)]


@command
def accept_office(*, actor_id: int, meeting_id: int, office: Office, accepts: bool) -> Meeting:
    """Take what was offered to one, or not. Whoever had it has it no longer from this moment."""
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    offered = session.get(MeetingHandover, (meeting_id, office))
    if offered is None or offered.person_id != actor_id or meeting.state in OVER:
        raise Conflict("This is not offered to you any more.")
    if accepts and meeting.state in OPEN and office in THERE:
        scene.must_be_there()
    session.delete(offered)
    if accepts:
        _give(meeting, office, actor_id)
    meeting.change()
    return meeting


def _give(meeting: Meeting, office: Office, person_id: int) -> None:
    setattr(meeting, COLUMNS[office], person_id)
    meeting.version += 1
    if office is Office.FACILITATOR:
        meeting.taker_id = meeting.taking_at = None
        settle(meeting, Matter.TAKE)


@command
def take_facilitation(*, actor_id: int, meeting_id: int) -> Meeting:
    """Take over where the facilitator’s line has been broken for two minutes, or they have been absent for five.
    Whoever is first has it, unless most of the others object within 30 seconds. Raises NotFound, Forbidden, Conflict.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    if meeting.state not in OPEN:
        raise Conflict("This meeting is not under way.")
    scene.must_be_there()
    policy.require(Part.MEMBER in scene.parts, "A member of the set takes over.")
    if meeting.taker_id is not None:
        raise Conflict("Somebody takes over already. You can object within 30 seconds.")
    if not is_leader_gone(scene):
        raise Conflict("The facilitator is there.")
    meeting.taker_id, meeting.taking_at = actor_id, clock.now()
    settle(meeting, Matter.TAKE)
    session.execute(
        sa.delete(MeetingHandover).where(
            MeetingHandover.meeting_id == meeting.id, MeetingHandover.office == Office.FACILITATOR
        )
    )
    meeting.change()
    return meeting


def is_leader_gone(scene: Scene) -> bool:
    """Their line broke two minutes ago, or they have been away, or never came, for five. A page without a script has no
    line that could break: its silence is none.
    """
    leader_id = scene.meeting.leader_id
    if leader_id == scene.actor.id and scene.is_there:
        return False
    stay = scene.there.get(leader_id or 0)
    after = OUT_AFTER if stay is not None and stay.is_live else ABSENT_AFTER
    return scene.away_for(leader_id) > after
