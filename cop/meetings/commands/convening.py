"""A meeting is arranged: proposed or scheduled, or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.db import add_once, command, record, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.events import MeetingArranged
from cop.meetings.commands.dates import in_window, to_come
from cop.meetings.commands.locks import is_closed
from cop.meetings.commands.moving import go, take
from cop.meetings.commands.scenes import look_at, scene_of
from cop.models import Meeting, MeetingTiming, RoleName, Space, Throttle
from cop.models.meetings import QUORUM
from cop.models.meetings_choices import Called
from cop.models.meetings_slots import MOST_DAYS
from cop.models.meetings_states import LEAST, MeetingState, way
from cop.models.meetings_timings import CONTRACTING, DAY, PHASES, Channel, Plan, Template, plan
from cop.models.states import digest
from cop.queues import queue_for

MOST_PEOPLE = 8
MOST_SLOTS = 8
LONGEST = 240
"""Minutes of a phase, or of a slot, of a meeting that is not held over days."""
BEFORE = (MeetingState.PROPOSED, MeetingState.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Draft:
    """How a meeting is to be. What it is made of need not be valid yet. `minutes`, `slots` and `slot` are as the
    template has them where they are left out; where it `is_first` the check-in is longer by what a set needs that meets
    for the first time without being in one room.
    """

    starts_at: datetime | None
    host_id: int
    facilitator_id: int | None = None
    template: Template = Template.T90
    channel: Channel = Channel.COMPANION
    is_strict: bool = True
    quorum: int = QUORUM
    is_proposal: bool = False
    is_first: bool = False
    minutes: Mapping[MeetingState, int] = field(default_factory=dict)
    slots: int | None = None
    slot: int | None = None
    is_meant: bool = False
    """On that date even where the programme has other days for it."""


@command
def convene(*, actor_id: int, slug: str, draft: Draft, key: str) -> Meeting:
    """Arrange a meeting of the set `slug`; the same again under `key` returns the first.

    Raises NotFound, Forbidden, TooFast, Conflict, and Invalid (starts_at, outside, host, facilitator, quorum, minutes,
    slots).
    """
    space, actor = set_under_lock(slug, actor_id)
    sent = digest("meeting", space.id, str(draft))
    return sent_before(actor_id, key, sent) or arrange(space, actor, draft=draft, key=key, sent=sent)


def arrange(space: Space, actor: policy.Actor, *, draft: Draft, key: str, sent: str) -> Meeting:
    """Within a command that has locked the set: the meeting, sent under `key` with the fingerprint `sent`."""
    if not Throttle.take(f"convene:{actor.id}", burst=10, every=timedelta(minutes=5)):
        raise TooFast("You have arranged many meetings just now. Wait a few minutes, then send it again.")
    members = list(session.scalars(policy.people_of_meetings(space, RoleName.MEMBER)))
    check_people(space, draft, members)
    planned = checked(draft, len(members))
    starts_at = to_come(draft.starts_at)
    in_window(space, starts_at, is_meant=draft.is_meant or draft.is_proposal)
    meeting = Meeting(
        convener_id=actor.id,
        key=key,
        digest=sent,
        state=MeetingState.PROPOSED if draft.is_proposal else MeetingState.SCHEDULED,
        starts_at=starts_at,
        booked_at=None if draft.is_proposal else clock.now(),
        host_id=draft.host_id,
        facilitator_id=draft.facilitator_id,
        template=draft.template,
        channel=draft.channel,
        is_strict=draft.is_strict,
        quorum=draft.quorum,
        slot_minutes=planned.slot,
        slots_planned=planned.slots,
        is_first=draft.is_first,
    )
    meeting.space, meeting.slots = space, []
    meeting.timings = [MeetingTiming(phase=phase, minutes=each) for phase, each in planned.minutes.items()]
    add_once(meeting, taken="That was already sent from another page. What you typed is kept.")
    record(MeetingArranged(meeting.id, actor.id))
    return meeting


def set_under_lock(slug: str, actor_id: int) -> tuple[Space, policy.Actor]:
    """The set and who acts; NotFound for who takes no part in its meetings, Conflict where it is closed."""
    queue_for(Space, slug)
    query = sa.select(Space).where(Space.slug == slug).with_for_update(of=Space)
    space = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    actor = policy.load_actor(actor_id)
    if space is None or not policy.can_meet(actor, space):
        raise NotFound
    if is_closed(space.id):
        raise Conflict("This set is closed: it meets no more.")
    return space, actor


def sent_before(convener_id: int, key: str, sent: str) -> Meeting | None:
    """What somebody arranged under this key; Conflict where that was something else."""
    query = sa.select(Meeting).where(Meeting.convener_id == convener_id, Meeting.key == key)
    meeting = session.scalars(query).one_or_none()
    if meeting is not None:
        meeting.matches(sent)
    return meeting


def check_people(space: Space, draft: Draft, members: list[int]) -> None:
    if draft.host_id not in members:
        raise Invalid("Choose a member of the set who hosts it.", field="host")
    leads = draft.facilitator_id
    if leads is not None and leads not in set(session.scalars(policy.people_of_meetings(space))):
        raise Invalid("Choose somebody of the set, or leave it to be agreed.", field="facilitator")
    if not LEAST <= draft.quorum <= MOST_PEOPLE:
        raise Invalid(f"A meeting needs {LEAST} people at least; say {MOST_PEOPLE} at most.", field="quorum")
    if (draft.template is Template.TASY) != (draft.channel is Channel.ASYNC):
        raise Invalid(
            "A meeting over days is held in writing, over days. Choose both, or neither.", field="channel"
        )


def checked(draft: Draft, members: int) -> Plan:
    planned, is_long = plan(draft.template, members), draft.template is Template.TASY
    slots = planned.slots if draft.slots is None else draft.slots
    slot = planned.slot if draft.slot is None else draft.slot
    most, least = (MOST_DAYS * DAY, DAY) if is_long else (LONGEST, 10)
    minutes = {phase: draft.minutes.get(phase, _usual(planned, phase, draft)) for phase in PHASES}
    if any(not 0 <= each <= most for each in minutes.values()):
        raise Invalid(f"A phase takes {most:,} minutes at most.", field="minutes")
    if not 1 <= slots <= MOST_SLOTS:
        raise Invalid(f"Plan 1 to {MOST_SLOTS} slots.", field="slots")
    if not least <= slot <= most:
        raise Invalid(f"A slot takes {least:,} to {most:,} minutes.", field="slot")
    return Plan(minutes, slots, slot)


def _usual(planned: Plan, phase: MeetingState, draft: Draft) -> int:
    is_longer = draft.is_first and phase is MeetingState.CHECK_IN
    return planned.minutes[phase] + (CONTRACTING if is_longer else 0)


@command
def cancel(*, actor_id: int, meeting_id: int, why: Called, version: int) -> Meeting:
    """Call a meeting off before it has begun; bids and actions wait for the next. NotFound, Forbidden, Conflict."""
    scene = scene_of(meeting_id, actor_id)
    scene.meeting.is_at(version)
    found = way(scene.meeting.state, MeetingState.CANCELLED)
    if found is None:
        raise Conflict("This meeting has begun. End it instead.")
    take(scene, found)
    scene.meeting.called = why
    record(MeetingArranged(meeting_id, actor_id))
    return scene.meeting


def call_off_all(space: Space) -> None:
    """Within a command that has locked the set, for good: nothing that was arranged is held."""
    arranged = sa.select(Meeting).where(Meeting.space_id == space.id, Meeting.state.in_(BEFORE))
    for meeting in session.scalars(arranged.order_by(Meeting.id).with_for_update(of=Meeting)).all():
        go(look_at(meeting, policy.NOBODY), MeetingState.CANCELLED)
        meeting.called = Called.OTHER
        record(MeetingArranged(meeting.id))


@command
def apologise(*, actor_id: int, meeting_id: int, is_sorry: bool) -> Meeting:
    """Say before it begins that one can’t come, or take that back."""
    scene = scene_of(meeting_id, actor_id)
    policy.require(policy.is_of_set(scene.actor, scene.meeting.space), "Members of the set are expected.")
    if scene.meeting.state not in (*BEFORE, MeetingState.LOBBY):
        raise Conflict("This meeting has begun.")
    scene.attendance(actor_id).is_sorry = is_sorry
    scene.meeting.change()
    return scene.meeting
