"""People come to a meeting, are seen there, and go; what they agree to before it begins."""

import sqlalchemy as sa

from cop import clock
from cop.db import command, session
from cop.errors import Conflict, Invalid
from cop.meetings.commands.moving import open_if_due, wait_for_presenter
from cop.meetings.commands.scenes import Scene, look_at, scene_of
from cop.meetings.commands.situations import rules_of_today
from cop.models import Meeting, MeetingStay
from cop.models.meetings_states import OPEN, MeetingState

NOT_OPEN = "Nobody can come in at the moment. A meeting opens ten minutes before its start."
TICK = "Say first that you keep to the ground rules, and to what the statement on confidentiality says."
FREE = (MeetingState.LOBBY, MeetingState.INQUORATE)
"""In which one can be there before one has agreed to anything."""


@command
def come_in(*, actor_id: int, meeting_id: int, ticks: bool) -> Meeting:
    """Be at a meeting from now on. Once it has begun one `ticks` the ground rules and the statement with it; what was
    said before is not for them. A repeat is harmless. Raises NotFound, Conflict (not open), Invalid (not ticked).
    """
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    open_if_due(meeting)
    if meeting.state not in OPEN:
        raise Conflict(NOT_OPEN)
    mine = scene.attendance(actor_id)
    if ticks:
        _tick(scene)
    elif mine.ticked_at is None and meeting.state not in FREE:
        raise Invalid(TICK, field="ticks")
    mine.came_at, mine.is_sorry = mine.came_at or clock.now(), False
    if not scene.is_there:
        _begin_stay(meeting, actor_id)
    meeting.change()
    return meeting


def _begin_stay(meeting: Meeting, person_id: int) -> None:
    """What was said since they were there last is not theirs."""
    left = _open_stay(meeting, person_id)
    if left is not None:
        left.end(left.heard)
        session.flush()
    said = meeting.said
    stay = MeetingStay(meeting_id=meeting.id, person_id=person_id, from_seq=said, heard=said, is_live=False)
    session.add(stay)


def _open_stay(meeting: Meeting, person_id: int) -> MeetingStay | None:
    mine = (MeetingStay.meeting_id == meeting.id, MeetingStay.person_id == person_id)
    return session.scalars(sa.select(MeetingStay).where(*mine, MeetingStay.ended_at.is_(None))).one_or_none()


@command
def tick(*, actor_id: int, meeting_id: int) -> Meeting:
    """Say that one keeps to the ground rules of today and to the statement on confidentiality."""
    scene = scene_of(meeting_id, actor_id)
    scene.must_be_there()
    _tick(scene)
    scene.meeting.change()
    return scene.meeting


def _tick(scene: Scene) -> None:
    mine = scene.attendance(scene.actor.id)
    mine.ticked_at, mine.rules = clock.now(), rules_of_today(scene.meeting)


@command
def look(*, actor_id: int, meeting_id: int, is_live: bool) -> bool:
    """Be seen at a meeting; whether one is there. `is_live` is that a page keeps in touch by itself. Whoever was away
    for too long has to come in again. It waits for a presenter whose page was in touch and is no more.
    """
    scene = scene_of(meeting_id, actor_id)
    stay = scene.there.get(actor_id)
    if stay is not None:
        stay.is_live = stay.is_live or is_live
    wait_for_presenter(scene)
    return stay is not None


@command
def leave_meeting(*, actor_id: int, meeting_id: int) -> Meeting:
    """Be there no longer. A presenter who leaves is waited for; a repeat is harmless."""
    scene = scene_of(meeting_id, actor_id)
    meeting = scene.meeting
    stay = scene.there.pop(actor_id, None)
    if stay is not None:
        stay.end(meeting.said)
        session.flush()
        if meeting.floor_id == actor_id:
            meeting.floor_id = None
        wait_for_presenter(look_at(meeting, scene.actor))
        meeting.change()
    return meeting
