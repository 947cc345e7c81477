"""A topic with its space, through what an actor may see."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, raiseload

from cop import policy
from cop.models import Person, Topic
from cop.policy import Actor


def topic_in(actor: Actor, topic_id: int) -> sa.Select[Topic]:
    """The topic `topic_id` if `actor` may know of it; its space and its starter come with it."""
    return (
        sa.select(Topic)
        .options(
            joinedload(Topic.space, innerjoin=True),
            joinedload(Topic.author, innerjoin=True).options(raiseload(Person.organisation)),
        )
        .where(Topic.id == topic_id, policy.visible_topics(actor))
    )
