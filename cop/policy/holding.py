"""What waits for a moderator before others can read it."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Message, Policy, Post, Space, Topic
from cop.policy.actors import Actor
from cop.policy.spaces import moderates


def is_held(actor: Actor, space: Space) -> bool:
    """Whether what `actor` writes in `space` waits. *First post held*: until one contribution of theirs in that
    space has been released, all their posts and messages there do (design.md section 1).
    """
    if space.policy is Policy.OPEN or moderates(actor, space):
        return False
    return space.policy is Policy.ALL_HELD or not _has_released(actor, space)


def _has_released(actor: Actor, space: Space) -> bool:
    posted = (
        sa.exists()
        .where(Post.topic_id == Topic.id, Topic.space_id == space.id)
        .where(Post.author_id == actor.id, Post.released_at.is_not(None))
    )
    said = sa.exists().where(
        Message.space_id == space.id, Message.author_id == actor.id, Message.released_at.is_not(None)
    )
    return bool(session.scalar(sa.select(sa.or_(posted, said))))
