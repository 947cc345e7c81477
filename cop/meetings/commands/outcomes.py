"""Actions and what becomes of them, and how the set worked."""

from datetime import date, timedelta
from functools import partial

import sqlalchemy as sa

from cop import clock, db, policy, typed
from cop.db import command, session
from cop.errors import Conflict, Invalid, NotFound
from cop.meetings.commands.scenes import Scene, scene_of
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import (
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingScore,
)
from cop.models.meetings_outcomes import (
    ACTION_LIMIT,
    ActionState,
)
from cop.models.meetings_states import OPEN, MeetingState
from cop.models.statements import insert

S = MeetingState
LATEST = timedelta(days=3 * 365)
WRITTEN_IN = (S.REVIEW, S.ACTIONS, S.CLOSE, S.RECORD)


def write_action(
    *,
    actor_id: int,
    meeting_id: int,
    text: str,
    due_on: date | None = None,
    first_step: str = "",
    support: str = "",
) -> MeetingAction:
    """Write an action of one’s own: in one’s slot’s time for it, while actions are reviewed, at the close, or into the
    record. The same once more is one action. Raises Invalid and Doubtful (text, first_step, support, due_on), NotFound,
    Forbidden, Conflict.
    """
    said = _action_words(text, first_step, support)
    _check_day(due_on)
    write = partial(_write_action, actor_id=actor_id, meeting_id=meeting_id, due_on=due_on)
    return worded(lambda texts: write(said=texts), dict.fromkeys(said, ACTION_LIMIT), **said)


def _check_day(due_on: date | None) -> None:
    if due_on is not None and not clock.today() <= due_on <= clock.today() + LATEST:
        raise Invalid("Choose a day from today on, within three years.", field="due_on")


def _action_words(text: str, first_step: str, support: str) -> dict[str, str]:
    said = {"text": typed.written(text, limit=ACTION_LIMIT, missing="Say what you are going to do.")}
    for name, each in (("first_step", first_step), ("support", support)):
        said[name] = typed.written(each, limit=ACTION_LIMIT, field=name) if each.strip() else ""
    return said


@command
def _write_action(*, actor_id: int, meeting_id: int, said: Texts, due_on: date | None) -> MeetingAction:
    scene = member_scene(actor_id, meeting_id)
    meeting = scene.meeting
    if meeting.phase not in WRITTEN_IN:
        raise Conflict("Actions are written when it is time for them, at the close, and in the record.")
    if meeting.phase is S.ACTIONS:
        policy.require(meeting.presenter_id == actor_id, "The presenter writes their actions.")
    heed_words(scene, said)
    if there := _written_already(meeting, actor_id, said=said, due_on=due_on):
        return there
    action = MeetingAction(
        space_id=meeting.space_id,
        meeting_id=meeting.id,
        slot_id=meeting.slot.id if meeting.slot and meeting.is_in_slot else None,
        owner_id=actor_id,
        due_on=due_on,
        **said.now,
    )
    session.add(action)
    session.flush()
    meeting.change()
    return action


def _written_already(
    meeting: Meeting, owner_id: int, *, said: Texts, due_on: date | None
) -> MeetingAction | None:
    """The same action, if its owner has sent it before."""
    theirs = (MeetingAction.meeting_id == meeting.id, MeetingAction.owner_id == owner_id)
    words = [getattr(MeetingAction, name) == text for name, text in said.now.items()]
    query = sa.select(MeetingAction).where(*theirs, MeetingAction.closed_at.is_(None), *words)
    return session.scalars(
        query.where(MeetingAction.due_on.is_not_distinct_from(due_on)).limit(1)
    ).one_or_none()


def member_scene(actor_id: int, meeting_id: int) -> Scene:
    scene = scene_of(meeting_id, actor_id)
    policy.require(policy.is_of_set(scene.actor, scene.meeting.space), "Members of the set do that.")
    if scene.meeting.state in OPEN:
        scene.must_be_there()
    return scene


def edit_action(
    *,
    actor_id: int,
    meeting_id: int,
    action_id: int,
    text: str,
    due_on: date | None = None,
    first_step: str = "",
    support: str = "",
) -> MeetingAction:
    """Word an action of one’s own otherwise, at a meeting or while its record is open. A day that stays may have gone
    by. Raises as `write_action`.
    """
    said = _action_words(text, first_step, support)
    edit = partial(_edit_action, actor_id=actor_id, meeting_id=meeting_id, action_id=action_id, due_on=due_on)
    return worded(lambda texts: edit(said=texts), dict.fromkeys(said, ACTION_LIMIT), **said)


@command
def _edit_action(
    *, actor_id: int, meeting_id: int, action_id: int, said: Texts, due_on: date | None
) -> MeetingAction:
    scene, action = _action_of_mine(actor_id, meeting_id, action_id)
    if due_on != action.due_on:
        _check_day(due_on)
    heed_words(scene, said, before={name: getattr(action, name) for name in said.now})
    for name, text in said.now.items():
        setattr(action, name, text)
    action.due_on = due_on
    scene.meeting.change()
    return action


def _action_of_mine(actor_id: int, meeting_id: int, action_id: int) -> tuple[Scene, MeetingAction]:
    """While something can be said of it: at a meeting of its set, or in the record of one."""
    scene = member_scene(actor_id, meeting_id)
    action = db.lock(MeetingAction, action_id)
    if action.space_id != scene.meeting.space_id:
        raise NotFound
    policy.require(policy.can_write_action(scene.actor, action), "Only whose action it is says that.")
    if scene.meeting.state not in (*OPEN, S.RECORD):
        raise Conflict("That is told at a meeting.")
    return scene, action


@command
def tell_of_action(*, actor_id: int, meeting_id: int, action_id: int, state: ActionState) -> MeetingAction:
    """Say at a meeting, or in its record, what became of one’s own action. One that is done or dropped opens no more
    meetings. Raises NotFound, Forbidden, Conflict.
    """
    scene, action = _action_of_mine(actor_id, meeting_id, action_id)
    meeting = scene.meeting
    action.become(state, meeting_id=meeting.id)
    meeting.change()
    return action


@command
def score(*, actor_id: int, meeting_id: int, score: int) -> Meeting:
    """Say at the close how the set worked, from 1 to 5; once more says it otherwise. Others see the mean."""
    scene = member_scene(actor_id, meeting_id)
    if scene.meeting.state not in (S.CLOSE, S.RECORD):
        raise Conflict("That is asked at the close.")
    came = session.get(MeetingAttendance, (meeting_id, actor_id))
    policy.require(came is not None and came.came_at is not None, "Those who were there say that.")
    if not 1 <= score <= 5:
        raise Invalid("Choose a number from 1 to 5.", field="score")
    said = insert(MeetingScore).values(meeting_id=meeting_id, person_id=actor_id, score=score)
    key = ["meeting_id", "person_id"]
    session.execute(said.on_conflict_do_update(index_elements=key, set_={"score": score}))
    scene.meeting.change()
    return scene.meeting
