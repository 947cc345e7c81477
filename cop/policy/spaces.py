"""Who reads, writes in, moderates and manages a space."""

from functools import cache

import sqlalchemy as sa

from cop.db import BigId
from cop.models import (
    Appointment,
    AppointmentRole,
    Measure,
    Membership,
    Person,
    Policy,
    Role,
    RoleName,
    Space,
    SpaceKind,
)
from cop.models.statements import rows
from cop.policy.actors import Actor
from cop.policy.conversations import has_correspondent

WRITERS = (RoleName.MEMBER, RoleName.FACILITATOR, RoleName.MODERATOR)
OPEN_TO_STAFF = (SpaceKind.COHORT,)


def can_read_space(actor: Actor, space: Space) -> bool:
    return bool(actor.roles_in(space.id)) or (actor.is_staff and space.kind in OPEN_TO_STAFF)


def visible_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    mine = Space.id.in_(actor.space_ids)
    return sa.or_(mine, Space.kind.in_(OPEN_TO_STAFF)) if actor.is_staff else mine


INVITED_BY_WHO_RUNS_IT = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.SET, SpaceKind.GROUP)


def can_name_space(actor: Actor, space: Space) -> bool:
    """Know that it is there and what it is called, which staff and stewards need in order to bring people into it."""
    return can_read_space(actor, space) or (actor.runs_network and space.kind in INVITED_BY_WHO_RUNS_IT)


def nameable_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    readable = visible_spaces(actor)
    return sa.or_(readable, Space.kind.in_(INVITED_BY_WHO_RUNS_IT)) if actor.runs_network else readable


def readable_ids(actor: Actor) -> sa.Select[int]:
    """Ids of the spaces the actor reads, to stand in another condition."""
    return sa.select(Space.id).where(visible_spaces(actor))


def readers_of(space: Space) -> sa.Select[int]:
    """Ids of all who may read `space` at this moment: the audience of what is pushed (design.md rule 5)."""
    return readers_in(sa.literal(space.id, BigId), kind=space.kind)


def readers_in(space_id: sa.ColumnElement[int], *, kind: SpaceKind) -> sa.Select[int]:
    """The same for a space of this `kind` that is named when the statement is run."""
    members = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space_id, Membership.reads(), Role.holds())
    )
    audience: sa.Select[int] | sa.CompoundSelect[int] = members
    if kind in OPEN_TO_STAFF:
        staff = sa.select(Appointment.person_id).where(
            Appointment.role == AppointmentRole.STAFF, Appointment.holds()
        )
        audience = members.union(staff)  # as one list: to ask for either is to look at everybody there is
    return sa.select(Person.id).where(Person.id.in_(audience), Person.deactivated_at.is_(None))


def load_reader_ids(space_id: int, *, kind: SpaceKind) -> list[int]:
    """The same, read now, by a statement that is made once for each kind of space."""
    return list(rows(_readers_of_kind(kind), {"space_id": space_id}).scalars())


@cache
def _readers_of_kind(kind: SpaceKind) -> sa.Select[int]:
    return readers_in(sa.bindparam("space_id", type_=BigId), kind=kind)


def reader_count(space: Space) -> sa.ScalarSelect[int]:
    """How many may read `space` at this moment, to stand in a select."""
    return sa.select(sa.func.count()).select_from(readers_of(space).subquery()).scalar_subquery()


def writes_in(actor: Actor, space: Space) -> bool:
    if actor.roles_in(space.id).isdisjoint(WRITERS):
        return False
    return space.kind is not SpaceKind.DIRECT or has_correspondent(actor, space)


def moderates(actor: Actor, space: Space) -> bool:
    """A conversation is moderated by nobody, whatever roles there may be in it."""
    if space.kind is SpaceKind.DIRECT:
        return False
    roles = actor.roles_in(space.id)
    return RoleName.MODERATOR in roles or (space.kind is SpaceKind.SET and RoleName.FACILITATOR in roles)


def moderators_of(space: Space) -> sa.Select[int]:
    """Ids of all who moderate `space` at this moment."""
    names = [] if space.kind is SpaceKind.DIRECT else [RoleName.MODERATOR]
    names += [RoleName.FACILITATOR] if space.kind is SpaceKind.SET else []
    holders = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Membership.reads(), Membership.looks_after())
        .where(Role.holds(), Role.name.in_(names))
    )
    return sa.select(Person.id).where(Person.id.in_(holders), Person.deactivated_at.is_(None))


def moderated_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    facilitated = sa.and_(Space.kind == SpaceKind.SET, Space.id.in_(actor.spaces_as(RoleName.FACILITATOR)))
    moderated = sa.and_(Space.kind != SpaceKind.DIRECT, Space.id.in_(actor.spaces_as(RoleName.MODERATOR)))
    return sa.or_(moderated, facilitated)


def moderated_ids(actor: Actor) -> sa.Select[int]:
    return sa.select(Space.id).where(moderated_spaces(actor))


def can_manage_members(actor: Actor, space: Space) -> bool:
    """Invite, add, remove, set roles and suspend. Staff and stewards may in any space, and read none for it but what
    they may read anyway; nobody may in a conversation, which is confidential to those who began it, and who inspects a
    set changes nothing there.
    """
    if space.kind is SpaceKind.DIRECT or space.id in actor.inspected:
        return False
    return moderates(actor, space) or actor.runs_network


def can_measure_everywhere(actor: Actor) -> bool:
    """Decide about a person in all spaces at once: no space's own moderators can."""
    return actor.runs_network


def can_end_measure(actor: Actor, measure: Measure) -> bool:
    """End what holds about a person, and know of it: for who decides about them there, and for nobody else."""
    if measure.space is None:
        return can_measure_everywhere(actor)
    return can_read_space(actor, measure.space) and can_manage_members(actor, measure.space)


def can_grant(actor: Actor, space: Space, *, role: RoleName, to_person_id: int | None) -> bool:
    """Give `role` in `space` to someone (None: someone not here yet). Nobody raises themselves, staff included."""
    is_raise = role in (RoleName.MODERATOR, RoleName.FACILITATOR) or not actor.roles_in(space.id)
    return can_manage_members(actor, space) and not (to_person_id == actor.id and is_raise)


def can_edit_space(actor: Actor, space: Space) -> bool:
    """Its name, purpose and description."""
    return moderates(actor, space)


def can_set_policy(actor: Actor, space: Space, policy: Policy) -> bool:
    return moderates(actor, space) and policy in Policy
