"""Whose turn it is: hands go up and down, the floor goes on, a question is let sit."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Conflict
from cop.meetings.commands.scenes import Scene, scene_of
from cop.models import Meeting, MeetingAction, MeetingLine, MeetingTurn
from cop.models.meetings_floor import in_turn
from cop.models.meetings_speaking import QUEUED, ROUNDS, RULES, LineKind
from cop.models.meetings_states import MeetingState, Part
from cop.models.meetings_timings import Channel

LEADS = "The facilitator gives the floor."
NO_QUEUE = "There is no queue at this moment."
NOBODY_ELSE = "Everybody has had their turn, or has passed. Go on, or begin another round."


@command
def raise_hand(*, actor_id: int, meeting_id: int) -> Meeting:
    """Ask for the floor, where there is a queue. A repeat is harmless. Raises NotFound, Forbidden, Conflict."""
    scene = _in_queue(meeting_id, actor_id)
    meeting = scene.meeting
    mine = turn_of(scene, actor_id)
    most = RULES[meeting.state].asked
    if most and mine.asked >= most:
        raise Conflict("You have asked in this round. There may be another round.")
    if mine.raised is None and meeting.floor_id != actor_id:
        mine.has_passed, mine.raised = False, meeting.change()
    return meeting


@command
def lower_hand(*, actor_id: int, meeting_id: int) -> Meeting:
    scene = _in_queue(meeting_id, actor_id)
    turn_of(scene, actor_id).raised = None
    scene.meeting.change()
    return scene.meeting


def _in_queue(meeting_id: int, actor_id: int) -> Scene:
    scene = scene_of(meeting_id, actor_id)
    if scene.meeting.state not in QUEUED:
        raise Conflict(NO_QUEUE)
    scene.must_be_there()
    _must_count(scene)
    policy.require(scene.meeting.presenter_id != actor_id, "You can answer at any moment: you need no hand.")
    return scene


def _must_count(scene: Scene) -> None:
    policy.require(
        Part.MEMBER in scene.parts and policy.can_speak_at(scene.actor, scene.meeting),
        "Members of the set have turns.",
    )


@command
def pass_turn(*, actor_id: int, meeting_id: int) -> Meeting:
    """Let one’s turn in this round go by; it counts as passed, and nobody asks why."""
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    if meeting.state not in (*ROUNDS, *QUEUED):
        raise Conflict("There is no round at this moment.")
    scene.must_be_there()
    _must_count(scene)
    mine = turn_of(scene, actor_id)
    mine.raised, mine.has_passed = None, True
    if meeting.floor_id == actor_id:
        meeting.floor_id = None
    meeting.change()
    return meeting


@command
def next_speaker(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """Give the floor to whose turn it is: in the order of the set where it goes round, else to the head of the queue.

    Raises NotFound, Forbidden, Conflict (it has moved, nobody is left, no floor is given here).
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    policy.require(Part.FACILITATOR in scene.parts, LEADS)
    following = _following(scene)
    if following is None:
        raise Conflict(NOBODY_ELSE)
    if meeting.state is MeetingState.REVIEW:
        meeting.round += 1
    turn = turn_of(scene, following)
    turn.raised, turn.spoken = None, turn.spoken + 1
    meeting.give_floor(following)
    return meeting


def _following(scene: Scene) -> int | None:
    state = scene.meeting.state
    if state in QUEUED:
        up = [each for each in in_turn(turns_now(scene.meeting)) if each.person_id in scene.in_round]
        return up[0].person_id if up else None
    if state is MeetingState.REVIEW:
        return _first(scene, among=_owners(scene.meeting))
    if state not in ROUNDS:
        raise Conflict("No floor is given at this moment.")
    return _first(scene, among=set(scene.in_round))


def _first(scene: Scene, *, among: set[int]) -> int | None:
    """In the order of the set, who has not had their turn in this phase."""
    query = sa.select(MeetingTurn.person_id).where(
        MeetingTurn.meeting_id == scene.meeting.id,
        MeetingTurn.stretch == scene.meeting.stretch,
        sa.or_(MeetingTurn.spoken > 0, MeetingTurn.has_passed),
    )
    had = set(session.scalars(query))
    return next((each for each in scene.in_round if each in among - had), None)


def _owners(meeting: Meeting) -> set[int]:
    """Whose actions wait to be told of, those included of which something was said here."""
    mine = sa.or_(MeetingAction.closed_at.is_(None), MeetingAction.reviewed_in_id == meeting.id)
    query = sa.select(MeetingAction.owner_id).where(MeetingAction.space_id == meeting.space_id, mine)
    return set(session.scalars(query.distinct()))


@command
def begin_round(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """Let everybody ask once more, in another round of exploring."""
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    policy.require(Part.FACILITATOR in scene.parts, LEADS)
    if meeting.state is not MeetingState.EXPLORE:
        raise Conflict("Rounds begin anew while you explore.")
    meeting.round += 1
    meeting.give_floor(None)
    return meeting


@command
def sit_with_it(*, actor_id: int, meeting_id: int) -> Meeting:
    """Hold the question on the table without an answer. It is counted, and never as a failure."""
    scene = scene_of(meeting_id, actor_id)
    meeting, slot = scene.meeting, scene.meeting.slot
    policy.require(Part.PRESENTER in scene.parts, "Only the presenter does that.")
    if meeting.state not in QUEUED or slot is None:
        raise Conflict("No question is on the table.")
    asked = question_on_table(meeting)
    if asked is not None and not asked.is_sat_with:
        asked.is_sat_with = True
        slot.sat_with += 1
        meeting.change()
    elif asked is None and meeting.channel is Channel.COMPANION:
        slot.sat_with += 1
        meeting.change()
    return meeting


def question_on_table(meeting: Meeting) -> MeetingLine | None:
    """The newest that was asked in this phase."""
    query = (
        sa.select(MeetingLine)
        .where(MeetingLine.meeting_id == meeting.id, MeetingLine.stretch == meeting.stretch)
        .where(MeetingLine.kind == LineKind.QUESTION)
        .order_by(MeetingLine.seq.desc())
    )
    return session.scalars(query.limit(1)).one_or_none()


def turns_now(meeting: Meeting) -> list[MeetingTurn]:
    """Those of this round."""
    query = sa.select(MeetingTurn).where(
        MeetingTurn.meeting_id == meeting.id,
        MeetingTurn.stretch == meeting.stretch,
        MeetingTurn.round == meeting.round,
    )
    return list(session.scalars(query))


def turn_of(scene: Scene, person_id: int) -> MeetingTurn:
    """Somebody’s turn in this round, made where there is none."""
    meeting = scene.meeting
    found = next((each for each in turns_now(meeting) if each.person_id == person_id), None)
    if found is None:
        found = MeetingTurn(
            meeting_id=meeting.id,
            slot_id=meeting.slot.id if meeting.slot and meeting.is_in_slot else None,
            stretch=meeting.stretch,
            round=meeting.round,
            person_id=person_id,
            spoken=0,
            asked=0,
            has_passed=False,
        )
        session.add(found)
        session.flush()
    return found
