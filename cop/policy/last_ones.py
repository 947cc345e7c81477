"""Who can't go before somebody else is there: the last who moderates a space, and the last who runs the network."""

from collections.abc import Iterable

import sqlalchemy as sa

from cop.db import session
from cop.models import Appointment, Membership, Person, Role, RoleName, Space, SpaceKind
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
    return membership.person_id in moderators and not others & _for_good(space)


def _for_good(space: Space) -> set[int]:
    """Ids of those whose role of a moderator in `space` has no end: whoever goes before long looks after it no more."""
    query = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Role.name == RoleName.MODERATOR, Role.ended_at.is_(None))
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
