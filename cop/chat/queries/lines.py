"""Pages of a room's lines, with all that they show."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cop import policy
from cop.db import session
from cop.errors import NotFound
from cop.models import Mark, Message, Space, State, Topic
from cop.policy import Actor

PAGE = 50
"""Lines in a page of the log."""

SYNC_LIMIT = 500
"""Changes that are told one by one; who missed more starts over (security.md F12)."""

_WORDS = (
    joinedload(Message.author, innerjoin=True),
    joinedload(Message.reply_to).joinedload(Message.author),
    selectinload(Message.continued_in).load_only(Topic.title),
)
HYDRATED = (
    *_WORDS,
    # With where they are, or who marks a line of their own would have lost that by the time it is shown.
    selectinload(Message.marks).joinedload(Mark.person, innerjoin=True),
)
"""All that a line shows, however many lines there are: one query, one more for the marks, and one for the topics that
lines are continued in, where any are."""

_SHOWN = frozenset({"author", "space", "reply_to", "continued_in", "marks"})


def is_whole(message: Message) -> bool:
    """Whether all that the line shows was read with it, so that to show it asks nothing more."""
    if not _SHOWN.isdisjoint(sa.inspect(message).unloaded):
        return False
    answered = message.reply_to
    people = [*((mark, "person") for mark in message.marks), *([(answered, "author")] if answered else [])]
    return not any(name in sa.inspect(row).unloaded for row, name in people)


def room(actor: Actor, slug: str) -> Space:
    """The space `slug` as it is now, if the actor may read it; NotFound otherwise. Read it before its lines:
    they are then at least as new as its pulse.
    """
    query = sa.select(Space).where(Space.slug == slug, policy.visible_spaces(actor))
    space = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if space is None:
        raise NotFound
    return space


def latest(space: Space) -> list[Message]:
    """The newest page of lines and tombstones, in order."""
    return _page(_kept(space))


def older(space: Space, *, before: int) -> list[Message]:
    """The page that ends before the seq `before`, in order."""
    return _page(_kept(space).where(Message.seq < before))


def onwards(space: Space, *, seq: int, most: int) -> list[Message]:
    """At most `most` lines from the one at `seq` on, in order."""
    query = _kept(space).where(Message.seq >= seq).order_by(Message.seq).limit(most)
    return list(session.scalars(query))


def between(space: Space, first: int, last: int) -> list[Message]:
    """The lines from the seq `first` to `last`, in order."""
    return list(session.scalars(_kept(space).where(Message.seq.between(first, last)).order_by(Message.seq)))


def hydrated(space: Space, ids: list[int]) -> list[Message]:
    """The placed lines of `space` among `ids`, in no order."""
    return list(session.scalars(_placed(space).where(Message.id.in_(ids))))


def waiting(actor: Actor, space: Space) -> list[Message]:
    """The actor's own lines that wait for a moderator, oldest first."""
    return list(session.scalars(_waiting(), {"space_id": space.id, "author_id": actor.id}))


@cache
def _waiting() -> sa.Select[Message]:
    """Made once: everybody who opens a room asks it."""
    return (
        sa.select(Message)
        .options(*_WORDS)
        .where(Message.space_id == sa.bindparam("space_id"), Message.author_id == sa.bindparam("author_id"))
        .where(Message.state == State.HELD)
        .order_by(Message.id)
    )


def _kept(space: Space) -> sa.Select[Message]:
    """What stands in a page of the log. What is no longer kept does not: who has it is told by `changes`."""
    return _placed(space).where(Message.state != State.EXPIRED)


def _placed(space: Space) -> sa.Select[Message]:
    return sa.select(Message).options(*HYDRATED).where(Message.space_id == space.id, Message.seq.is_not(None))


def _page(query: sa.Select[Message]) -> list[Message]:
    return list(session.scalars(query.order_by(Message.seq.desc()).limit(PAGE)))[::-1]
