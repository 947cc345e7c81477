"""A meeting is set up otherwise before it begins: another date, other timings, another way to talk."""

from dataclasses import replace

import sqlalchemy as sa

from cop.db import command, record, session
from cop.errors import Conflict, Forbidden
from cop.events import MeetingArranged
from cop.meetings.commands.convening import Draft, check_people, checked
from cop.meetings.commands.dates import in_window, to_come
from cop.meetings.commands.moving import take
from cop.meetings.commands.scenes import Scene, scene_of
from cop.models import Meeting, MeetingAttendance
from cop.models.meetings_states import MeetingState, way
from cop.models.meetings_timings import Plan

BEGUN = "This meeting has begun: it is as it was arranged."
THEIRS = "Its host or its facilitator sets a meeting up."


@command
def set_up(*, actor_id: int, meeting_id: int, draft: Draft, version: int) -> Meeting:
    """Change how a meeting is to be, before it has opened; with another date it is to be scheduled by its host or its
    facilitator. Who hosts and who leads is handed over, and not set here: a host who has left the set is followed by
    whoever sets it up. Raises as `convene`.
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    meeting.is_at(version)
    found = way(meeting.state, MeetingState.SCHEDULED)
    if found is None:
        raise Conflict(BEGUN)
    if found.by.isdisjoint(scene.parts):
        raise Forbidden(THEIRS)
    draft = _with_holders(scene, draft)
    check_people(meeting.space, draft, scene.members)
    planned = checked(draft, len(scene.members))
    starts_at = to_come(draft.starts_at)
    is_moved = meeting.starts_at != starts_at or meeting.state is not MeetingState.SCHEDULED
    if is_moved:
        in_window(meeting.space, starts_at, is_meant=draft.is_meant)
    take(scene, found)
    meeting.starts_at = starts_at
    _set(meeting, draft, planned)
    if is_moved:
        _tell_anew(meeting, actor_id)
    return meeting


def _set(meeting: Meeting, draft: Draft, planned: Plan) -> None:
    meeting.quorum, meeting.is_strict = draft.quorum, draft.is_strict
    meeting.host_id, meeting.facilitator_id = draft.host_id, draft.facilitator_id
    meeting.template, meeting.channel, meeting.is_first = draft.template, draft.channel, draft.is_first
    meeting.slot_minutes, meeting.slots_planned = planned.slot, planned.slots
    for timing in meeting.timings:
        timing.minutes = planned.minutes[timing.phase]


def _tell_anew(meeting: Meeting, actor_id: int) -> None:
    """It is on another day: the others are told, and who could not come on the one before may well come on this."""
    record(MeetingArranged(meeting.id, actor_id))
    sorry = sa.update(MeetingAttendance).where(MeetingAttendance.meeting_id == meeting.id)
    session.execute(sorry.values(is_sorry=False))


def _with_holders(scene: Scene, draft: Draft) -> Draft:
    """`draft`, with somebody of the set in each part."""
    host_id = draft.host_id if draft.host_id in scene.members else scene.actor.id
    leads = draft.facilitator_id if draft.facilitator_id in scene.people else None
    return replace(draft, host_id=host_id, facilitator_id=leads)
