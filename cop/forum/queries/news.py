"""A post and its topic as they stand now, in columns alone: for open pages, which are told of every change."""

from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import policy
from cop.db import BigId
from cop.errors import NotFound
from cop.forum.queries.entries import Entry, Named, Place, Tagged
from cop.forum.queries.posts import KNOWN
from cop.forum.queries.stamps import STAMP, Stamp
from cop.models import Organisation, Person, Post, Space, SpaceKind, State, Tag, Topic, TopicState, TopicTag
from cop.models.dated import NOW
from cop.models.statements import rows


class News(NamedTuple):
    """How a post stands, how its topic is listed, and in which space."""

    stamp: Stamp
    entry: Entry
    space_id: int
    kind: SpaceKind
    roster: int

    @classmethod
    def of(cls, post: Post) -> "News":
        """Of a post that was read with all that it and its topic's row show."""
        space = post.topic.space
        return cls(Stamp.of(post), Entry.of(post.topic), space.id, space.kind, space.roster)

    def readers(self) -> frozenset[int]:
        """Ids of all who may read it."""
        return policy.known_readers(self.space_id, kind=self.kind, roster=self.roster)

    def is_known(self) -> bool:
        """Whether readers may be told. In a topic that is not open nothing is, but that the topic itself has gone."""
        if self.stamp.state not in KNOWN or self.stamp.position is None:
            return False
        is_readable = self.stamp.state == State.RELEASED
        return self.entry.state is TopicState.OPEN or (self.stamp.is_opening and not is_readable)


def news_of(post_id: int) -> News:
    """One query, whatever the topic carries. NotFound where there is no such post."""
    found: list[tuple[Any, ...]] = [tuple(each) for each in rows(_news(), {"post_id": post_id})]
    if not found:
        raise NotFound
    row = found[0]
    space, stamp, topic = row[:3], row[3 : 3 + len(STAMP)], row[3 + len(STAMP) :]
    *own, author, place, last, last_place, slug, _tag_id, _tag = topic
    people = (_named(author, place), _named(last, last_place) if last else None)
    tags = tuple(Tagged(*each[-2:]) for each in found if each[-1] is not None)
    return News(Stamp._make(stamp), Entry._make((*own, *people, tags, Place(slug))), *space)


def _named(name: str, place: str | None) -> Named:
    return Named(name, Named(place) if place else None)


@cache
def _news() -> sa.Select[*tuple[Any, ...]]:
    """Made once: every reply waits for it."""
    author, last = aliased(Person), aliased(Person)
    place, last_place = aliased(Organisation), aliased(Organisation)
    named = (author.name, place.name, last.name, last_place.name, Space.slug, Tag.id, Tag.name)
    return (
        sa.select(Space.id, Space.kind, Space.roster, *STAMP, *_own(), *named)
        .select_from(Post)
        .join(Post.author)
        .outerjoin(Post.organisation)
        .join(Post.topic)
        .join(Topic.space)
        .join(author, Topic.author)
        .outerjoin(place, author.organisation)
        .outerjoin(last, Topic.last_author)
        .outerjoin(last_place, last.organisation)
        .outerjoin(TopicTag, TopicTag.topic_id == Topic.id)
        .outerjoin(Tag, Tag.id == TopicTag.tag_id)
        .where(Post.id == sa.bindparam("post_id", type_=BigId))
        .order_by(Tag.folded)
    )


def _own() -> tuple[sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any], ...]:
    """What an entry says of the topic itself, in its order."""
    is_closed = sa.func.coalesce(Topic.closes_at <= NOW, sa.false())
    return (
        Topic.id,
        Topic.title,
        Topic.state,
        Topic.is_pinned,
        sa.or_(Topic.locked_at.is_not(None), is_closed),
        Topic.archived_at.is_not(None),
        Topic.answer_id,
        Topic.posts,
        Topic.layout,
        Topic.created_at,
        Topic.last_posted_at,
    )
