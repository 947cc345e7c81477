"""What somebody learned, from a slot of theirs, an action or the others: theirs, and shared line by line."""

from functools import partial

import sqlalchemy as sa

from cop import db, policy, typed
from cop.db import command, session
from cop.errors import Conflict, NotFound
from cop.meetings.commands.outcomes import member_scene
from cop.meetings.commands.scenes import under_lock
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import MeetingLearning, MeetingLine, Space
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.meetings_outcomes import LEARNING_LIMIT, LearningKind
from cop.models.meetings_slots import SlotState
from cop.models.meetings_speaking import LineKind
from cop.models.meetings_states import OPEN, MeetingState

S = MeetingState
CLOSED = "The record of this meeting is closed."


def note_learning(
    *, actor_id: int, meeting_id: int, text: str, kind: LearningKind, is_shared: bool
) -> MeetingLearning:
    """Keep a line of what one learned. It is one’s own unless it `is_shared`; an insight is of one’s own slot. The same
    once more is one line.

    Raises Invalid and Doubtful (text), NotFound, Forbidden, Conflict.
    """
    if kind is LearningKind.OFFER:
        raise Conflict("An offer is kept from among those that were made to you.")
    kept = typed.written(text, limit=LEARNING_LIMIT)
    note = partial(_note_learning, actor_id=actor_id, meeting_id=meeting_id, kind=kind, is_shared=is_shared)
    return worded(lambda said: note(said=said), {"text": LEARNING_LIMIT}, text=kept)


@command
def _note_learning(
    *, actor_id: int, meeting_id: int, said: Texts, kind: LearningKind, is_shared: bool
) -> MeetingLearning:
    scene = member_scene(actor_id, meeting_id)
    meeting = scene.meeting
    if meeting.state not in (*OPEN, S.RECORD):
        raise Conflict(CLOSED)
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
        if learning.kind is LearningKind.OFFER:
            raise Conflict("This was offered to you alone.")
        policy.require(policy.is_of_set(actor, db.get(Space, learning.space_id)), "You are not in this set.")
    learning.is_shared = is_shared
    if learning.meeting_id is not None:
        under_lock(learning.meeting_id).change()
    return learning


def edit_learning(*, actor_id: int, meeting_id: int, learning_id: int, text: str) -> MeetingLearning:
    """Word a line of one’s own otherwise, at the meeting or while its record is open. Raises as `note_learning`."""
    kept = typed.written(text, limit=LEARNING_LIMIT)
    edit = partial(_edit_learning, actor_id=actor_id, meeting_id=meeting_id, learning_id=learning_id)
    return worded(lambda said: edit(said=said), {"text": LEARNING_LIMIT}, text=kept)


@command
def _edit_learning(*, actor_id: int, meeting_id: int, learning_id: int, said: Texts) -> MeetingLearning:
    scene = member_scene(actor_id, meeting_id)
    learning = _mine(learning_id, actor_id)
    if learning.meeting_id != meeting_id:
        raise NotFound
    if scene.meeting.state not in (*OPEN, S.RECORD):
        raise Conflict(CLOSED)
    heed_words(scene, said, before={"text": learning.text})
    learning.text = said["text"]
    scene.meeting.change()
    return learning


def _mine(learning_id: int, actor_id: int) -> MeetingLearning:
    learning = db.get(MeetingLearning, learning_id)
    if learning.person_id != actor_id:
        raise NotFound
    return learning


@command
def forget_learning(*, actor_id: int, learning_id: int) -> None:
    """Let a line of one’s own go, whenever one likes; what has to be kept for now stays, which is not told."""
    wait_for_holds()
    learning = _mine(learning_id, actor_id)
    db.lock(Space, learning.space_id)
    if has_to_stay(actor_id, space_id=learning.space_id):
        raise Conflict("This can’t be deleted at the moment.")
    if learning.meeting_id is not None:
        under_lock(learning.meeting_id).change()
    session.delete(learning)


@command
def keep_offer(*, actor_id: int, meeting_id: int, line_id: int) -> MeetingLearning:
    """Save an offer that somebody made in one’s own slot, for oneself alone: what was said there goes, this stays. A
    repeat is harmless. Raises NotFound, Conflict.
    """
    scene = member_scene(actor_id, meeting_id)
    line = db.get(MeetingLine, line_id)
    slot = next((each for each in scene.meeting.slots if each.id == line.slot_id), None)
    is_mine = slot is not None and slot.presenter_id == actor_id and slot.state is not SlotState.WITHDRAWN
    if line.meeting_id != meeting_id or line.kind is not LineKind.OFFER or not is_mine:
        raise NotFound
    if scene.meeting.state not in (*OPEN, S.RECORD):
        raise Conflict(CLOSED)
    about = {"meeting_id": meeting_id, "slot_id": line.slot_id, "person_id": actor_id, "text": line.text}
    query = sa.select(MeetingLearning).filter_by(**about, kind=LearningKind.OFFER)
    kept = session.scalars(query).first()
    if kept is None:
        kept = MeetingLearning(space_id=scene.meeting.space_id, kind=LearningKind.OFFER, **about)
        session.add(kept)
        session.flush()
    return kept
