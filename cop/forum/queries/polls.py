"""A poll through what an actor may see, and the polls whose time has come."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, raiseload
from sqlalchemy.orm.attributes import set_committed_value

from cop import clock, policy
from cop.db import session
from cop.forum.queries.due import AT_ONCE, ids_in_turn
from cop.models import Outcome, Person, Poll, Topic
from cop.policy import Actor


def poll_in(actor: Actor, poll_id: int) -> sa.Select[Poll]:
    """The poll `poll_id` if `actor` may know of it; with it come topic, space, options and outcome, and who wrote."""
    return (
        sa.select(Poll)
        .join(Poll.topic)
        .options(
            contains_eager(Poll.topic).joinedload(Topic.space, innerjoin=True),
            joinedload(Poll.author, innerjoin=True).options(raiseload(Person.organisation)),
            joinedload(Poll.options),
            joinedload(Poll.outcome).joinedload(Outcome.author).options(raiseload(Person.organisation)),
        )
        .where(Poll.id == poll_id, policy.visible_polls(actor))
    )


def load_polls(topic: Topic) -> None:
    """Give `topic` its polls with what they have come to, in one query; in none where it has no polls. A page may show
    it after a command has dropped what was read before, so that it could not ask for them by itself.
    """
    found: Sequence[Poll] = []
    if topic.poll_count:
        query = sa.select(Poll).where(Poll.topic_id == topic.id).order_by(Poll.id)
        found = session.scalars(query).all()
    set_committed_value(topic, "polls", found)


def ended_poll_ids() -> Sequence[int]:
    """Ids of the polls whose time has come, which no row says yet."""
    ended = sa.select(Poll.id).where(Poll.closed_at.is_(None), Poll.closes_at <= clock.now())
    return session.scalars(ended.order_by(Poll.id).limit(AT_ONCE)).all()


def due_outcome_ids() -> Iterator[int]:
    """Ids of all polls whose outcome is to be looked at again, and whose authors were not told."""
    return ids_in_turn(Outcome.poll_id, Outcome.review_on <= clock.today(), Outcome.reminded_at.is_(None))
