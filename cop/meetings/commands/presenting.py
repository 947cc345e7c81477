"""What presenters say about their own slot: that they are ready, whether they want offers, that there is no action."""

from cop import policy
from cop.db import command
from cop.errors import Conflict
from cop.meetings.commands.scenes import Scene, scene_of
from cop.models import Meeting, MeetingSlot
from cop.models.meetings_slots import SlotState
from cop.models.meetings_states import MeetingState

S = MeetingState
BEFORE_OFFERS = (S.PRESENT, S.CLARIFY, S.EXPLORE)


@command
def be_ready(*, actor_id: int, meeting_id: int, ready: bool) -> Meeting:
    """Consent to present next, or take that back: no slot begins without."""
    scene = scene_of(meeting_id, actor_id)
    slot = scene.meeting.next_slot
    if slot is None or slot.state is not SlotState.WAITING:
        raise Conflict("No slot is to come.")
    policy.require(slot.presenter_id == actor_id, "The one who presents next says that.")
    scene.must_be_there()
    slot.is_ready = ready
    scene.meeting.change()
    return scene.meeting


@command
def ask_for_offers(*, actor_id: int, meeting_id: int, wanted: bool) -> Meeting:
    """Ask the others for what they know and whom they know, or rather not: nobody advises unasked."""
    scene, slot = _mine(actor_id, meeting_id)
    if scene.meeting.phase not in BEFORE_OFFERS:
        raise Conflict("That is decided until exploring ends.")
    slot.wants_resources = wanted
    scene.meeting.change()
    return scene.meeting


@command
def have_no_action(*, actor_id: int, meeting_id: int, none_yet: bool) -> Meeting:
    """Say that there is no action yet, which is an answer too; or take that back."""
    scene, slot = _mine(actor_id, meeting_id)
    if scene.meeting.phase is not S.ACTIONS:
        raise Conflict("That is said while actions are written.")
    slot.has_no_action = none_yet
    scene.meeting.change()
    return scene.meeting


def _mine(actor_id: int, meeting_id: int) -> tuple[Scene, MeetingSlot]:
    scene = scene_of(meeting_id, actor_id)
    slot = scene.meeting.slot
    is_mine = slot is not None and scene.meeting.presenter_id == actor_id
    policy.require(is_mine, "Only the presenter says that, in their slot.")
    scene.must_be_there()
    if slot is None:
        raise Conflict("No slot is under way.")
    return scene, slot
