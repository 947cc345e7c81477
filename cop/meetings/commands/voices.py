"""Yes and no: to begin with fewer, to an order, to more time, to who takes over, to an end within a slot."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.meetings.commands.scenes import Scene, scene_of, settle
from cop.models import Meeting, MeetingVoice
from cop.models.meetings_people import Matter
from cop.models.meetings_states import SLOT, MeetingState, Part
from cop.models.statements import insert

EXTENSIONS = (2, 5)
"""Minutes by which a phase is extended."""
UNASKED = 2
"""So many extensions of a phase need nobody's consent but whose they are."""

SETTLED = "That is settled by now."


def _open(meeting: Meeting) -> dict[Matter, bool]:
    """Which matters people can say something to at this moment."""
    state = meeting.state
    return {
        Matter.SMALL: state in (MeetingState.LOBBY, MeetingState.INQUORATE),
        Matter.ORDER: state is MeetingState.BIDDING and meeting.order_at is not None,
        Matter.EXTEND: meeting.asked_minutes is not None,
        Matter.TAKE: meeting.taker_id is not None,
        Matter.END: False,
    }


@command
def say_to(
    *, actor_id: int, meeting_id: int, matter: Matter, is_for: bool, version: int | None = None
) -> Meeting:
    """Say yes or no to a matter that is open; once more says it otherwise. More time is given, and a take-over is
    stopped, as soon as most say so. To an order one says it of the `version` that one has seen: another may have been
    proposed since. Raises NotFound, Forbidden, Conflict.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    scene.must_be_there()
    policy.require(Part.MEMBER in scene.parts, "Members of the set decide that.")
    if not _open(meeting)[matter]:
        raise Conflict(SETTLED)
    if matter is Matter.ORDER and version is not None:
        meeting.is_at(version)
    if matter is Matter.TAKE and meeting.taker_id == actor_id:
        raise Conflict("The others say whether they object.")
    _note(meeting, matter, actor_id, is_for=is_for)
    _weigh(scene, matter)
    meeting.change()
    return meeting


def _note(meeting: Meeting, matter: Matter, person_id: int, *, is_for: bool) -> None:
    said = insert(MeetingVoice).values(
        meeting_id=meeting.id, matter=matter, person_id=person_id, is_for=is_for
    )
    key = ["meeting_id", "matter", "person_id"]
    session.execute(said.on_conflict_do_update(index_elements=key, set_={"is_for": is_for}))


def _weigh(scene: Scene, matter: Matter) -> None:
    meeting, said = scene.meeting, scene.voices(matter)
    if matter is Matter.EXTEND and meeting.asked_minutes is not None and scene.is_most(sum(said.values())):
        meeting.extend(meeting.asked_minutes)
        settle(meeting, Matter.EXTEND)
    if matter is Matter.TAKE:
        others = [each for each in scene.present if each != meeting.taker_id]
        against = sum(not said[each] for each in others if each in said)
        if scene.is_most(against, of=len(others)):
            meeting.taker_id = meeting.taking_at = None
            settle(meeting, Matter.TAKE)


@command
def extend(*, actor_id: int, meeting_id: int, minutes: int, version: int) -> Meeting:
    """Let the phase take 2 or 5 minutes longer; in one’s own slot its presenter may. After two times the set is asked,
    and it is longer once most of those who are there say yes. Raises NotFound, Forbidden, Conflict, Invalid (minutes).
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    may = {Part.FACILITATOR, Part.TIMEKEEPER, Part.PRESENTER}
    policy.require(not scene.parts.isdisjoint(may), "The facilitator and the timekeeper do that.")
    if minutes not in EXTENSIONS:
        raise Invalid("Choose 2 or 5 minutes.", field="minutes")
    if meeting.remaining is None:
        raise Conflict("No clock runs at this moment.")
    if meeting.extensions < UNASKED:
        meeting.extend(minutes)
        return meeting
    meeting.asked_minutes = minutes
    settle(meeting, Matter.EXTEND)
    if actor_id in scene.present:
        _note(meeting, Matter.EXTEND, actor_id, is_for=True)
        _weigh(scene, Matter.EXTEND)
    meeting.change()
    return meeting


@command
def ask_to_end(*, actor_id: int, meeting_id: int) -> Meeting:
    """Ask the presenter whether the meeting may end in their slot. A repeat is harmless."""
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    policy.require(
        not scene.parts.isdisjoint({Part.FACILITATOR, Part.HOST}),
        "The facilitator or the host ends a meeting.",
    )
    scene.must_be_there()
    if meeting.phase not in SLOT:
        raise Conflict("No slot is under way: end the meeting.")
    _note(meeting, Matter.END, actor_id, is_for=True)
    meeting.change()
    return meeting


def has_been_asked_to_end(meeting: Meeting) -> bool:
    asked = sa.exists().where(MeetingVoice.meeting_id == meeting.id, MeetingVoice.matter == Matter.END)
    return bool(session.scalar(sa.select(asked)))
