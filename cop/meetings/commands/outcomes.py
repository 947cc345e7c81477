"""Actions and what becomes of them, what was learned, how the set worked, and the note taker's summary."""

from datetime import date, timedelta
from functools import partial

import sqlalchemy as sa

from cop import clock, db, policy, typed
from cop.db import command, session
from cop.errors import Conflict, Invalid, NotFound
from cop.meetings.commands.scenes import Scene, scene_of, under_lock
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import (
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingLearning,
    MeetingScore,
    MeetingSummary,
    Space,
)
from cop.models.meetings_outcomes import (
    ACTION_LIMIT,
    LEARNING_LIMIT,
    SUMMARY_LIMIT,
    ActionState,
    LearningKind,
)
from cop.models.meetings_slots import SlotState
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
    if due_on is not None and not clock.today() <= due_on <= clock.today() + LATEST:
        raise Invalid("Choose a day from today on, within three years.", field="due_on")
    write = partial(_write_action, actor_id=actor_id, meeting_id=meeting_id, due_on=due_on)
    return worded(lambda texts: write(said=texts), dict.fromkeys(said, ACTION_LIMIT), **said)


def _action_words(text: str, first_step: str, support: str) -> dict[str, str]:
    said = {"text": typed.written(text, limit=ACTION_LIMIT, missing="Say what you are going to do.")}
    for name, each in (("first_step", first_step), ("support", support)):
        said[name] = typed.written(each, limit=ACTION_LIMIT, field=name) if each.strip() else ""
    return said


@command
def _write_action(*, actor_id: int, meeting_id: int, said: Texts, due_on: date | None) -> MeetingAction:
    scene = _member(actor_id, meeting_id)
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


def _member(actor_id: int, meeting_id: int) -> Scene:
    scene = scene_of(meeting_id, actor_id)
    policy.require(policy.is_of_set(scene.actor, scene.meeting.space), "Members of the set do that.")
    if scene.meeting.state in OPEN:
        scene.must_be_there()
    return scene


@command
def tell_of_action(*, actor_id: int, meeting_id: int, action_id: int, state: ActionState) -> MeetingAction:
    """Say at a meeting, or in its record, what became of one’s own action. One that is done or dropped opens no more
    meetings. Raises NotFound, Forbidden, Conflict.
    """
    scene = _member(actor_id, meeting_id)
    meeting = scene.meeting
    action = db.lock(MeetingAction, action_id)
    if action.space_id != meeting.space_id:
        raise NotFound
    policy.require(policy.can_write_action(scene.actor, action), "Only whose action it is says that.")
    if meeting.state not in (*OPEN, S.RECORD):
        raise Conflict("That is told at a meeting.")
    action.become(state, meeting_id=meeting.id)
    meeting.change()
    return action


def note_learning(
    *, actor_id: int, meeting_id: int, text: str, kind: LearningKind, is_shared: bool
) -> MeetingLearning:
    """Keep a line of what one learned. It is one’s own unless it `is_shared`; an insight is of one’s own slot. The same
    once more is one line.

    Raises Invalid and Doubtful (text), NotFound, Forbidden, Conflict.
    """
    kept = typed.written(text, limit=LEARNING_LIMIT)
    note = partial(_note_learning, actor_id=actor_id, meeting_id=meeting_id, kind=kind, is_shared=is_shared)
    return worded(lambda said: note(said=said), {"text": LEARNING_LIMIT}, text=kept)


@command
def _note_learning(
    *, actor_id: int, meeting_id: int, said: Texts, kind: LearningKind, is_shared: bool
) -> MeetingLearning:
    scene = _member(actor_id, meeting_id)
    meeting = scene.meeting
    if meeting.state not in (*OPEN, S.RECORD):
        raise Conflict("The record of this meeting is closed.")
    slot = meeting.slot if meeting.is_in_slot else None
    is_insight = kind is LearningKind.INSIGHT
    if is_insight and (slot is None or slot.presenter_id != actor_id):
        raise Conflict("An insight is of your own slot.")
    heed_words(scene, said)
    theirs = (MeetingLearning.meeting_id == meeting.id, MeetingLearning.person_id == actor_id)
    same = (*theirs, MeetingLearning.kind == kind, MeetingLearning.text == said["text"])
    if there := session.scalars(sa.select(MeetingLearning).where(*same).limit(1)).one_or_none():
        there.is_shared = is_shared
        return there
    learning = MeetingLearning(
        space_id=meeting.space_id,
        meeting_id=meeting.id,
        slot_id=slot.id if slot is not None and slot.presenter_id == actor_id else None,
        person_id=actor_id,
        kind=kind,
        text=said["text"],
        is_shared=is_shared,
    )
    session.add(learning)
    session.flush()
    meeting.change()
    return learning


@command
def share_learning(*, actor_id: int, learning_id: int, is_shared: bool) -> MeetingLearning:
    """Let the set read a line of one’s own, or no longer."""
    learning = db.get(MeetingLearning, learning_id)
    db.lock(Space, learning.space_id)
    actor = policy.load_actor(actor_id)
    if learning.person_id != actor_id:
        raise NotFound
    if is_shared:
        policy.require(policy.is_of_set(actor, db.get(Space, learning.space_id)), "You are not in this set.")
    learning.is_shared = is_shared
    if learning.meeting_id is not None:
        under_lock(learning.meeting_id).change()
    return learning


@command
def score(*, actor_id: int, meeting_id: int, score: int) -> Meeting:
    """Say at the close how the set worked, from 1 to 5; once more says it otherwise. Others see the mean."""
    scene = _member(actor_id, meeting_id)
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


def summarise(*, actor_id: int, meeting_id: int, text: str, version: int) -> MeetingSummary:
    """Write, as the note taker, what the record says of process and actions; `version` as last seen, 0 where there is
    none. The set reads it once each presenter has said yes. Raises Invalid, NotFound, Forbidden, Conflict.
    """
    kept = typed.written(text, limit=SUMMARY_LIMIT)
    write = partial(_summarise, actor_id=actor_id, meeting_id=meeting_id, version=version)
    return worded(lambda said: write(said=said), {"text": SUMMARY_LIMIT}, text=kept)


@command
def _summarise(*, actor_id: int, meeting_id: int, said: Texts, version: int) -> MeetingSummary:
    scene = scene_of(meeting_id, actor_id)
    policy.require(
        policy.can_summarise_meeting(scene.actor, scene.meeting), "The note taker writes it, in the record."
    )
    found = session.get(MeetingSummary, meeting_id, populate_existing=True)
    if (found.version if found else 0) != version:
        raise Conflict("The summary was changed in the meantime. Your text is kept: look at both.")
    heed_words(scene, said, before={"text": found.text} if found else None)
    text = said["text"]
    if found is None:
        found = MeetingSummary(meeting_id=meeting_id, author_id=actor_id, text=text, version=1)
        session.add(found)
    else:
        found.text, found.author_id, found.written_at = text, actor_id, clock.now()
        found.version += 1
    for slot in scene.meeting.slots:
        slot.agrees_summary = slot.presenter_id == actor_id
    scene.meeting.change()
    return found


@command
def agree_to_summary(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """Say, as a presenter, that the summary may be read; of the `version` that one has seen."""
    scene = scene_of(meeting_id, actor_id)
    found = session.get(MeetingSummary, meeting_id, populate_existing=True)
    mine = [
        each for each in scene.meeting.slots if each.presenter_id == actor_id and each.state is SlotState.DONE
    ]
    policy.require(bool(mine), "Those who presented say that.")
    if found is None or found.version != version:
        raise Conflict("The summary was changed in the meantime. Read it as it is now.")
    for slot in mine:
        slot.agrees_summary = True
    scene.meeting.change()
    return scene.meeting
