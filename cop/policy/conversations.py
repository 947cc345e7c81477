"""Who may write to whom in a conversation of their own: fellows, whom no block keeps apart."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Block, Membership, Person, Role, Space
from cop.policy.actors import Actor, load_actor


def can_start_conversations(actor: Actor) -> bool:
    """Whoever belongs somewhere. A sponsor, a guest or a former member has nobody to write to."""
    return bool(actor.communities)


def is_fellow(actor: Actor, person: Person) -> bool:
    """Whether the two share a space that both may read now. Of a block this says nothing, so that a page that
    asks it looks the same to whoever is blocked.
    """
    return person.id != actor.id and not actor.communities.isdisjoint(load_actor(person.id).communities)


def visible_fellows(actor: Actor) -> sa.ColumnElement[bool]:
    beside = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id.in_(actor.communities), Membership.reads(), Role.holds())
        .where(~Membership.looks_in())
    )
    return sa.and_(Person.deactivated_at.is_(None), Person.id != actor.id, Person.id.in_(beside))


def can_write_to(actor: Actor, person: Person) -> bool:
    """Begin a conversation with them, or say something new in one."""
    return is_fellow(actor, person) and not Block.stands_among((actor.id, person.id))


def visible_correspondents(actor: Actor) -> sa.ColumnElement[bool]:
    """The people one may write to."""
    return sa.and_(visible_fellows(actor), Person.id.not_in(Block.apart_from(actor.id)))


def has_correspondent(actor: Actor, space: Space) -> bool:
    """Whether anybody is left in a conversation whom the actor may write to: if not, nothing new is said there."""
    there = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Membership.reads(), Role.holds())
    )
    somebody = sa.exists().where(Person.id.in_(there), visible_correspondents(actor))
    return bool(session.scalar(sa.select(somebody)))
