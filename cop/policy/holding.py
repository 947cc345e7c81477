"""What waits for a moderator before others can read it."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Message, Policy, Post, Space, State, Topic
from cop.policy.actors import Actor
from cop.policy.spaces import moderates


def is_held(actor: Actor, space: Space) -> bool:
    """Whether what `actor` writes in `space` waits. *First post held*: until one contribution of theirs in that
    space has been released, all their posts and messages there do (design.md section 1). One that is hidden, as by
    the undoing of its release, was not let through.
    """
    rule = _rule_for(actor, space)
    if rule is Policy.FIRST_HELD:
        return not session.scalar(sa.select(_has_released(actor, space)))
    return rule is Policy.ALL_HELD


def held_column(actor: Actor, space: Space) -> sa.ColumnElement[bool]:
    """`is_held` within a query that asks for more."""
    rule = _rule_for(actor, space)
    if rule is Policy.FIRST_HELD:
        return sa.not_(_has_released(actor, space))
    return sa.true() if rule is Policy.ALL_HELD else sa.false()


def _rule_for(actor: Actor, space: Space) -> Policy:
    return Policy.OPEN if moderates(actor, space) else space.policy


def _has_released(actor: Actor, space: Space) -> sa.ColumnElement[bool]:
    posted = (
        sa.exists()
        .where(Post.topic_id == Topic.id, Topic.space_id == space.id)
        .where(Post.author_id == actor.id, Post.released_at.is_not(None), Post.state != State.HIDDEN)
    )
    said = (
        sa.exists()
        .where(Message.space_id == space.id, Message.author_id == actor.id)
        .where(Message.released_at.is_not(None), Message.state != State.HIDDEN)
    )
    return sa.or_(posted, said)
