"""Whom somebody may bring into a space, and under which lock memberships change."""

import sqlalchemy as sa

from cop import policy
from cop.db import lock, record, session
from cop.errors import Conflict, Forbidden, NotFound
from cop.events import PersonPlaced
from cop.models import (
    Decision,
    Letter,
    LetterKind,
    Membership,
    Person,
    RoleName,
    Space,
    SpaceKind,
    Verdict,
)
from cop.policy import Actor, require


def managed(actor_id: int, space_id: int) -> tuple[Space, Actor]:
    """The locked space and the actor, who manages its members; a stranger gets NotFound."""
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(
        policy.can_manage_members(actor, space), "Only the moderators of this space can change its members."
    )
    return space, actor


def membership_of(actor: Actor, space: Space, person_id: int) -> Membership | None:
    """The open membership of somebody else; None for a former member, NotFound for who never was one."""
    if person_id == actor.id:
        raise Forbidden("You can't change your own place here. Ask another moderator, or leave the space.")
    membership = Membership.of(person_id, space.id)
    if membership is None and not was_there(person_id, space):
        raise NotFound
    return membership


def was_there(person_id: int, space: Space) -> bool:
    """Whether the person belongs to `space` or once did."""
    former = sa.exists().where(Membership.person_id == person_id, Membership.space_id == space.id)
    return bool(session.scalar(sa.select(former)))


def addable(actor: Actor | None, space: Space, person_id: int) -> Person:
    """The person, whom `actor` (None: the operator) may know of: listed in the directory, or once in `space`."""
    query = sa.select(Person).where(Person.id == person_id, Person.deactivated_at.is_(None))
    if actor is not None and not actor.runs_network:
        once_there = sa.select(Membership.person_id).where(Membership.space_id == space.id)
        query = query.where(sa.or_(policy.visible_people(actor), Person.id.in_(once_there)))
    person = session.scalars(query).one_or_none()
    if person is None:
        raise NotFound("There is nobody like that whom you could bring in.")
    return person


def keep_a_moderator(membership: Membership) -> None:
    """Conflict if this person is the only one who moderates a space that needs somebody to."""
    if policy.is_last_moderator(membership):
        name, space = membership.person.name, membership.space.name
        raise Conflict(f"{name} is the only moderator of {space}. Make somebody else a moderator first.")


def decide(verdict: Verdict, *, actor_id: int, membership: Membership, reason: str) -> Decision:
    """Log what was done about a membership."""
    return Decision.log(
        verdict,
        space_id=membership.space_id,
        actor_id=actor_id,
        person_id=membership.person_id,
        reason=reason,
    )


def brought_in(membership: Membership, *, actor_id: int, role: RoleName) -> Decision:
    """Log that somebody was let in; a set is told of it."""
    said = decide(Verdict.ADD_MEMBER, actor_id=actor_id, membership=membership, reason=role.value)
    if membership.space.kind is SpaceKind.SET:
        record(PersonPlaced(said.id))
    return said


def tell(decision: Decision, person: Person) -> None:
    """Write to the person whom a decision is about."""
    Letter.write(LetterKind.DECISION, address=person.email, person_id=person.id, decision_id=decision.id)
