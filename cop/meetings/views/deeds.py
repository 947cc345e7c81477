"""What somebody may do at a meeting at this moment, as buttons: a few are offered at once, the others on demand."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import NamedTuple

from cop.meetings.commands.offices import is_leader_gone
from cop.meetings.commands.scenes import Scene
from cop.meetings.commands.voices import has_been_asked_to_end
from cop.models.meetings_people import Matter
from cop.models.meetings_slots import SlotState
from cop.models.meetings_speaking import QUEUED, ROUNDS
from cop.models.meetings_states import OPEN, SLOT, UNDER_WAY, MeetingState, Part, Situation, ways_from

S = MeetingState
AT_ONCE = 3
"""So many buttons stand beside where the meeting is."""

GO = {
    S.LOBBY: "Open the lobby",
    S.CHECK_IN: "Begin with the check-in",
    S.REVIEW: "Go on to the actions",
    S.BIDDING: "Go on to the bids",
    S.PRESENT: "Begin the next slot",
    S.CLARIFY: "Go on to clarify",
    S.EXPLORE: "Go on to explore",
    S.RESOURCES: "Go on to the offers",
    S.SUMMARISE: "Go on to the summary",
    S.ACTIONS: "Go on to the actions of this slot",
    S.FEEDBACK: "Go on to feedback",
    S.BREAK: "Take a break",
    S.CLOSE: "Go on to the close",
    S.RECORD: "Close the meeting",
    S.INQUORATE: "Say that you are too few",
}


class Deed(NamedTuple):
    """A button: the word that it sends, what it says, and the value that goes with it."""

    act: str
    label: str
    value: str = ""


def deeds(scene: Scene, situation: Situation, hands: Collection[int]) -> list[Deed]:
    """What the actor may do, the most likely first; `hands` are ids of those whose hands are up. Who leads gives the
    floor and goes on before they ask for it themselves.
    """
    if scene.meeting.state in OPEN and not scene.is_there:
        return []
    turns = partial(_of_turns, hand_is_up=scene.actor.id in hands)
    led = (_of_leader, _of_ways)
    middle = (*led, turns) if Part.FACILITATOR in scene.parts else (turns, *led)
    sources = (_of_set, _of_presenter, *middle, _of_clock)
    return [deed for source in sources for deed in source(scene, situation)]


def _of_set(scene: Scene, _situation: Situation) -> Iterator[Deed]:
    meeting = scene.meeting
    if Part.MEMBER not in scene.parts:
        return
    if meeting.state is S.BIDDING and meeting.order_at is not None:
        yield Deed("yes", "Agree to the order", Matter.ORDER)
        yield Deed("no", "Object to the order", Matter.ORDER)
    if meeting.asked_minutes is not None:
        yield Deed("yes", f"Agree to {meeting.asked_minutes} minutes more", Matter.EXTEND)
        yield Deed("no", "Rather not", Matter.EXTEND)
    if meeting.taker_id is not None and meeting.taker_id != scene.actor.id:
        yield Deed("no", "Object to the take-over", Matter.TAKE)
    if meeting.state in (S.LOBBY, S.INQUORATE):
        yield Deed("yes", "I agree to begin with fewer", Matter.SMALL)
    if meeting.state in OPEN and meeting.taker_id is None and is_leader_gone(scene):
        yield Deed("take", "Take over the facilitation")


def _of_presenter(scene: Scene, _situation: Situation) -> Iterator[Deed]:
    meeting, following = scene.meeting, scene.meeting.next_slot
    is_next = following is not None and following.state is SlotState.WAITING
    if (
        following is not None
        and is_next
        and following.presenter_id == scene.actor.id
        and not following.is_ready
    ):
        yield Deed("ready", "I am ready to present", "yes")
    if Part.PRESENTER not in scene.parts or meeting.slot is None:
        return
    if has_been_asked_to_end(meeting):
        yield Deed("agree-to-end", "Agree to end the meeting")
    if meeting.state in QUEUED:
        yield Deed("sit", "Let the question sit")
    if meeting.phase in (S.PRESENT, S.CLARIFY, S.EXPLORE):
        wants = meeting.slot.wants_resources
        yield Deed("offers", "No offers, please" if wants else "Ask for offers", "no" if wants else "yes")
    if meeting.state is S.ACTIONS and not meeting.slot.has_no_action:
        yield Deed("no-action", "There is no action yet", "yes")


def _of_turns(scene: Scene, _situation: Situation, *, hand_is_up: bool) -> Iterator[Deed]:
    state = scene.meeting.state
    if Part.MEMBER not in scene.parts or (Part.PRESENTER in scene.parts and state in QUEUED):
        return
    if state in QUEUED:
        yield Deed("lower", "Lower my hand") if hand_is_up else Deed("raise", "Raise my hand")
    if state in (*QUEUED, *ROUNDS):
        yield Deed("pass", "Pass")


def _of_leader(scene: Scene, _situation: Situation) -> Iterator[Deed]:
    state = scene.meeting.state
    if Part.FACILITATOR not in scene.parts:
        return
    if state is S.PAUSED:
        yield Deed("resume", "Go on")
    if state in (*QUEUED, *ROUNDS, S.REVIEW):
        yield Deed("next", "Next speaker")
    if state is S.EXPLORE:
        yield Deed("round", "Another round")


def _of_ways(scene: Scene, situation: Situation) -> Iterator[Deed]:
    for each in ways_from(scene.meeting.state):
        if each.target in GO and not each.why_not(scene.parts, situation):
            yield Deed("move", GO[each.target], each.target)


def _of_clock(scene: Scene, _situation: Situation) -> Iterator[Deed]:
    meeting, parts = scene.meeting, scene.parts
    if meeting.remaining is not None and not parts.isdisjoint(
        {Part.FACILITATOR, Part.TIMEKEEPER, Part.PRESENTER}
    ):
        yield Deed("extend", "2 minutes more", "2")
        yield Deed("extend", "5 minutes more", "5")
    if meeting.state in UNDER_WAY and not parts.isdisjoint({Part.FACILITATOR, Part.MEMBER}):
        yield Deed("time-out", "Time-out")
    may_end = not parts.isdisjoint({Part.FACILITATOR, Part.HOST})
    if may_end and meeting.state in (*UNDER_WAY, S.PAUSED) and meeting.state is not S.CLOSE:
        asks = meeting.presenter_id in scene.there and meeting.presenter_id != scene.actor.id
        yield Deed("ask-to-end", "Ask to end the meeting") if asks else Deed("end", "End the meeting")
    if meeting.state in OPEN:
        yield Deed("leave", "Leave the meeting")


def reasons(scene: Scene, situation: Situation) -> list[str]:
    """Why the actor can’t go on yet, where it is theirs to go on."""
    if scene.meeting.state in OPEN and not scene.is_there:
        return []
    ways = [each for each in ways_from(scene.meeting.state) if not each.by.isdisjoint(scene.parts)]
    if any(not each.why_not(scene.parts, situation) for each in ways):
        return []
    return list(dict.fromkeys(each.why_not(scene.parts, situation) for each in ways))


def is_mine_to_stop(scene: Scene) -> bool:
    """Whether it is the actor’s slot that is under way."""
    return scene.meeting.phase in SLOT and scene.meeting.presenter_id == scene.actor.id
