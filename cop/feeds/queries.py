"""What a feed gives, read anew each time with the rights of its person at that moment, as the pages have them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from cop import policy
from cop.db import session
from cop.errors import NotFound
from cop.models import Feed, Person, Post, Space, State, Topic, TopicState
from cop.policy import Actor

Row = TypeVar("Row", Space, Topic)

NEWEST = 30
"""Posts in a feed."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is new in `space`, or in one `topic` of it: the newest posts first."""

    space: Space
    topic: Topic | None
    posts: list[Post]

    @property
    def updated(self) -> datetime:
        """When it last changed, as far as it can be told from what is in it."""
        moments = [moment for post in self.posts for moment in (post.edited_at, post.released_at) if moment]
        return max(moments, default=self.topic.created_at if self.topic else self.space.created_at)


def content_of(token: str) -> Content:
    """What the feed behind `token` gives now. NotFound for a token that is none, that was revoked, and for a person who
    can't read it any more: no answer tells these apart.
    """
    feed = session.scalars(sa.select(Feed).where(Feed.behind(token))).one_or_none()
    if feed is None:
        raise NotFound
    actor = policy.load_actor(feed.person_id)
    topic = _topic(actor, feed.topic_id) if feed.topic_id is not None else None
    space = topic.space if topic else _space(actor, feed.space_id or 0)
    return Content(space, topic, _newest(actor, space, topic))


def _space(actor: Actor, space_id: int) -> Space:
    return _there(sa.select(Space).where(Space.id == space_id, policy.fed_spaces(actor)))


def _topic(actor: Actor, topic_id: int) -> Topic:
    """The topic where it stands now: once it has moved to a set, nothing leaves by its feed."""
    return _there(
        sa.select(Topic)
        .join(Topic.space)
        .options(contains_eager(Topic.space))
        .where(Topic.id == topic_id, policy.visible_topics(actor), policy.fed_spaces(actor))
        .where(Topic.state == TopicState.OPEN)
    )


def _there(query: sa.Select[Row]) -> Row:
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _newest(actor: Actor, space: Space, topic: Topic | None) -> list[Post]:
    here = Post.topic_id == topic.id if topic else Topic.space_id == space.id
    query = (
        sa.select(Post)
        .join(Post.topic)
        .options(
            contains_eager(Post.topic),
            joinedload(Post.author, innerjoin=True).options(raiseload(Person.organisation)),
            joinedload(Post.organisation),
        )
        .where(here, policy.visible_posts(actor))
        .where(Post.state == State.RELEASED, Topic.state == TopicState.OPEN)
        .order_by(Post.position.desc() if topic else Post.activity.desc(), Post.id.desc())
        .limit(NEWEST)
    )
    return list(session.scalars(query))


def feeds_of(actor: Actor) -> list[Feed]:
    """The feeds that the actor has, newest first, each with what it is of."""
    query = (
        sa.select(Feed)
        .options(joinedload(Feed.space), joinedload(Feed.topic).joinedload(Topic.space))
        .where(policy.visible_feeds(actor))
        .order_by(Feed.id.desc())
    )
    return list(session.scalars(query))


def is_still_read(actor: Actor, feed: Feed) -> bool:
    """Whether the feed would be answered now: of what is read no more its owner is not told the name."""
    space = feed.space or (feed.topic.space if feed.topic else None)
    return space is not None and policy.can_take_feed(actor, space)
