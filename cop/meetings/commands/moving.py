"""A meeting moves: from one state to the next, one step for however many clicks, and never by itself.

What the clock may do is open the lobby and archive a record; and it waits for a presenter whose line broke.
"""

from datetime import timedelta

from cop import clock, policy
from cop.db import command
from cop.errors import Conflict, Forbidden
from cop.meetings.commands.entering import ENTERING, leave_state
from cop.meetings.commands.scenes import Scene, look_at, scene_of, settle, under_lock
from cop.meetings.commands.situations import situation_of
from cop.meetings.commands.voices import has_been_asked_to_end
from cop.meetings.commands.withdrawing import purge_slot
from cop.models import Meeting
from cop.models.holds import wait_for_holds
from cop.models.meetings_choices import Pause
from cop.models.meetings_people import GREY_AFTER, Matter
from cop.models.meetings_states import (
    APART,
    ENDS,
    OPENS_BEFORE,
    RECORD_LASTS,
    SLOT,
    UNDER_WAY,
    MeetingState,
    Part,
    Way,
    way,
)
from cop.models.meetings_timings import Channel
from cop.policy import NOBODY

NO_WAY = "It does not go on like that from here. Look where the meeting is now."
FACILITATORS = "The facilitator does that. If they are gone, take over."
USED = "You have stopped the clock once in this meeting. Ask the facilitator."


@command
def move_meeting(*, actor_id: int, meeting_id: int, to: MeetingState, version: int) -> Meeting:
    """Go on to the state `to`, if the table lets this person from where it is. `version` as last seen.

    Raises NotFound, Forbidden (not theirs to do), Conflict (it has moved, there is no such way, or something has to be
    so first, which it says).
    """
    scene = scene_of(meeting_id, actor_id)
    scene.meeting.is_at(version)
    found = way(scene.meeting.state, to)
    if found is None or (found.source, found.target) in APART:
        raise Conflict(NO_WAY)
    take(scene, found)
    return scene.meeting


def take(scene: Scene, found: Way) -> None:
    """Go this way; Forbidden or Conflict where that is not to be."""
    if found.by.isdisjoint(scene.parts):
        raise Forbidden(found.why_not(scene.parts, situation_of(scene)))
    if why_not := found.why_not(scene.parts, situation_of(scene)):
        raise Conflict(why_not)
    go(scene, found.target)


def go(scene: Scene, target: MeetingState) -> None:
    """Be there: what ends with the state that is left ends, and what begins with the next one begins."""
    leave_state(scene, target)
    settle(scene.meeting, Matter.SMALL, Matter.ORDER, Matter.EXTEND, Matter.END)
    if target in ENTERING:
        ENTERING[target](scene)
    scene.meeting.enter(target)


@command
def end_meeting(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """Go to the close from wherever it is under way; in a slot its presenter, if they are there, says yes to it first:
    see `agree_to_end`.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    found = next((each for each in ENDS if each.source is meeting.state), None)
    if found is None:
        raise Conflict("This meeting is not under way.")
    if found.by.isdisjoint(scene.parts):
        raise Forbidden("The facilitator or the host ends a meeting.")
    if meeting.presenter_id in scene.there and meeting.presenter_id != actor_id:
        raise Conflict("It is their slot: ask the presenter first, who agrees on this page.")
    go(scene, MeetingState.CLOSE)
    return meeting


@command
def agree_to_end(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """As the presenter, let the meeting end in one’s slot, as the facilitator or the host has asked."""
    scene = scene_of(meeting_id, actor_id)
    scene.meeting.is_at(version)
    policy.require(Part.PRESENTER in scene.parts, "Only the presenter says that.")
    if not has_been_asked_to_end(scene.meeting):
        raise Conflict("Nobody has asked whether the meeting may end.")
    go(scene, MeetingState.CLOSE)
    return scene.meeting


@command
def stop_my_slot(*, actor_id: int, meeting_id: int) -> Meeting:
    """End one’s own slot at any moment; nothing that was said in it is kept, and no reason is asked. A repeat is
    harmless, and a page that is behind stops it too.
    """
    wait_for_holds()
    scene = scene_of(meeting_id, actor_id)
    meeting, slot = scene.meeting, scene.meeting.slot
    if meeting.state is MeetingState.WITHDRAWN and slot is not None and slot.presenter_id == actor_id:
        return meeting
    policy.require(meeting.presenter_id == actor_id and meeting.phase in SLOT, "This is not your slot.")
    if slot is not None:
        purge_slot(meeting, slot)
    settle(meeting, Matter.EXTEND, Matter.END)
    meeting.enter(MeetingState.WITHDRAWN)
    return meeting


@command
def time_out(*, actor_id: int, meeting_id: int, why: Pause | None = None) -> Meeting:
    """Stop the clock: the facilitator whenever they like, anybody else who is there once in a meeting. Nobody has to
    say why; whoever does says it to all.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    if meeting.state is MeetingState.PAUSED:
        return meeting
    if meeting.state not in UNDER_WAY:
        raise Conflict("The clock of this meeting does not run.")
    scene.must_be_there()
    policy.require(not scene.parts.isdisjoint({Part.FACILITATOR, Part.MEMBER}), FACILITATORS)
    if Part.FACILITATOR not in scene.parts:
        mine = scene.attendance(actor_id)
        if mine.stopped_clock_at is not None:
            raise Conflict(USED)
        mine.stopped_clock_at = clock.now()
    meeting.pause(why)
    return meeting


@command
def resume(*, actor_id: int, meeting_id: int, version: int) -> Meeting:
    """Go on from where the clock was stopped, with what was left; without the presenter, where they are away."""
    scene = scene_of(meeting_id, actor_id)
    scene.meeting.is_at(version)
    if scene.meeting.state is not MeetingState.PAUSED:
        raise Conflict("The clock is running.")
    policy.require(Part.FACILITATOR in scene.parts, FACILITATORS)
    scene.meeting.resume()
    scene.meeting.goes_on_without = scene.is_presenter_away(GREY_AFTER)
    return scene.meeting


def wait_for_presenter(scene: Scene) -> None:
    """Stop the clock where the presenter’s page was in touch and is no more: they are not to be talked about alone."""
    meeting = scene.meeting
    if meeting.channel is not Channel.TEXT or meeting.state not in SLOT or meeting.goes_on_without:
        return
    stay = scene.there.get(meeting.presenter_id or 0)
    if stay is None or stay.is_cut_off(GREY_AFTER):
        meeting.pause()


@command
def open_lobby(*, meeting_id: int) -> None:
    """Let people come in, ten minutes before the start. A repeat is harmless."""
    open_if_due(under_lock(meeting_id))


def open_if_due(meeting: Meeting) -> None:
    is_due = clock.now() - meeting.starts_at >= -OPENS_BEFORE
    if meeting.state is MeetingState.SCHEDULED and is_due:
        go(look_at(meeting, NOBODY), MeetingState.LOBBY)


@command
def archive(*, meeting_id: int) -> None:
    """Close the record of a meeting, 72 hours after it was opened. A repeat is harmless."""
    meeting = under_lock(meeting_id)
    lasted = clock.now() - meeting.recorded_at if meeting.recorded_at else timedelta(0)
    if meeting.state is MeetingState.RECORD and lasted >= RECORD_LASTS:
        go(look_at(meeting, NOBODY), MeetingState.ARCHIVED)
