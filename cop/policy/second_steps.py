"""Who must have a second step of signing in, where the installation requires one (security.md S38, ASVS 6.3.3)."""

from typing import Any

import sqlalchemy as sa

from cop.models import Appointment, Membership, Role, RoleName, Space
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.factors import has_second_step
from cop.models.sign_ins import Demand
from cop.policy.actors import Actor, held_by, role_word

LOOKING_AFTER = (RoleName.MODERATOR, RoleName.FACILITATOR)


def must_have_second_step(actor: Actor) -> bool:
    """Whoever runs the network, moderates a space or facilitates a set: they decide about others."""
    return actor.runs_network or any(actor.spaces_as(role) for role in LOOKING_AFTER)


def with_second_step_where_due(person_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a person (an id, or a column of them) has a second step, or must not have one."""
    roles, appointments = held_by(person_id)
    looks_after = roles.where(role_word().in_([role.value for role in LOOKING_AFTER]))
    runs = appointments.where(Appointment.role.in_(RUNS_NETWORK))
    must = sa.or_(
        looks_after.correlate_except(Membership, Role, Space).exists(),
        runs.correlate_except(Appointment).exists(),
    )
    return sa.or_(has_second_step(person_id), sa.not_(must))


DEMANDS: dict[str, tuple[Demand, ...]] = {"offered": (), "required": (with_second_step_where_due,)}
"""COP_SECOND_STEP -> what is demanded of sign-ins."""
