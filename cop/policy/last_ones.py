"""Who can't go before somebody else is there: the last who moderates a space, and the last who runs the network."""

from collections.abc import Iterable

import sqlalchemy as sa

from cop.db import session
from cop.models import Appointment, Membership, Person, Role, RoleName, SpaceKind
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.people import lock_people
from cop.policy.offices import who_run_network
from cop.policy.spaces import moderators_of

NEEDS_A_MODERATOR = (SpaceKind.COHORT, SpaceKind.GROUP, SpaceKind.NETWORK)


def is_last_moderator(membership: Membership) -> bool:
    """Whether this person is the only one who moderates a space that needs somebody to."""
    space = membership.space
    if space.kind not in NEEDS_A_MODERATOR or membership.is_suspended():
        return False
    moderators = set(session.scalars(moderators_of(space)))
    others = moderators - {membership.person_id}
    return membership.person_id in moderators and not others & _longer(membership)


def _longer(membership: Membership) -> set[int]:
    """Ids of those who moderate its space for longer than its person would: without an end, or after the end of theirs.
    Whoever goes before long looks after it no more.
    """
    mine = next((each.ended_at for each in membership.terms if each.name is RoleName.MODERATOR), None)
    goes_on = (
        Role.ended_at.is_(None) if mine is None else sa.or_(Role.ended_at.is_(None), Role.ended_at > mine)
    )
    query = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == membership.space_id, Role.name == RoleName.MODERATOR, goes_on)
    )
    return set(session.scalars(query))


def somebody_else_runs(person_id: int) -> bool:
    """Whether anybody but this person brings people in and appoints."""
    others = who_run_network().where(Person.id != person_id)
    return bool(session.scalar(sa.select(others.exists())))


def lock_who_run(*, beside: Iterable[int] = ()) -> None:
    """All who run the network and those `beside` them, one after the other: of two who step back at once, the second is
    the last.
    """
    held = sa.select(Appointment).where(Appointment.role.in_(RUNS_NETWORK), Appointment.holds())
    lock_people([*beside, *(each.person_id for each in session.scalars(held))])
    session.execute(held.order_by(Appointment.id).with_for_update(of=Appointment)).all()
