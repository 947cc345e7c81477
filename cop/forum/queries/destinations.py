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
    """The spaces that `actor` can take `topic` to, by name: three queries, however many."""
    query = sa.select(Space).where(policy.moderated_spaces(actor)).order_by(Space.name)
    spaces = [space for space in session.scalars(query) if policy.can_move_topic(actor, topic, space)]
    now = set(policy.load_reader_ids(topic.space_id, kind=topic.space.kind))
    there = _readers(spaces)
    return [Destination(space, len(there[space.id]), len(now - there[space.id])) for space in spaces]


def _readers(spaces: Sequence[Space]) -> dict[int, set[int]]:
    """Ids of all who may read each of `spaces`, by its id."""
    found: dict[int, set[int]] = {space.id: set() for space in spaces}
    each = [policy.readers_of(space).add_columns(sa.literal(space.id).label("space_id")) for space in spaces]
    for person_id, space_id in session.execute(sa.union_all(*each)) if each else ():
        found[space_id].add(person_id)
    return found
