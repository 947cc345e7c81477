"""What people write before a meeting: what they hope it gets to, and notes that are nobody else's to read."""

from functools import partial

import sqlalchemy as sa

from cop import clock, policy, typed
from cop.db import command, session
from cop.errors import Conflict
from cop.meetings.commands.scenes import Scene, scene_of
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import Meeting, MeetingHope, MeetingNote
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.meetings_before import HOPE_LIMIT, NOTE_LIMIT
from cop.models.meetings_states import MeetingState

S = MeetingState
BEFORE = (S.PROPOSED, S.SCHEDULED, S.LOBBY)
BEGUN = "This meeting has begun."
MEMBERS = "Members of the set do that."
SAVED = "You have saved this from another page since you opened it. What you typed is kept: look at both."


def hope(*, actor_id: int, meeting_id: int, text: str) -> Meeting:
    """Say before it begins what one hopes that a meeting gets to, or say it otherwise; an empty text takes it back.

    Raises Invalid and Doubtful (text), NotFound, Forbidden, Conflict.
    """
    kept = typed.optional(text, limit=HOPE_LIMIT)
    say_it = partial(_hope, actor_id=actor_id, meeting_id=meeting_id)
    return worded(lambda said: say_it(said=said), {"text": HOPE_LIMIT}, text=kept)


@command
def _hope(*, actor_id: int, meeting_id: int, said: Texts) -> Meeting:
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    policy.require(policy.is_of_set(scene.actor, meeting.space), MEMBERS)
    policy.require(policy.can_speak_at(scene.actor, meeting), "You can’t write here at the moment.")
    if meeting.state not in BEFORE:
        raise Conflict(BEGUN)
    mine = session.get(MeetingHope, (meeting_id, actor_id))
    heed_words(scene, said, before={"text": mine.text} if mine else None)
    _keep_hope(scene, mine, said["text"])
    meeting.change()
    return meeting


def _keep_hope(scene: Scene, mine: MeetingHope | None, text: str) -> None:
    if not text:
        if mine is not None:
            session.delete(mine)
    elif mine is None:
        session.add(MeetingHope(meeting_id=scene.meeting.id, person_id=scene.actor.id, text=text))
    else:
        mine.text, mine.written_at = text, clock.now()


def save_note(*, actor_id: int, meeting_id: int, text: str, version: int) -> MeetingNote | None:
    """Save one's own notes for a meeting, whenever one likes; `version` as last seen, 0 where there are none. An empty
    text lets them go. Raises Invalid (text), NotFound, Forbidden, Conflict.
    """
    kept = typed.drafted(text, limit=NOTE_LIMIT)
    if not kept:
        return _forget_note(actor_id=actor_id, meeting_id=meeting_id, version=version)
    return _save_note(actor_id=actor_id, meeting_id=meeting_id, text=kept, version=version)


@command
def _save_note(*, actor_id: int, meeting_id: int, text: str, version: int) -> MeetingNote:
    scene, note = _note_of_mine(actor_id, meeting_id, version)
    if note is None:
        about = {"space_id": scene.meeting.space_id, "meeting_id": meeting_id, "person_id": actor_id}
        note = MeetingNote(text=text, version=1, **about)
        session.add(note)
    else:
        note.text, note.saved_at = text, clock.now()
        note.version += 1
    session.flush()
    return note


@command
def _forget_note(*, actor_id: int, meeting_id: int, version: int) -> None:
    wait_for_holds()
    scene, note = _note_of_mine(actor_id, meeting_id, version)
    if note is None:
        return
    if has_to_stay(actor_id, space_id=scene.meeting.space_id):
        raise Conflict("This can’t be deleted at the moment.")
    session.delete(note)


def _note_of_mine(actor_id: int, meeting_id: int, version: int) -> tuple[Scene, MeetingNote | None]:
    """Nobody is told that somebody writes: the meeting does not change by it."""
    scene = scene_of(meeting_id, actor_id)
    policy.require(policy.is_of_set(scene.actor, scene.meeting.space), MEMBERS)
    mine = (MeetingNote.meeting_id == meeting_id, MeetingNote.person_id == actor_id)
    note = session.scalars(sa.select(MeetingNote).where(*mine)).one_or_none()
    if (note.version if note else 0) != version:
        raise Conflict(SAVED)
    return scene, note
