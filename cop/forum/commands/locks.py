"""Rows under lock, in the order that every command keeps: space, topic, post."""

import sqlalchemy as sa

from cop import db
from cop.db import session
from cop.errors import NotFound
from cop.models import Post, Space, Topic


def topic_under_lock(topic_id: int) -> Topic:
    """The topic, its space locked before it; NotFound where there is none."""
    space_id = session.scalar(sa.select(Topic.space_id).where(Topic.id == topic_id))
    if space_id is None:
        raise NotFound
    db.lock(Space, space_id)
    return db.lock(Topic, topic_id)


def post_under_lock(post_id: int) -> Post:
    """The post, its space and topic locked before it; NotFound where there is none."""
    topic_id = session.scalar(sa.select(Post.topic_id).where(Post.id == post_id))
    if topic_id is None:
        raise NotFound
    topic_under_lock(topic_id)
    return db.lock(Post, post_id)
