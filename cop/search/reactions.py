"""What can be found changes with what can be read, in the same transaction.

A room has no part in this: a line is said so often that it must cost no statement more. A job looks at what changed in
rooms soon after, and until then an edited line is found by nothing (docs/decisions: rooms are indexed a little later).
"""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.events import (
    PersonChanged,
    PollOpened,
    PollWorded,
    PostChanged,
    PostReleased,
    PostsMoved,
    PostsRequoted,
    TopicChanged,
    TopicMoved,
)
from cop.models import Person, Post, SearchEntry, Topic
from cop.models.findable import entry_of_person, entry_of_post, put, renew, renew_entries


def index_post(fact: PostReleased) -> None:
    """A post can be found as soon as it can be read: one statement."""
    put(entry_of_post(session.get_one(Post, fact.post_id)))


def renew_post(fact: PostChanged) -> None:
    """What was edited out, removed or hidden is gone from the index with the change."""
    _renew(session.get_one(Post, fact.post_id))


def renew_posts(fact: PostsRequoted) -> None:
    """The same for what posts quote and is not to be read there any more, in few statements however many they are."""
    posts = session.scalars(sa.select(Post).options(joinedload(Post.topic)).where(Post.id.in_(fact.post_ids)))
    renew_entries(posts.all())


def follow_topic(fact: TopicChanged | TopicMoved) -> None:
    """A topic is found by its title of now, with its first post of now, in the space where it stands now."""
    _renew_topic(fact.topic_id)


def follow_posts(fact: PostsMoved) -> None:
    """Both topics, where posts of the one stand in the other by now."""
    for topic_id in (fact.topic_id, fact.into_id):
        _renew_topic(topic_id)


def _renew_topic(topic_id: int) -> None:
    here = sa.select(Post.id).where(Post.topic_id == topic_id)
    titled = sa.select(SearchEntry.post_id).where(
        SearchEntry.post_id.in_(here), SearchEntry.has_title.is_(True)
    )
    posts = session.scalars(
        sa.select(Post).where(
            Post.topic_id == topic_id, sa.or_(Post.is_opening.is_(True), Post.id.in_(titled))
        )
    )
    for post in posts.unique().all():
        _renew(post)
    space_id = sa.select(Topic.space_id).where(Topic.id == topic_id).scalar_subquery()
    moved = sa.update(SearchEntry).where(SearchEntry.post_id.in_(here), SearchEntry.space_id != space_id)
    session.execute(moved.values(space_id=space_id).execution_options(synchronize_session=False))


def follow_polls(fact: PollOpened | PollWorded) -> None:
    """Polls are found with the first post of their topic, by what they say now. A vote is no word: it costs nothing."""
    opening = sa.select(Post).where(Post.topic_id == fact.topic_id, Post.is_opening.is_(True))
    for post in session.scalars(opening).unique():
        _renew(post)


def index_person(fact: PersonChanged) -> None:
    """People are found by what they show of themselves now."""
    renew(SearchEntry.person_id == fact.person_id, entry_of_person(session.get_one(Person, fact.person_id)))


def _renew(post: Post) -> None:
    renew(SearchEntry.post_id == post.id, entry_of_post(post))
