"""A topic with its space, through what an actor may see."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from cop import clock, policy
from cop.db import BigId, session
from cop.forum.queries.entries import tags_read
from cop.forum.queries.heads import Head, Summarised, with_head
from cop.models import Person, Summary, Topic
from cop.policy import Actor

MOST_RELATED = 20
OVERDUE = 200
"""Topics that one run of the clock's job settles; the next takes the others."""


def topic_of(actor: Actor, topic_id: int) -> tuple[Topic, Head] | None:
    """The topic `topic_id` if `actor` may know of it, with its space, and what its head shows; None otherwise."""
    found: Any = _topic(actor, topic_id=topic_id).one_or_none()
    if found is None:
        return None
    topic, author, tags, *summary = found
    return topic, Head.read(topic, author=author, tags=tags_read(tags), summary=Summarised.read(summary))


@policy.loading
def _topic(actor: Actor) -> sa.Select[Topic]:
    query = sa.select(Topic).join(Topic.space).options(contains_eager(Topic.space))
    asked = Topic.id == sa.bindparam("topic_id", type_=BigId)
    return with_head(query.where(asked, policy.visible_topics(actor)))  # type: ignore[no-any-return]


def topic_in(actor: Actor, topic_id: Any) -> sa.Select[Topic]:
    """The topic `topic_id` if `actor` may know of it; with it come its space, starter, tags and summary."""
    return (
        sa.select(Topic)
        .options(
            joinedload(Topic.space, innerjoin=True),
            joinedload(Topic.author, innerjoin=True).options(raiseload(Person.organisation)),
            joinedload(Topic.tags),
            joinedload(Topic.summary).joinedload(Summary.editor).options(raiseload(Person.organisation)),
        )
        .where(Topic.id == topic_id, policy.visible_topics(actor))
    )


def merged_into(actor: Actor, topic_id: int) -> sa.Select[Topic]:
    """The topic that `topic_id` was merged into, if `actor` may know of that one."""
    leads_to = sa.select(Topic.merged_into_id).where(Topic.id == topic_id).scalar_subquery()
    return sa.select(Topic).where(Topic.id == leads_to, policy.visible_topics(actor))


def related(actor: Actor, topic: Topic) -> Sequence[Topic]:
    """What `topic` was split from, and what was split from it, as far as `actor` may know. Topics that nothing was ever
    done to are not asked about.
    """
    if not topic.layout and topic.split_from_id is None:
        return []
    akin = sa.or_(Topic.split_from_id == topic.id, Topic.id == topic.split_from_id)
    query = sa.select(Topic).where(akin, policy.visible_topics(actor)).order_by(Topic.id).limit(MOST_RELATED)
    return session.scalars(query).all()


def others_in(actor: Actor, topic: Topic) -> Sequence[Topic]:
    """The topics of the same space with the newest posts: those that `topic` is likeliest to be merged with."""
    query = (
        sa.select(Topic)
        .where(Topic.space_id == topic.space_id, Topic.id != topic.id, Topic.is_current())
        .where(policy.visible_topics(actor))
        .order_by(Topic.activity.desc())
    )
    return session.scalars(query.limit(MOST_RELATED)).all()


def overdue() -> Sequence[int]:
    """Ids of the topics with a pin that has ended, or a closing date that has come, which no row says yet."""
    now = clock.now()
    query = sa.select(Topic.id).where(sa.or_(Topic.pinned_until <= now, Topic.closes_at <= now))
    return session.scalars(query.order_by(Topic.id).limit(OVERDUE)).all()
