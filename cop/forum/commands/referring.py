"""Whom a post names and which posts it quotes: found whenever its words have changed, by the rights of its author."""

from cop import policy
from cop.models import Post
from cop.policy import Actor


def refer(author: Actor, post: Post) -> None:
    """Let `post` name people who may read its space, and everybody where its author may call them."""
    space = post.topic.space
    post.refer(policy.readers_of(space), others=policy.groups_called_by(author, space))
