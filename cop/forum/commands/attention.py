"""Attention: what a person follows and mutes, a topic or a whole space. Theirs alone: nobody else learns of it."""

import sqlalchemy as sa

from cop import db, policy
from cop.db import command, record, session
from cop.errors import Forbidden, NotFound
from cop.events import SpaceMuted, TopicMuted
from cop.models import Membership, Space, Stance, Topic, TopicReading
from cop.models.statements import insert

NOT_A_MEMBER = "You read this space without belonging to it, so nothing in it counts as unread to you."


@command
def heed_topic(*, actor_id: int, topic_id: int, stance: Stance) -> None:
    """Let a person follow a topic, mute it, or do neither. A repeat is harmless. Raises NotFound."""
    topic = db.get(Topic, topic_id)
    if not policy.can_read_topic(policy.load_actor(actor_id), topic):
        raise NotFound
    statement = insert(TopicReading).values(person_id=actor_id, topic_id=topic_id, position=0, stance=stance)
    key = [TopicReading.person_id, TopicReading.topic_id]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_={"stance": stance}))
    if stance is Stance.MUTED:
        record(TopicMuted(actor_id, topic_id))


@command
def heed_space(*, actor_id: int, space_id: int, stance: Stance) -> None:
    """The same for a space: who follows it is told of every new topic. Raises NotFound, and Forbidden for who reads
    it without being a member.
    """
    space = db.get(Space, space_id)
    if not policy.can_read_space(policy.load_actor(actor_id), space):
        raise NotFound
    query = sa.select(Membership).where(
        Membership.person_id == actor_id, Membership.space_id == space_id, Membership.ended_at.is_(None)
    )
    membership = session.scalars(query.with_for_update(of=Membership)).one_or_none()
    if membership is None:
        raise Forbidden(NOT_A_MEMBER)
    membership.stance = stance
    if stance is Stance.MUTED:
        record(SpaceMuted(actor_id, space_id))
