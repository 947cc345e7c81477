"""Whom somebody may bring into a conversation, and the conversations that they have with a person already."""

from collections.abc import Collection

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Block, Membership, Person, Space, SpaceKind
from cop.policy import Actor
from cop.spaces.queries.places import by_name

FOUND = 20


def fellows(actor: Actor, *, name: str, beside: Collection[int] = ()) -> list[Person]:
    """People called `name` who share a space with `actor`, without those `beside`: the first few by name.

    Whom the actor has blocked is left out. Who has blocked the actor is not: the list would tell them.
    """
    query = sa.select(Person).where(
        policy.visible_fellows(actor),
        Person.id.not_in(_blocked_by(actor)),
        Person.id.not_in(beside),
        Person.is_called(name),
    )
    return list(session.scalars(query.order_by(*by_name()).limit(FOUND)))


def blocked_by(actor: Actor) -> set[int]:
    """Ids of those whom `actor` has blocked, for their own eyes."""
    return set(session.scalars(_blocked_by(actor)))


def _blocked_by(actor: Actor) -> sa.Select[int]:
    return sa.select(Block.blocked_id).where(Block.blocker_id == actor.id)


def chosen(actor: Actor, person_ids: Collection[int]) -> list[Person]:
    """Those of `person_ids` who share a space with `actor`, by name."""
    query = sa.select(Person).where(policy.visible_fellows(actor), Person.id.in_(person_ids))
    return list(session.scalars(query.order_by(*by_name())))


def conversations_with(actor: Actor, person_id: int) -> list[Space]:
    """The conversations that `actor` and a person are both in, the oldest first."""
    theirs = sa.select(Membership.space_id).where(
        Membership.person_id == person_id, Membership.ended_at.is_(None)
    )
    query = sa.select(Space).where(
        Space.kind == SpaceKind.DIRECT, policy.visible_spaces(actor), Space.id.in_(theirs)
    )
    return list(session.scalars(query.order_by(Space.id)))
