"""Places of many posts at once: where they stand once a topic was split, merged or taken to another space.

A post keeps its id, so its permanent address leads to wherever it stands. Places of a topic have no gaps, and how far
people have read moves with the posts that they have read. The rows of the spaces and topics must be locked.
"""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.models.posts import Post
from cop.models.readings import take_part
from cop.models.spaces import Space
from cop.models.stances import Stance
from cop.models.topics import Topic, TopicReading


def take_out(topic: Topic, posts: Sequence[Post], *, into: Topic) -> None:
    """Let `posts` of `topic`, in their order, be the first of `into`, and those that stay close ranks."""
    first = posts[0].position or 1
    _share_readings(topic, [post.id for post in posts], into=into)
    for place, post in enumerate(posts, start=1):
        post.topic, post.position, post.changed = into, place, post.changed + 1
    posts[0].is_opening = True
    into.posts, topic.posts = len(posts), topic.posts - len(posts)
    topic.layout += 1
    session.flush()
    take_part({post.author_id for post in posts}, topic_id=into.id)
    _close_ranks(topic, first)


def put_behind(topic: Topic, *, into: Topic) -> None:
    """Let all posts of `topic` stand behind those of `into`, as something new there; `topic` has none left."""
    before, into.space.activity = into.space.activity, into.space.activity + topic.posts
    _join_readings(topic, into=into)
    _update(
        sa.update(Post)
        .where(Post.topic_id == topic.id)
        .values(
            topic_id=into.id,
            position=Post.position + into.posts,
            activity=Post.position + before,
            is_opening=False,
            changed=Post.changed + 1,
        )
    )
    into.posts, topic.posts = into.posts + topic.posts, 0
    into.layout += 1
    topic.layout += 1


def carry_over(topic: Topic, *, into: Space) -> None:
    """Let `topic` and those merged with it stand in another space; its posts are new there."""
    before, into.activity = into.activity, into.activity + topic.posts
    new = sa.update(Post).where(Post.topic_id == topic.id)
    _update(new.values(activity=Post.position + before, changed=Post.changed + 1))
    _update(sa.update(Topic).where(Topic.merged_into_id == topic.id).values(space_id=into.id))
    topic.space = into
    session.flush()


def seal(topic: Topic) -> None:
    """Let readers see nothing from now on of what its posts and its summary said before."""
    placed = sa.update(Post).where(Post.topic_id == topic.id, Post.released_at.is_not(None))
    _update(placed.values(shown_version=Post.version))
    if topic.summary is not None:
        topic.summary.seal()


def _share_readings(topic: Topic, post_ids: Collection[int], *, into: Topic) -> None:
    """Who has read some of the posts has read them in the topic that they go to; who follows or mutes the one does so
    with the other.
    """
    read = (
        sa.select(sa.func.count(Post.id))
        .where(Post.id.in_(post_ids), Post.position <= TopicReading.position)
        .correlate(TopicReading)
        .scalar_subquery()
    )
    theirs = sa.select(TopicReading.person_id, sa.literal(into.id), read, TopicReading.stance).where(
        TopicReading.topic_id == topic.id, sa.or_(read > 0, TopicReading.stance.is_not(None))
    )
    columns = ["person_id", "topic_id", "position", "stance"]
    session.execute(sa.insert(TopicReading).from_select(columns, theirs))
    stay = sa.update(TopicReading).where(TopicReading.topic_id == topic.id)
    _update(stay.values(position=TopicReading.position - read))


def _join_readings(topic: Topic, *, into: Topic) -> None:
    """Who has read all of both has read all of what they become; others go on from where they are. Who follows the one
    follows the other, unless they have chosen otherwise there.
    """
    whole = sa.select(TopicReading.person_id).where(
        TopicReading.topic_id == topic.id, TopicReading.position >= topic.posts
    )
    both = sa.update(TopicReading).where(
        TopicReading.topic_id == into.id,
        TopicReading.position >= into.posts,
        TopicReading.person_id.in_(whole.scalar_subquery()),
    )
    _update(both.values(position=into.posts + topic.posts))
    followed = (TopicReading.topic_id == topic.id, TopicReading.stance == Stance.FOLLOWED)
    if followers := session.scalars(sa.select(TopicReading.person_id).where(*followed)).all():
        take_part(followers, topic_id=into.id)
    _update(sa.delete(TopicReading).where(TopicReading.topic_id == topic.id))


def _close_ranks(topic: Topic, first: int) -> None:
    """Number the posts from place `first` on anew. By way of negative places: no two are ever the same."""
    rank = sa.func.row_number().over(order_by=Post.position)
    ranked = (
        sa.select(Post.id, (rank + first - 1).label("place"))
        .where(Post.topic_id == topic.id, Post.position >= first)
        .subquery()
    )
    _update(
        sa.update(Post)
        .where(Post.id == ranked.c.id)
        .values(position=-ranked.c.place, changed=Post.changed + 1)
    )
    turned = sa.update(Post).where(Post.topic_id == topic.id, Post.position < 0)
    _update(turned.values(position=-Post.position))


def _update(statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
