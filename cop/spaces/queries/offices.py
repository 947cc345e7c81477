"""Roles for a time: mine, those outside of any space, who is asked to take one over, and who could be."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from cop import clock, policy
from cop.db import session
from cop.models import Appointment, Invitation, Membership, Person, Role, RoleName, Space, Succession
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.statements import at_most
from cop.models.successions import Office
from cop.policy import Actor
from cop.spaces.queries.places import by_name

FOUND = 20
SHOWN = 200


def roles_of(person_id: int) -> Sequence[Role]:
    """What somebody is in their spaces, besides a member, by the names of these."""
    query = (
        sa.select(Role)
        .join(Role.membership)
        .join(Membership.space)
        .options(contains_eager(Role.membership).contains_eager(Membership.space))
        .where(Membership.person_id == person_id, Membership.reads(), Role.holds())
        .where(~Membership.looks_in(), Role.name != RoleName.MEMBER)
    )
    return session.scalars(query.order_by(Space.name, Role.id)).all()


def appointments_of(person_id: int) -> Sequence[Appointment]:
    query = sa.select(Appointment).options(joinedload(Appointment.organisation))
    held = query.where(Appointment.person_id == person_id, _is_held_or_to_come())
    return session.scalars(held.order_by(Appointment.id)).all()


def appointments() -> Sequence[Appointment]:
    """All that are held now or are to come: those who run the network first, then by role and by name."""
    runs = sa.case((Appointment.role.in_(RUNS_NETWORK), 0), else_=1)
    query = (
        sa.select(Appointment)
        .join(Appointment.person)
        .options(contains_eager(Appointment.person), joinedload(Appointment.organisation))
        .where(_is_held_or_to_come(), Person.deactivated_at.is_(None))
        .order_by(runs, Appointment.role, *by_name(), Appointment.id)
    )
    return session.scalars(query.limit(at_most(SHOWN))).unique().all()


def _is_held_or_to_come() -> sa.ColumnElement[bool]:
    to_come = sa.and_(Appointment.started_at > clock.now(), Appointment.lasts())
    return sa.or_(Appointment.holds(), to_come)


def invited() -> Sequence[Invitation]:
    """Invitations into a role outside of any space, and into no space, that nobody has accepted: the newest first;
    expired ones too.
    """
    query = (
        sa.select(Invitation)
        .options(joinedload(Invitation.organisation))
        .where(Invitation.appointment.is_not(None), ~Invitation.places.any())
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    )
    return session.scalars(query.order_by(Invitation.id.desc()).limit(at_most(SHOWN))).unique().all()


def appointment(appointment_id: int) -> sa.Select[Appointment]:
    whole = (joinedload(Appointment.person), joinedload(Appointment.organisation))
    return sa.select(Appointment).options(*whole).where(Appointment.id == appointment_id)


def role(role_id: int) -> sa.Select[Role]:
    beside = joinedload(Role.membership)
    return (
        sa.select(Role)
        .options(beside.joinedload(Membership.space), beside.joinedload(Membership.person))
        .where(Role.id == role_id)
    )


def asked_of(person_id: int) -> Sequence[Succession]:
    """The successions that wait for somebody's answer."""
    query = (
        sa.select(Succession).options(*_whole()).where(Succession.nominee_id == person_id, Succession.waits())
    )
    return session.scalars(query.order_by(Succession.id)).all()


def asked_by(person_id: int) -> Sequence[Succession]:
    """Those that somebody has asked for and that nobody has answered."""
    mine = (Succession.nominator_id == person_id, Succession.waits())
    return session.scalars(
        sa.select(Succession).options(*_whole()).where(*mine).order_by(Succession.id)
    ).all()


def _whole() -> tuple[ORMOption, ...]:
    beside = joinedload(Succession.role).joinedload(Role.membership)
    return (
        beside.joinedload(Membership.space),
        beside.joinedload(Membership.person),
        joinedload(Succession.appointment).options(
            joinedload(Appointment.person), joinedload(Appointment.organisation)
        ),
        joinedload(Succession.nominee),
        joinedload(Succession.nominator),
    )


def successors(actor: Actor, office: Office, *, name: str) -> Sequence[Person]:
    """People called `name` who could take `office` over: the first few by name."""
    if isinstance(office, Appointment):
        holders = sa.select(Appointment.person_id).where(Appointment.role == office.role, Appointment.holds())
        among = policy.visible_people(actor)
    else:
        here = Membership.space_id == office.membership.space_id
        among = Person.id.in_(sa.select(Membership.person_id).where(here, Membership.reads()))
        held = (here, Membership.holds(), Role.holds(), Role.name == office.name)
        holders = sa.select(Membership.person_id).join(Membership.roles).where(*held)
    query = sa.select(Person).where(
        among,
        Person.is_called(name),
        Person.id.not_in(holders),
        Person.id != actor.id,
        Person.deactivated_at.is_(None),
    )
    return session.scalars(query.order_by(*by_name()).limit(at_most(FOUND))).unique().all()


def appointable(actor: Actor, *, name: str) -> Sequence[Person]:
    """People of the directory, called `name`, whom the actor could appoint."""
    query = sa.select(Person).where(
        policy.visible_people(actor), Person.is_called(name), Person.id != actor.id
    )
    return session.scalars(query.order_by(*by_name()).limit(at_most(FOUND))).unique().all()
