"""What waits for a moderator before others can read it."""

from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.models import Message, Policy, Post, Space, State, Topic
from cop.policy.actors import Actor
from cop.policy.spaces import moderates

NOT_LET_THROUGH = (State.HIDDEN, State.PURGED)


def is_held(actor: Actor, space: Space) -> bool:
    """Whether what `actor` writes in `space` waits. *First post held*: until one contribution of theirs in that
    space has been released, all their posts and messages there do (design.md section 1). One that is hidden, as by
    the undoing of its release, or was removed for good, was not let through.
    """
    rule = rule_for(actor, space)
    if rule is Policy.FIRST_HELD:
        return not session.scalar(sa.select(_has_released(actor.id, space.id)))
    return rule is Policy.ALL_HELD


def rule_for(actor: Actor, space: Space) -> Policy:
    """What holds in `space` for what `actor` writes: moderators hold nothing of their own back, unless others do."""
    if space.id in actor.held:
        return Policy.ALL_HELD
    return Policy.OPEN if moderates(actor, space) else space.policy


def stays_as_released(actor: Actor, space: Space) -> bool:
    """Whether what a moderator has let through must stay as they read it."""
    return space.policy is Policy.ALL_HELD or space.id in actor.held


def held_under(rule: Policy, *, person_id: Any, space_id: Any) -> sa.ColumnElement[bool]:
    """`is_held` within a query that asks for more, where `rule` is what holds for that person there."""
    if rule is Policy.FIRST_HELD:
        return sa.not_(_has_released(person_id, space_id))
    return sa.true() if rule is Policy.ALL_HELD else sa.false()


def _has_released(person_id: Any, space_id: Any) -> sa.ColumnElement[bool]:
    posted = (
        sa.exists()
        .where(Post.topic_id == Topic.id, Topic.space_id == space_id)
        .where(Post.author_id == person_id, Post.released_at.is_not(None), Post.state.not_in(NOT_LET_THROUGH))
    )
    said = (
        sa.exists()
        .where(Message.space_id == space_id, Message.author_id == person_id)
        .where(Message.released_at.is_not(None), Message.state.not_in(NOT_LET_THROUGH))
    )
    return sa.or_(posted, said)
