"""All who may read one space, as they stand there at this moment, in one query however many they are."""

from collections.abc import Collection
from types import MappingProxyType

import sqlalchemy as sa

from cop.db import BigId, session
from cop.models import Appointment, AppointmentRole, Membership, Person, Role, RoleName, Space, SpaceKind
from cop.policy.actors import Actor, load_actor, role_word
from cop.policy.spaces import OPEN_TO_STAFF, readers_of


def load_readers(space: Space, *, among: Collection[int] | None = None) -> list[Actor]:
    """Everybody who may read `space`, by id; `among` asks about these people alone.

    Each actor knows of this space and of nothing else: what holds elsewhere must not be asked of them. In a
    conversation, of nine people at most, what one may do hangs on what else is shared: there each is read whole.
    """
    if space.kind is SpaceKind.DIRECT:
        return [load_actor(person_id) for person_id in session.scalars(_in_conversation(space, among))]
    roles: dict[int, set[RoleName]] = {}
    staff: set[int] = set()
    for person_id, space_id, word in session.execute(_standings(space, among)):
        if space_id is None:
            staff.add(person_id)
        else:
            roles.setdefault(person_id, set()).add(RoleName(word))
    return [
        _actor(person_id, space, roles=roles.get(person_id), is_staff=person_id in staff)
        for person_id in sorted(roles.keys() | staff)
    ]


def _in_conversation(space: Space, among: Collection[int] | None) -> sa.Select[int]:
    return readers_of(space).where(_is_asked_for(Person.id, among)).order_by(Person.id)


def _standings(
    space: Space, among: Collection[int] | None
) -> sa.Select[int, int | None, str] | sa.CompoundSelect[int, int | None, str]:
    """Rows of (person, this space, role), and of (person, None, "staff") where staff read it without being members."""
    members = (
        sa.select(Membership.person_id, Membership.space_id, role_word())
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Membership.reads(), Role.holds())
        .where(_is_asked_for(Membership.person_id, among))
    )
    if space.kind not in OPEN_TO_STAFF:
        return members
    staff = sa.select(
        Appointment.person_id, sa.cast(sa.null(), BigId), sa.cast(Appointment.role, sa.Text)
    ).where(
        Appointment.role == AppointmentRole.STAFF,
        Appointment.holds(),
        _is_asked_for(Appointment.person_id, among),
    )
    return members.union_all(staff)


def _is_asked_for(
    person_id: sa.orm.InstrumentedAttribute[int], among: Collection[int] | None
) -> sa.ColumnElement[bool]:
    """Whose account stands, and of `among` where it says so."""
    stands = sa.exists().where(Person.id == person_id, Person.deactivated_at.is_(None))
    return stands if among is None else sa.and_(person_id.in_(among), stands)


def _actor(person_id: int, space: Space, *, roles: set[RoleName] | None, is_staff: bool) -> Actor:
    return Actor(
        id=person_id,
        appointments=frozenset({AppointmentRole.STAFF} if is_staff else ()),
        roles=MappingProxyType({space.id: frozenset(roles)} if roles else {}),
    )
