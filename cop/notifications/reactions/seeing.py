"""What makes notices seen: reading what they are about, and muting it."""

import sqlalchemy as sa

from cop.events import ForumRead, RoomRead, SpaceMuted, TopicMuted, TopicRead
from cop.models import Message, Notice, NoticeKind, Post, Topic, Workshop
from cop.models.notices import COUNTED
from cop.notifications.commands import see_here


def see_topic(fact: TopicRead) -> None:
    """WITH: whoever reads a topic has seen what concerned them there, as far as they have read it."""
    of_topic = sa.and_(Notice.is_about(Topic), Notice.subject_id == fact.topic_id)
    posts = sa.select(Topic.posts).where(Topic.id == fact.topic_id).scalar_subquery()
    read_all = sa.or_(Notice.kind.not_in(COUNTED), posts <= fact.position)
    read = sa.select(Post.id).where(Post.topic_id == fact.topic_id, Post.position <= fact.position)
    see_here(fact.person_id, sa.or_(sa.and_(of_topic, read_all), _of_posts(read)))


def see_forum(fact: ForumRead) -> None:
    """WITH: the same for who marks a forum as read; who was named or quoted has still to look."""
    read = sa.select(Topic.id).where(Topic.space_id == fact.space_id, Topic.activity <= fact.activity)
    see_here(fact.person_id, Notice.is_about(Topic), Notice.subject_id.in_(read))


def see_room(fact: RoomRead) -> None:
    """WITH: the same for who reads a room."""
    read = sa.select(Message.id).where(Message.space_id == fact.space_id, Message.seq <= fact.seq)
    see_here(fact.person_id, Notice.is_about(Message), Notice.subject_id.in_(read))


def still_topic(fact: TopicMuted) -> None:
    """WITH: what is muted counts no longer."""
    posts = sa.select(Post.id).where(Post.topic_id == fact.topic_id)
    of_topic = sa.and_(Notice.is_about(Topic), Notice.subject_id == fact.topic_id)
    see_here(fact.person_id, sa.or_(of_topic, _of_posts(posts)))


def still_space(fact: SpaceMuted) -> None:
    """WITH: the same for a space, its room and its workshops included."""
    topics = sa.select(Topic.id).where(Topic.space_id == fact.space_id)
    posts = sa.select(Post.id).join(Post.topic).where(Topic.space_id == fact.space_id)
    lines = sa.select(Message.id).where(Message.space_id == fact.space_id)
    of_topics = sa.and_(Notice.is_about(Topic), Notice.subject_id.in_(topics))
    of_lines = sa.and_(Notice.is_about(Message), Notice.subject_id.in_(lines))
    days = sa.select(Workshop.id).where(Workshop.space_id == fact.space_id)
    of_days = sa.and_(Notice.is_about(Workshop), Notice.subject_id.in_(days))
    see_here(fact.person_id, sa.or_(of_topics, _of_posts(posts), of_lines, of_days))


def _of_posts(posts: sa.Select[int]) -> sa.ColumnElement[bool]:
    kinds = (NoticeKind.MENTION, NoticeKind.QUOTE)
    return sa.and_(Notice.kind.in_(kinds), Notice.subject_id.in_(posts))
