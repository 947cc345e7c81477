"""Making an address for a feed, and revoking it."""

import sqlalchemy as sa

from cop import clock, db, policy
from cop.db import command, session
from cop.errors import NotFound
from cop.models import Feed, Person, Space, Topic


@command
def make_space_feed(*, actor_id: int, space_id: int) -> str:
    """The token of a new address for what is new in a space. The one that there was for it is revoked by this, so that
    a second click leaves one. Raises NotFound, Forbidden.
    """
    db.lock(Person, actor_id)
    _require(actor_id, db.get(Space, space_id))
    return _renewed(actor_id, space_id=space_id)


@command
def make_topic_feed(*, actor_id: int, topic_id: int) -> str:
    """The same for one topic."""
    db.lock(Person, actor_id)
    topic = db.get(Topic, topic_id)
    if not policy.can_read_topic(policy.load_actor(actor_id), topic):
        raise NotFound
    _require(actor_id, topic.space)
    return _renewed(actor_id, topic_id=topic_id)


@command
def make_calendar(*, actor_id: int, space_id: int | None = None) -> str:
    """The token of a new address for the dates of a space, or of all spaces that the actor reads. The one that there
    was for the same is revoked. Raises NotFound.
    """
    db.lock(Person, actor_id)
    if space_id is not None:
        space = db.get(Space, space_id)
        if not policy.has_calendar(policy.load_actor(actor_id), space):
            raise NotFound
    return _renewed(actor_id, space_id=space_id, is_calendar=True)


@command
def end_feed(*, actor_id: int, feed_id: int) -> None:
    """Revoke one's own address at once. A repeat is harmless. Raises NotFound."""
    feed = db.lock(Feed, feed_id)
    if feed.person_id != actor_id:
        raise NotFound
    if policy.can_end_feed(policy.load_actor(actor_id), feed):
        feed.ended_at = clock.now()


def _require(actor_id: int, space: Space) -> None:
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    policy.require(policy.can_take_feed(actor, space), "What is said here stays here: it has no feed.")


def _renewed(
    person_id: int, *, space_id: int | None = None, topic_id: int | None = None, is_calendar: bool = False
) -> str:
    of = {"space_id": space_id, "topic_id": topic_id, "is_calendar": is_calendar}
    same = [
        column.is_(None) if value is None else column == value
        for column, value in ((getattr(Feed, name), value) for name, value in of.items())
    ]
    open_ones = sa.update(Feed).where(Feed.person_id == person_id, Feed.ended_at.is_(None), *same)
    session.execute(open_ones.values(ended_at=clock.now()))
    return Feed.begin(person_id, space_id=space_id, topic_id=topic_id, is_calendar=is_calendar)[1]
