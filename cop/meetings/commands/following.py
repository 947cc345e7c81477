"""The meeting that comes after one: what was said about it at the close, and the row that it becomes."""

from datetime import datetime

from cop import clock, policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid
from cop.events import MeetingArranged
from cop.meetings.commands.dates import to_come
from cop.meetings.commands.locks import is_closed
from cop.meetings.commands.scenes import scene_of
from cop.models import Meeting, MeetingTiming
from cop.models.meetings_choices import Next
from cop.models.meetings_states import MeetingState, Part
from cop.models.states import digest


@command
def settle_next(
    *,
    actor_id: int,
    meeting_id: int,
    step: Next,
    starts_at: datetime | None = None,
    host_id: int | None = None,
    facilitator_id: int | None = None,
) -> Meeting:
    """Say at the close how the set goes on: on a date, with a host and a facilitator (None: to be agreed), by a poll,
    or not. It can be said otherwise until the record. Raises Invalid (date, host, facilitator), Forbidden, Conflict.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    policy.require(
        not scene.parts.isdisjoint({Part.FACILITATOR, Part.HOST}), "The facilitator and the host say that."
    )
    if meeting.state is not MeetingState.CLOSE:
        raise Conflict("That is said at the close.")
    if step is Next.DATE:
        if host_id not in scene.members:
            raise Invalid("Choose a member of the set who hosts it.", field="host")
        if facilitator_id is not None and facilitator_id not in scene.people:
            raise Invalid("Choose somebody of the set, or leave it to be agreed.", field="facilitator")
        to_come(starts_at)
    is_date = step is Next.DATE
    meeting.next_step = step
    meeting.next_starts_at = starts_at if is_date else None
    meeting.next_host_id = host_id if is_date else None
    meeting.next_facilitator_id = facilitator_id if is_date else None
    meeting.change()
    return meeting


def convene_next(meeting: Meeting) -> None:
    """Let the next one be on its date, set up as this one was; none where the set was closed meanwhile."""
    is_settled = meeting.next_starts_at is not None and meeting.next_host_id is not None
    if not is_settled or is_closed(meeting.space_id):
        return
    key = f"after meeting {meeting.id}"  # no form sends such a one (models/states.py)
    following = Meeting(
        convener_id=meeting.next_host_id,
        key=key,
        digest=digest(key),
        state=MeetingState.SCHEDULED,
        starts_at=meeting.next_starts_at,
        booked_at=clock.now(),
        host_id=meeting.next_host_id,
        facilitator_id=meeting.next_facilitator_id,
        template=meeting.template,
        channel=meeting.channel,
        is_strict=meeting.is_strict,
        quorum=meeting.quorum,
        slot_minutes=meeting.slot_minutes,
        slots_planned=meeting.slots_planned,
    )
    following.space = meeting.space
    following.timings = [MeetingTiming(phase=each.phase, minutes=each.minutes) for each in meeting.timings]
    following.slots = []
    session.add(following)
    session.flush()
    record(MeetingArranged(following.id))
