"""Where a topic can be taken, and how many people that would give it to or take it from."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Space, Topic
from cop.policy import Actor


class Destination(NamedTuple):
    """`readers` people read it there; `former` of those who read the topic now would not any more."""

    space: Space
    readers: int
    former: int


def destinations(actor: Actor, topic: Topic) -> Sequence[Destination]:
    """The spaces that `actor` can take `topic` to, by name."""
    spaces = session.scalars(sa.select(Space).where(policy.moderated_spaces(actor)).order_by(Space.name))
    now = set(session.scalars(policy.readers_of(topic.space)))
    return [
        Destination(space, len(there), len(now - there))
        for space in spaces.all()
        if policy.can_move_topic(actor, topic, space)
        for there in [set(session.scalars(policy.readers_of(space)))]
    ]
