"""What may leave by a feed: an address that a program keeps, on a machine that this site knows nothing of."""

import sqlalchemy as sa

from cop.models import Feed, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import can_read_space, visible_spaces

FED = (SpaceKind.NETWORK, SpaceKind.COHORT, SpaceKind.GROUP)
"""Of a set, a pair or a conversation nothing leaves by a feed: what is said there stays there (domain.md SM7, C15)."""


def can_take_feed(actor: Actor, space: Space) -> bool:
    """Have an address for what is new in `space`, and be answered under it."""
    return space.kind in FED and can_read_space(actor, space)


def fed_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Space.kind.in_(FED), visible_spaces(actor))


def can_end_feed(actor: Actor, feed: Feed) -> bool:
    """One's own, whatever it leads to by now."""
    return feed.person_id == actor.id and feed.ended_at is None


def visible_feeds(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Feed.person_id == actor.id, Feed.ended_at.is_(None))
