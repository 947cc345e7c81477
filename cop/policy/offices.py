"""Who runs the network, and who says for how long somebody holds a role, ends it, and hands it on."""

import sqlalchemy as sa

from cop.models import Appointment, Person, Role, RoleName
from cop.models.appointment_roles import RUNS_NETWORK
from cop.policy.actors import Actor
from cop.policy.people import can_appoint
from cop.policy.spaces import can_grant, can_manage_members, can_read_space

HANDED_ON = (RoleName.MODERATOR, RoleName.FACILITATOR)
"""Roles in a space that have a successor; of the others there can be any number."""


def who_run_network() -> sa.Select[Person]:
    """People who bring others in and appoint, whoever has left apart."""
    held = sa.select(Appointment.person_id).where(Appointment.role.in_(RUNS_NETWORK), Appointment.holds())
    return sa.select(Person).where(Person.id.in_(held), Person.deactivated_at.is_(None))


def can_see_appointments(actor: Actor) -> bool:
    return actor.runs_network


def can_set_term(actor: Actor, office: Role | Appointment) -> bool:
    """Say until when somebody else holds it. To be a member has no term: it ends by leaving; that of an inspection has
    one that nobody changes.
    """
    if isinstance(office, Appointment):
        return can_appoint(actor, office.role, person_id=office.person_id)
    space = office.membership.space
    if office.membership.ended_at is not None:
        return False
    manages = can_read_space(actor, space) and can_manage_members(actor, space)
    return manages and office.person_id != actor.id and office.name is not RoleName.MEMBER


def can_end_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Whoever could give it, and its holder, who may step back."""
    return appointment.person_id == actor.id or can_set_term(actor, appointment)


def can_hand_over(actor: Actor, office: Role | Appointment, *, to_person_id: int | None) -> bool:
    """Name who takes it over (None: somebody): its holder, and whoever could give it to them anyway."""
    if isinstance(office, Appointment):
        return can_appoint(actor, office.role, person_id=to_person_id)
    space = office.membership.space
    may = can_grant(actor, space, role=office.name, to_person_id=to_person_id)
    return may and can_read_space(actor, space) and office.name in HANDED_ON
