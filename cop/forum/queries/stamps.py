"""How the posts of a page stand, told without reading them: while its stamp is the same, a post shows the same."""

from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import policy
from cop.db import BigId
from cop.forum.queries.posts import KNOWN, WAITING, held_here, mine_here, placed_on
from cop.models import Organisation, Person, Post, Topic
from cop.models.topics import PAGE
from cop.policy import Actor
from cop.words import OneOf


class Stamp(NamedTuple):
    """A post at one moment. All that happens to what it says and carries raises its `changed`; what is left are its
    place, the name of its author, whether they have left, and the name of their organisation. How they stand is as it
    was when they wrote. Words of few are as the database has them: a page compares them, and to it they are nothing
    else.
    """

    id: int
    key: str
    topic_id: int
    author_id: int
    position: int | None
    activity: int | None
    state: str
    changed: int
    version: int
    renderer: int
    is_opening: bool
    role: str
    author: str
    has_left: bool
    organisation: str | None

    @classmethod
    def of(cls, post: Post) -> "Stamp":
        """The stamp of a post that was read with all that it shows."""
        organisation = post.organisation.name if post.organisation else None
        known = (getattr(post, column.key) for column in _OWN)
        plain = (each.value if isinstance(each, StrEnum) else each for each in known)
        return cls._make((*plain, post.author.name, post.author.has_left, organisation))

    def is_shared(self, topic: Topic) -> bool:
        """Whether all who read `topic` are shown the same, and nothing that another row can change. What waits is for
        few; the opening post of a topic that was begun from a room leads there.
        """
        return self.is_known() and not (self.is_opening and topic.first_line_id)

    def is_known(self) -> bool:
        """Whether all who read its topic know of it."""
        return self.position is not None and self.state in KNOWN


_OWN = (
    Post.id,
    Post.key,
    Post.topic_id,
    Post.author_id,
    Post.position,
    Post.activity,
    Post.state,
    Post.changed,
    Post.version,
    Post.renderer,
    Post.is_opening,
    Post.professional_role,
)
_READ = [sa.type_coerce(each, sa.Text) if isinstance(each.type, OneOf) else each for each in _OWN]


STAMP = (*_READ, Person.name, Person.deactivated_at.is_not(None), Organisation.name)
"""Columns of a stamp: of a post, its author and the organisation that it was written from."""


def stamps_on(actor: Actor, topic: Topic, page: int) -> list[Stamp]:
    """The posts of a page of `topic` that `actor` may know of, in order, as `posts_on` would read them."""
    asked = {"topic_id": topic.id, "first": (page - 1) * PAGE + 1, "last": page * PAGE}
    found = _query_for(actor, topic, page)(actor, **asked)
    return [Stamp._make(row) for row in found.all()]


def _query_for(actor: Actor, topic: Topic, page: int) -> Any:
    if page < topic.last_page:
        return _placed
    return _with_held if policy.moderates(actor, topic.space) else _with_mine


@policy.prepared
def _placed(_actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return _stamps(_here())


@policy.prepared
def _with_mine(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return _stamps(sa.or_(_here(), mine_here(actor)))


@policy.prepared
def _with_held(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return _stamps(sa.or_(_here(), mine_here(actor), held_here()))


def _here() -> sa.ColumnElement[bool]:
    return placed_on(sa.bindparam("first", type_=BigId), sa.bindparam("last", type_=BigId))


def _stamps(here: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*STAMP)
        .join(Person, Person.id == Post.author_id)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.topic_id == sa.bindparam("topic_id", type_=BigId), here)
        .order_by(Post.position.is_(None), Post.position, Post.id)
        .limit(PAGE + WAITING)
    )
