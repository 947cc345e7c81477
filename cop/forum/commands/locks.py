"""Rows under lock, in the order that every command keeps: space, topic, post."""

from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from cop import db
from cop.db import BigId, session
from cop.errors import Conflict, NotFound
from cop.models import Poll, Post, Space, Topic
from cop.queues import queue_for

OfTopic = TypeVar("OfTopic", Poll, Post)

ELSEWHERE = "A moderator moved this at the same moment. What you typed is kept: try again."
TWO_SPACES = "They stand in two spaces. Move one of them first: then all who read it can read it there."


def topic_under_lock(topic_id: int) -> Topic:
    """The topic, or the one that it was merged into, its space locked before it; NotFound where there is none.

    Conflict where it was moved while the lock was waited for: rows are locked in one order, with no turning back.
    """
    queue_for(Topic, topic_id)
    topic: Topic | None = session.scalars(_within_its_space(), {"topic_id": topic_id}).one_or_none()
    if topic is None:
        raise Conflict(ELSEWHERE) if session.get(Topic, topic_id) else NotFound()
    return topic


@cache
def _within_its_space() -> sa.Select[Topic]:
    """One statement, made once. PostgreSQL locks the rows in the order in which they are named here, then looks at them
    anew: it finds none if the topic does not stand there any more.
    """
    asked = sa.orm.aliased(Topic)
    stands_in = sa.func.coalesce(asked.merged_into_id, asked.id)
    found = sa.select(stands_in).where(asked.id == sa.bindparam("topic_id", type_=BigId)).scalar_subquery()
    return (
        sa.select(Topic)
        .join(Topic.space)
        .options(contains_eager(Topic.space))
        .where(Topic.id == found, Topic.merged_into_id.is_(None))
        .with_for_update(of=[Space, Topic])
        .execution_options(populate_existing=True)
    )


def topics_under_lock(*topic_ids: int) -> list[Topic]:
    """Several topics of one space in the order asked for, its row locked before theirs, and theirs by their ids.

    NotFound where one is missing or was merged, Conflict where they stand in several spaces.
    """
    query = sa.select(Topic.space_id).where(Topic.id.in_(topic_ids), Topic.merged_into_id.is_(None))
    spaces = session.scalars(query).all()
    if len(spaces) != len(set(topic_ids)):
        raise NotFound
    if len(set(spaces)) > 1:
        raise Conflict(TWO_SPACES)
    db.lock(Space, spaces[0])
    locked = {topic_id: db.lock(Topic, topic_id) for topic_id in sorted(set(topic_ids))}
    if any(topic.space_id != spaces[0] or topic.merged_into_id for topic in locked.values()):
        raise Conflict(ELSEWHERE)
    return [locked[topic_id] for topic_id in topic_ids]


def topic_between_spaces(topic_id: int, space_id: int) -> tuple[Topic, Space]:
    """The topic and the space that it is to go to, both spaces locked before it, by their ids."""
    left = session.scalar(
        sa.select(Topic.space_id).where(Topic.id == topic_id, Topic.merged_into_id.is_(None))
    )
    if left is None:
        raise NotFound
    spaces = {each: db.lock(Space, each) for each in sorted({left, space_id})}
    topic = db.lock(Topic, topic_id)
    if topic.space_id != left or topic.merged_into_id is not None:
        raise Conflict(ELSEWHERE)
    return topic, spaces[space_id]


def post_under_lock(post_id: int) -> Post:
    """The post, its space and topic locked before it; NotFound where there is none, Conflict where it just moved."""
    return _within_its_topic(Post, post_id)


def poll_under_lock(poll_id: int) -> Poll:
    """The same for a poll."""
    return _within_its_topic(Poll, poll_id)


def _within_its_topic(kind: type[OfTopic], row_id: int) -> OfTopic:
    topic_id = session.scalar(sa.select(kind.topic_id).where(kind.id == row_id))
    if topic_id is None:
        raise NotFound
    topic_under_lock(topic_id)
    row = db.lock(kind, row_id)
    if row.topic_id != topic_id:
        raise Conflict(ELSEWHERE)
    return row
