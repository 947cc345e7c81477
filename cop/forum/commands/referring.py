"""Whom a post names and which posts it quotes: found whenever its words have changed, by the rights of its author."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.errors import Invalid
from cop.models import Person, Post, State
from cop.models.mentions import calls_somebody
from cop.models.references import ids_in
from cop.policy import Actor

QUOTES_REMOVED = "What you quote was removed for good. Take the quotation out, then send it."


def refer(author: Actor, post: Post) -> None:
    """Let `post` name people who may read its space, and everybody where its author may call them. Invalid where it
    quotes what was removed for good: from a page of before, the words would come back.
    """
    space = post.topic.space
    readers = policy.readers_of(space) if calls_somebody(post.text) else _NOBODY
    post.refer(readers, others=policy.groups_called_by(author, space))
    if post.lost and session.scalar(_removed_for_good(ids_in(post.lost))):
        raise Invalid(QUOTES_REMOVED, field="text")


def _removed_for_good(post_ids: list[int]) -> sa.Select[int]:
    emptied = sa.or_(Post.state == State.PURGED, Post.text == "")
    return sa.select(Post.id).where(Post.id.in_(post_ids), emptied).limit(1)


_NOBODY = sa.select(Person.id).where(sa.false())
"""Stands for readers that are not asked for: to make their select is most of what a post without an "@" would cost."""
