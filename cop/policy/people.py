"""Who sees whom, who makes spaces, who reads the demonstration's mail."""

import sqlalchemy as sa

from cop.models import AppointmentRole, Measure, Membership, Person, Role, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import moderates, readable_ids


def can_see_directory(actor: Actor) -> bool:
    """Members of any space, staff and stewards. Sponsors, evaluators and guests have no business there."""
    return bool(actor.communities) or actor.runs_network


def visible_people(actor: Actor) -> sa.ColumnElement[bool]:
    """People who are listed and belong to some space; oneself always."""
    if not can_see_directory(actor):
        return sa.false()
    members = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .join(Membership.space)
        .where(Membership.holds(), ~Membership.looks_in(), Role.holds(), Space.kind != SpaceKind.DIRECT)
    )
    listed = sa.and_(Person.is_listed.is_(True), Person.id.in_(members))
    return sa.and_(Person.deactivated_at.is_(None), sa.or_(Person.id == actor.id, listed))


def visible_profiles(actor: Actor) -> sa.ColumnElement[bool]:
    """People whose page opens: those of the directory, and whoever is listed as a member where the actor reads."""
    beside = sa.select(Membership.person_id).where(
        Membership.holds(), Membership.space_id.in_(readable_ids(actor))
    )
    meets = sa.and_(Person.deactivated_at.is_(None), Person.id.in_(beside))
    return sa.or_(visible_people(actor), meets)


def can_see_who_left(actor: Actor) -> bool:
    """That somebody has left, and when: nothing else of them is there to be seen."""
    return actor.runs_network


def can_keep_organisations(actor: Actor) -> bool:
    """Programmes and organisations are entered by staff and stewards, or by the installation's operator."""
    return actor.runs_network


def can_bring_waves(actor: Actor) -> bool:
    """Bring people in by a list."""
    return actor.runs_network


def can_appoint(actor: Actor, role: AppointmentRole, *, person_id: int | None) -> bool:
    """Give somebody (None: not here yet) a role outside of any space. Staff are appointed by staff, all others by
    stewards too, and nobody appoints themselves.
    """
    may = actor.is_staff if role is AppointmentRole.STAFF else actor.runs_network
    return may and person_id != actor.id


def can_create_cohort(actor: Actor) -> bool:
    return actor.runs_network


def can_create_set(actor: Actor, cohort: Space) -> bool:
    return cohort.kind is SpaceKind.COHORT and (actor.runs_network or moderates(actor, cohort))


def can_change_address(actor: Actor) -> bool:
    """Sign in with another address. Who is suspended everywhere stays reachable where they were."""
    return not Measure.shuts_out(actor.id)


def can_read_letters(actor: Actor, *, is_demonstration: bool) -> bool:
    """Written mail is shown to staff of a demonstration and to nobody anywhere else."""
    return is_demonstration and actor.is_staff
