"""Who takes part in a set's meetings, and who reads what of them (domain.md 2.4).

| | who |
|---|---|
| dates, attendance, bids, actions, means | members of the set, and who facilitates it |
| what is said | of these, who was there when it was said; who is no member, while the meeting lasts |
| insights, learning | whose they are, and the others where they are shared |
| moves, the floor, the clock | whoever has that part (models/meetings_states.py), and nobody once it is over |

Moderators, observers, who inspects a set, staff and stewards read nothing of them. To be moderated is not to be there:
whose words wait for a moderator says nothing at a meeting, which can't wait.
"""

import sqlalchemy as sa

from cop.models import (
    Meeting,
    MeetingAction,
    MeetingLearning,
    MeetingLine,
    MeetingSlot,
    MeetingSummary,
    Membership,
    Person,
    Role,
    RoleName,
    Space,
    SpaceKind,
)
from cop.models.meetings_slots import SlotState
from cop.models.meetings_states import OPEN, OVER, MeetingState
from cop.policy.actors import Actor

TAKE_PART = (RoleName.MEMBER, RoleName.FACILITATOR)


def can_meet(actor: Actor, space: Space) -> bool:
    """Read of a set's meetings, and convene one."""
    return space.kind is SpaceKind.SET and not actor.roles_in(space.id).isdisjoint(TAKE_PART)


def is_of_set(actor: Actor, space: Space) -> bool:
    """Whether they are a member there, and do not facilitate from outside."""
    return RoleName.MEMBER in actor.roles_in(space.id)


def can_read_meeting(actor: Actor, meeting: Meeting) -> bool:
    return can_meet(actor, meeting.space)


def visible_meetings(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(*(Meeting.space_id.in_(actor.spaces_as(name)) for name in TAKE_PART))


def _sets_of(actor: Actor) -> list[int]:
    """Only sets have meetings, so that other spaces of theirs find none."""
    return sorted({each for name in TAKE_PART for each in actor.spaces_as(name)})


def visible_lines(actor: Actor) -> sa.ColumnElement[bool]:
    """To be used in a select that joins MeetingLine and Meeting. What stands in a slot that was stopped is nobody's,
    even where it has to be kept.
    """
    lasts = sa.and_(Meeting.space_id.in_(_sets_of(actor)), Meeting.state.in_(OPEN))
    hears = sa.or_(Meeting.space_id.in_(actor.spaces_as(RoleName.MEMBER)), lasts)
    return sa.and_(hears, MeetingLine.was_said_to(actor.id), ~_was_stopped(MeetingLine.slot_id))


def _was_stopped(slot_id: sa.orm.InstrumentedAttribute[int | None]) -> sa.ColumnElement[bool]:
    return sa.exists().where(MeetingSlot.id == slot_id, MeetingSlot.state == SlotState.WITHDRAWN)


def can_speak_at(actor: Actor, meeting: Meeting) -> bool:
    """Be heard at all, when the rule of the moment lets them."""
    return can_read_meeting(actor, meeting) and meeting.space_id not in actor.held


def visible_actions(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(MeetingAction.space_id.in_(_sets_of(actor)), ~_was_stopped(MeetingAction.slot_id))


def can_write_action(actor: Actor, action: MeetingAction) -> bool:
    """Change it, and say what became of it."""
    return action.owner_id == actor.id and action.space_id in _sets_of(actor)


def visible_learning(actor: Actor) -> sa.ColumnElement[bool]:
    shared = sa.and_(MeetingLearning.is_shared, MeetingLearning.space_id.in_(_sets_of(actor)))
    mine = sa.or_(MeetingLearning.person_id == actor.id, shared)
    return sa.and_(mine, ~_was_stopped(MeetingLearning.slot_id))


def can_summarise_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Write its summary: the note taker, while its record is open."""
    is_theirs = meeting.note_taker_id == actor.id and can_read_meeting(actor, meeting)
    return is_theirs and meeting.state is MeetingState.RECORD


def can_read_summary(actor: Actor, meeting: Meeting, summary: MeetingSummary) -> bool:
    """Whoever wrote it and those who have to agree to it; the others of the set once each of these has."""
    if not can_read_meeting(actor, meeting):
        return False
    asked = [each for each in meeting.slots if each.state is SlotState.DONE]
    concerned = summary.author_id == actor.id or actor.id in {each.presenter_id for each in asked}
    return concerned or all(each.agrees_summary for each in asked)


def leads(actor: Actor, meeting: Meeting) -> bool:
    """Whether they facilitate this meeting; nobody does once it is over."""
    is_theirs = meeting.leader_id == actor.id and meeting.state not in OVER
    return is_theirs and can_read_meeting(actor, meeting)


def people_of_meetings(space: Space, *roles: RoleName) -> sa.Select[int]:
    """Ids of all who take part in a set's meetings at this moment, or of those among them with one of `roles`."""
    held = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Membership.reads(), Membership.writes())
        .where(Role.holds(), Role.name.in_(roles or TAKE_PART))
    )
    return sa.select(Person.id).where(Person.id.in_(held), Person.deactivated_at.is_(None))
