"""Something is said at a meeting, if the rule of the moment lets its author."""

from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from cop import db, typed
from cop.db import command, session
from cop.errors import Forbidden, Invalid, TooFast
from cop.markup import LINE_LIMIT
from cop.meetings.commands.scenes import Scene, scene_of
from cop.meetings.commands.turns import turn_of
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import MeetingLine, Throttle
from cop.models.meetings_speaking import RULES, LineKind, Speaker, is_question, why_not
from cop.models.meetings_states import MeetingState, Part
from cop.models.states import ALREADY_SENT, digest, is_key


def say(*, actor_id: int, meeting_id: int, text: str, key: str) -> MeetingLine:
    """Say `text` to those who are there. What it is, a question or an answer, follows from whose turn it is.

    A repeat under `key` returns the first. Raises Invalid and Doubtful (text), NotFound, TooFast, Conflict (not there,
    or something else under the key), Forbidden with what holds at this moment.
    """
    kept = typed.written(text, limit=LINE_LIMIT)
    if not is_key(key):
        raise Invalid("That was not understood. Reload the page; copy your text first.", field="key")
    say_it = partial(_say, actor_id=actor_id, meeting_id=meeting_id, key=key)
    return worded(lambda said: say_it(said=said), {"text": LINE_LIMIT}, text=kept)


@command
def _say(*, actor_id: int, meeting_id: int, said: Texts, key: str) -> MeetingLine:
    scene = scene_of(meeting_id, actor_id)
    meeting, stamp = scene.meeting, digest("meeting line", meeting_id, said.sent["text"])
    if first := _sent_before(actor_id, key):
        first.matches(stamp)
        return first
    if not Throttle.take(f"floor:{actor_id}", burst=20, every=timedelta(seconds=1)):
        raise TooFast("That is faster than people can read. Wait a few seconds, then send it again.")
    scene.must_be_there()
    kind = _allowed(scene, said["text"])
    heed_words(scene, said)
    slot = meeting.slot if meeting.is_in_slot else None
    line = MeetingLine(
        meeting_id=meeting.id,
        slot_id=slot.id if slot else None,
        author_id=actor_id,
        seq=meeting.say(),
        phase=meeting.state,
        stretch=meeting.stretch,
        kind=kind,
        text=said["text"],
        key=key,
        digest=stamp,
    )
    db.add_once(line, taken=ALREADY_SENT)
    _count(scene, line)
    scene.there[actor_id].see(meeting)
    return line


def _sent_before(author_id: int, key: str) -> MeetingLine | None:
    query = sa.select(MeetingLine).where(MeetingLine.author_id == author_id, MeetingLine.key == key)
    return session.scalars(query).one_or_none()


def _allowed(scene: Scene, text: str) -> LineKind:
    meeting = scene.meeting
    kind, refusal = why_not(
        meeting.state, speaker_of(scene), meeting.channel, text=text, is_strict=meeting.is_strict
    )
    if kind is None or refusal:
        raise Forbidden(refusal)
    return kind


def speaker_of(scene: Scene) -> Speaker:
    """What the actor is on the floor now."""
    meeting = scene.meeting
    rule = RULES.get(meeting.state)
    return Speaker(
        is_member=Part.MEMBER in scene.parts,
        is_presenter=Part.PRESENTER in scene.parts,
        is_facilitator=Part.FACILITATOR in scene.parts,
        has_floor=meeting.floor_id == scene.actor.id,
        asked=turn_of(scene, scene.actor.id).asked if rule is not None and rule.asked else 0,
    )


def _count(scene: Scene, line: MeetingLine) -> None:
    """How many questions and statements there were, which is all that is told of them later."""
    meeting, slot = scene.meeting, scene.meeting.slot
    if line.kind is not LineKind.QUESTION:
        return
    if RULES[meeting.state].asked:
        turn_of(scene, line.author_id).asked += 1
    if slot is not None and line.slot_id is not None and meeting.state is not MeetingState.ACTIONS:
        if is_question(line.text):
            slot.questions += 1
        else:
            slot.statements += 1
