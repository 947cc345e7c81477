"""The note taker’s summary of process and actions, and the presenters’ yes to it."""

from functools import partial

from cop import clock, policy, typed
from cop.db import command, session
from cop.errors import Conflict
from cop.meetings.commands.scenes import scene_of
from cop.meetings.commands.wording import Texts, heed_words, worded
from cop.models import Meeting, MeetingSummary
from cop.models.meetings_outcomes import SUMMARY_LIMIT
from cop.models.meetings_slots import SlotState


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
