"""Reading: how far a person has come, in a topic and in a whole space."""

import sqlalchemy as sa

from cop import db, policy
from cop.db import command, session
from cop.errors import NotFound
from cop.models import Membership, Space, Topic
from cop.models.posts import read_to


@command
def mark_read(*, actor_id: int, topic_id: int, position: int) -> None:
    """State that a person has read a topic up to `position`; never moves back. Raises NotFound."""
    topic = session.scalars(_held_still(topic_id)).one_or_none()
    if topic is None or not policy.can_read_topic(policy.load_actor(actor_id), topic):
        raise NotFound
    place = min(position, topic.posts)
    if place > 0:
        read_to(person_id=actor_id, topic_id=topic_id, position=place)


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
        membership = db.lock(Membership, membership.id)
        membership.read_activity = max(membership.read_activity, min(upto, space.activity))
