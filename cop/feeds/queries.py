"""What a feed gives, read anew each time with the rights of its person at that moment, as the pages have them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from cop import clock, policy
from cop.db import session
from cop.errors import NotFound
from cop.models import Feed, Person, Post, Space, State, Topic, TopicState
from cop.models.calendar import Entry, entries
from cop.models.statements import at_most
from cop.policy import Actor

Row = TypeVar("Row", Space, Topic)

NEWEST = 30
"""Posts in a feed."""

KEPT_IN_CALENDARS = timedelta(days=400)
"""For how long what has been is still given: a program that is told no more of something may forget it."""


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
    can't read it any more, or who could not sign in without a second step first: no answer tells these apart.
    """
    feed = _behind(token, Feed.is_calendar.is_(False))
    actor = policy.load_actor(feed.person_id)
    topic = _topic(actor, feed.topic_id) if feed.topic_id is not None else None
    space = topic.space if topic else _space(actor, feed.space_id or 0)
    return Content(space, topic, _newest(actor, space, topic))


@dataclass(frozen=True, slots=True)
class Dates:
    """What is held in `spaces`, the first first: of `space` alone, or where that is None of all of
    a person's.
    """

    space: Space | None
    spaces: dict[int, Space]
    entries: list[Entry]


def dates_of(token: str) -> Dates:
    """What the calendar behind `token` gives now, by the same rules as `content_of`: what its person can't read at this
    moment is not in it.
    """
    feed = _behind(token, Feed.is_calendar.is_(True))
    actor = policy.load_actor(feed.person_id)
    here = sa.true() if feed.space_id is None else Space.id == feed.space_id
    query = sa.select(Space).where(here, policy.calendar_spaces(actor)).order_by(Space.id)
    spaces = {each.id: each for each in session.scalars(query)}
    if feed.space_id is not None and not spaces:
        raise NotFound
    found = entries(spaces.values(), since=clock.today() - KEPT_IN_CALENDARS)
    return Dates(spaces.get(feed.space_id or 0), spaces, found)


def _behind(token: str, kind: sa.ColumnElement[bool]) -> Feed:
    """The feed of this kind behind `token`, of somebody who is still here. Raises NotFound."""
    query = sa.select(Feed).join(Feed.person).where(Feed.behind(token), kind, Person.deactivated_at.is_(None))
    feed = session.scalars(query).one_or_none()
    if feed is None:
        raise NotFound
    return feed


def _space(actor: Actor, space_id: int) -> Space:
    return _there(sa.select(Space).where(Space.id == space_id, policy.fed_spaces(actor)))


def _topic(actor: Actor, topic_id: int) -> Topic:
    """The topic where it stands now, or the one that it was merged into: once that has moved to a set, nothing leaves
    by its feed.
    """
    leads_to = sa.select(_leads_to()).where(Topic.id == topic_id).scalar_subquery()
    return _there(_fed_topics(actor).where(Topic.id == leads_to))


def _leads_to() -> sa.ColumnElement[int]:
    """The id of the topic in which a topic's posts stand."""
    return sa.func.coalesce(Topic.merged_into_id, Topic.id)


def _fed_topics(actor: Actor) -> sa.Select[Topic]:
    """The topics whose feeds are answered now."""
    query = sa.select(Topic).join(Topic.space).options(contains_eager(Topic.space))
    can_be_read = (policy.visible_topics(actor), Topic.state == TopicState.OPEN)
    return query.where(*can_be_read, policy.fed_spaces(actor))


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
        .limit(at_most(NEWEST))
    )
    return list(session.scalars(query))


class Kept(NamedTuple):
    """A feed, and what it is called; None where it would not be answered now: of what is read no more its owner is not
    told the name.
    """

    feed: Feed
    name: str | None


def feeds_of(actor: Actor) -> list[Kept]:
    """The feeds that the actor has, newest first."""
    asked = sa.select(Feed, _leads_to()).outerjoin(Feed.topic).options(joinedload(Feed.space))
    found = session.execute(asked.where(policy.visible_feeds(actor)).order_by(Feed.id.desc())).all()
    topic_ids = [topic_id for feed, topic_id in found if feed.topic_id]
    titles = {
        each.id: each.title for each in session.scalars(_fed_topics(actor).where(Topic.id.in_(topic_ids)))
    }
    return [
        Kept(feed, titles.get(topic_id) if feed.topic_id else _name(actor, feed)) for feed, topic_id in found
    ]


def _name(actor: Actor, feed: Feed) -> str | None:
    if feed.is_calendar:
        return _name_of_calendar(actor, feed.space)
    return feed.space.name if feed.space and policy.can_take_feed(actor, feed.space) else None


def _name_of_calendar(actor: Actor, space: Space | None) -> str | None:
    if space is None:
        return "My calendar"
    return f"Calendar of {space.name}" if policy.has_calendar(actor, space) else None
