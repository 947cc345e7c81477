"""Reading: how far a person has come, in a topic and in a whole space."""

from collections.abc import Mapping

import sqlalchemy as sa

from cop import db, policy
from cop.db import command, record, session
from cop.errors import NotFound
from cop.events import ForumRead, TopicRead
from cop.models import Membership, Space, Topic
from cop.models.readings import read_to


@command
def mark_read(*, actor_id: int, topic_id: int, position: int) -> None:
    """State that a person has read a topic up to `position`; never moves back. Raises NotFound."""
    topic = session.scalars(_held_still(topic_id)).one_or_none()
    if topic is None or not policy.can_read_topic(policy.load_actor(actor_id), topic):
        raise NotFound
    place = min(position, topic.posts)
    if place > 0:
        read_to(person_id=actor_id, topic_id=topic_id, position=place)
        record(TopicRead(actor_id, topic_id, place))


def _held_still(topic_id: int) -> sa.Select[Topic]:
    # A weak lock, before the row that refers to the topic: who writes in the topic takes the two in this order as well.
    return sa.select(Topic).where(Topic.id == topic_id).with_for_update(of=Topic, read=True, key_share=True)


@command
def mark_space_read(*, actor_id: int, space_id: int, upto: int) -> None:
    """State that a person has seen all that was in a forum at activity `upto`; never moves back.

    For who reads without being a member nothing is unread, and nothing changes. Raises NotFound.
    """
    space = db.get(Space, space_id)
    if not policy.can_read_space(policy.load_actor(actor_id), space):
        raise NotFound
    membership = Membership.of(actor_id, space_id)
    if membership is not None:
        _read_forum(db.lock(Membership, membership.id), upto=min(upto, space.activity))


@command
def mark_spaces_read(*, actor_id: int, places: Mapping[int, int]) -> None:
    """The same for several forums at once: the id of a space -> the activity that was seen. Others are left out."""
    query = (
        sa.select(Membership, Space.activity)
        .join(Membership.space)
        .where(Membership.person_id == actor_id, Membership.space_id.in_(places), Membership.reads())
        .order_by(Membership.id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    )
    for membership, activity in session.execute(query).all():
        _read_forum(membership, upto=min(places[membership.space_id], activity))


def _read_forum(membership: Membership, *, upto: int) -> None:
    if upto > membership.read_activity:
        membership.read_activity = upto
        record(ForumRead(membership.person_id, membership.space_id, upto))
