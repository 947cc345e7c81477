"""What was said in a slot goes: because its presenter stopped it, or has no more use for it."""

import sqlalchemy as sa

from cop import policy
from cop.db import command, session
from cop.errors import Conflict
from cop.meetings.commands.scenes import scene_of, under_lock
from cop.models import Meeting, MeetingAction, MeetingLearning, MeetingSlot
from cop.models.holds import has_to_stay, wait_for_holds
from cop.models.meetings_floor import forget_floor
from cop.models.meetings_slots import SlotState
from cop.models.meetings_whose import whose_floor


def purge_slot(meeting: Meeting, slot: MeetingSlot) -> None:
    """Withdraw it. Its lines, turns, actions and learning are deleted; where a legal hold is on them they are kept for
    that alone, and nobody reads them (queries/floor.py).
    """
    slot.withdraw()
    if _has_to_stay(meeting, slot):
        return
    forget_floor(slot_id=slot.id)
    for kind in (MeetingAction, MeetingLearning):
        gone = sa.delete(kind).where(kind.slot_id == slot.id)
        session.execute(gone.execution_options(synchronize_session=False))


def _has_to_stay(meeting: Meeting, slot: MeetingSlot) -> bool:
    others = session.scalars(whose_floor(slot_id=slot.id))
    return has_to_stay(slot.presenter_id, *others, space_id=meeting.space_id)


@command
def purge_stopped(*, slot_id: int) -> None:
    """Delete what had to be kept of a slot as it was stopped, once nothing asks for it any more."""
    wait_for_holds()
    meeting_id = session.scalar(sa.select(MeetingSlot.meeting_id).where(MeetingSlot.id == slot_id))
    meeting = under_lock(meeting_id or 0)
    slot = next(each for each in meeting.slots if each.id == slot_id)
    if slot.state is SlotState.WITHDRAWN:
        purge_slot(meeting, slot)


@command
def forget_my_slot(*, actor_id: int, slot_id: int) -> Meeting:
    """Delete what was said in one’s own slot, once it is done; actions and attendance stay. A repeat is harmless.

    Raises NotFound, Forbidden, Conflict (it goes on, or has to be kept for now, which is not told).
    """
    wait_for_holds()
    meeting_id = session.scalar(sa.select(MeetingSlot.meeting_id).where(MeetingSlot.id == slot_id))
    scene = scene_of(meeting_id or 0, actor_id)
    slot = next(each for each in scene.meeting.slots if each.id == slot_id)
    policy.require(slot.presenter_id == actor_id, "Only whose slot it was can do that.")
    if slot.state is not SlotState.DONE:
        raise Conflict("Your slot is not over. To end it, stop it.")
    if _has_to_stay(scene.meeting, slot):
        raise Conflict("This can’t be deleted at the moment.")
    forget_floor(slot_id=slot.id)
    scene.meeting.change()
    return scene.meeting
