"""One person: where they work and worked, and where they are with others."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cop import policy
from cop.db import session
from cop.models import Affiliation, Appointment, AppointmentRole, Membership, Organisation, Space, SpaceKind
from cop.policy import Actor


def affiliations(person_id: int) -> list[Affiliation]:
    """Where a person works and worked, the latest first, with what took those organisations in."""
    query = (
        sa.select(Affiliation)
        .options(joinedload(Affiliation.organisation).joinedload(Organisation.successor))
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.id.desc())
    )
    return list(session.scalars(query))


def shared_spaces(actor: Actor, person_id: int) -> list[Space]:
    """Spaces of a person that `actor` reads as well: nobody learns of others."""
    theirs = sa.select(Membership.space_id).where(Membership.person_id == person_id, Membership.holds())
    query = sa.select(Space).where(
        policy.visible_spaces(actor), Space.id.in_(theirs), Space.kind != SpaceKind.DIRECT
    )
    return list(session.scalars(query.order_by(Space.id)))


def memberships(person_id: int) -> list[Membership]:
    """A person's own memberships that go on, suspended ones too; conversations are no membership to speak of."""
    query = (
        sa.select(Membership)
        .join(Membership.space)
        .options(contains_eager(Membership.space), selectinload(Membership.roles))
        .where(
            Membership.person_id == person_id, Membership.ended_at.is_(None), Space.kind != SpaceKind.DIRECT
        )
        .order_by(Space.id)
    )
    return list(session.scalars(query))


def appointments(person_id: int) -> list[AppointmentRole]:
    """What a person is outside any space at this moment, by word."""
    query = sa.select(Appointment.role).where(Appointment.person_id == person_id, Appointment.holds())
    return sorted(set(session.scalars(query)))
