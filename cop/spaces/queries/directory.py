"""The people of the network, narrowed down by what they do and where."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Departure, Membership, Organisation, Person, ProfessionalRole, Space, SpaceKind
from cop.policy import Actor
from cop.spaces.queries.places import Page, Place, behind, by_name

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What people are narrowed down by; the empty ones do nothing."""

    organisation_id: int | None = None
    region: str = ""
    cohort_id: int | None = None
    role: ProfessionalRole | None = None
    name: str = ""

    def condition(self) -> sa.ColumnElement[bool]:
        wanted: list[sa.ColumnElement[bool]] = [Person.is_called(self.name)]
        if self.organisation_id is not None:
            wanted.append(Person.organisation_id.in_(_one_with_those_it_took_in(self.organisation_id)))
        if self.region:
            here = sa.select(Organisation.id).where(Organisation.region == self.region)
            wanted.append(Person.organisation_id.in_(here))
        if self.cohort_id is not None:
            wanted.append(Person.id.in_(_members_of(self.cohort_id)))
        if self.role is not None:
            wanted.append(Person.professional_role == self.role)
        return sa.and_(*wanted)


def _one_with_those_it_took_in(organisation_id: int) -> sa.Select[int]:
    return sa.select(Organisation.id).where(
        sa.or_(Organisation.id == organisation_id, Organisation.successor_id == organisation_id)
    )


def _members_of(cohort_id: int) -> sa.Select[int]:
    return (
        sa.select(Membership.person_id)
        .join(Membership.space)
        .where(Membership.holds(), Space.id == cohort_id, Space.kind == SpaceKind.COHORT)
    )


def people(actor: Actor, filters: Filters, after: Place | None = None) -> tuple[Page[Person], int]:
    """A page of the people whom `actor` sees, by name, and how many there are in all."""
    wanted = sa.and_(policy.visible_people(actor), filters.condition())
    total = sa.select(sa.func.count(Person.id)).where(wanted).scalar_subquery()
    query = sa.select(Person, total).where(wanted, behind(after)).order_by(*by_name()).limit(PAGE + 1)
    found = session.execute(query).all()
    rows = [row[0] for row in found[:PAGE]]
    rest = Place.of(rows[-1]) if len(found) > PAGE else None
    return Page(rows, rest), (found[0][1] if found else 0)


def cohorts_of(person_ids: Collection[int]) -> dict[int, list[str]]:
    """Person id -> names of the cohorts they belong to."""
    query = (
        sa.select(Membership.person_id, Space.name)
        .join(Membership.space)
        .where(Membership.person_id.in_(person_ids), Membership.holds(), Space.kind == SpaceKind.COHORT)
        .order_by(Space.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for person_id, name in session.execute(query):
        names[person_id].append(name)
    return names


def who_left() -> list[Departure]:
    """The latest who have left the place, with what they are called now."""
    query = sa.select(Departure).options(joinedload(Departure.person))
    return list(session.scalars(query.order_by(Departure.asked_at.desc(), Departure.person_id).limit(PAGE)))


def organisations() -> list[Organisation]:
    """All organisations by name."""
    return list(session.scalars(sa.select(Organisation).order_by(Organisation.name, Organisation.id)))


def cohorts() -> list[Space]:
    """All cohorts in the order of their making."""
    return list(session.scalars(sa.select(Space).where(Space.kind == SpaceKind.COHORT).order_by(Space.id)))
