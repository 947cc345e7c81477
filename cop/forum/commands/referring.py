"""Whom a post names and which posts it quotes: found whenever its words have changed, by the rights of its author."""

import sqlalchemy as sa

from cop import policy
from cop.models import Person, Post
from cop.models.mentions import calls_somebody
from cop.policy import Actor


def refer(author: Actor, post: Post) -> None:
    """Let `post` name people who may read its space, and everybody where its author may call them."""
    space = post.topic.space
    readers = policy.readers_of(space) if calls_somebody(post.text) else _NOBODY
    post.refer(readers, others=policy.groups_called_by(author, space))


_NOBODY = sa.select(Person.id).where(sa.false())
"""Stands for readers that are not asked for: to make their select is most of what a post without an "@" would cost."""
