"""What a person follows and what they have muted: topics with the newest posts first, and whole spaces."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, raiseload

from cop import policy
from cop.db import session
from cop.forum.queries.unread import is_unread, membership_of, reading_of
from cop.models import Membership, Stance, Topic, TopicReading
from cop.models.statements import at_most
from cop.models.topics import PAGE
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Heeded:
    """A page of topics, each with how many posts in it are new to their reader, and the ids of all the spaces. `older`
    is where the next page begins, None on the last.
    """

    topics: list[tuple[Topic, int]]
    space_ids: set[int]
    older: int | None


def heeded(actor: Actor, stance: Stance, *, before: int | None = None) -> Heeded:
    """What `actor` stands to like `stance` and can read now, in two queries. `before` is a post's id. What is muted
    counts nothing as new.
    """
    query = _topics(actor).where(TopicReading.stance == stance)
    query = query.order_by(Topic.last_post_id.desc()).limit(at_most(PAGE + 1))
    if before is not None:
        query = query.where(Topic.last_post_id < before)
    found = [(topic, new or 0) for topic, new in session.execute(query)]
    is_last = len(found) <= PAGE
    older = None if is_last else found[PAGE - 1][0].last_post_id
    return Heeded(found[:PAGE], _spaces(actor, stance), older)


def _topics(actor: Actor) -> sa.Select[Any]:
    """Whoever reads a space without being a member may follow its topics: nothing in them is new."""
    new = sa.case((is_unread(actor.id), Topic.posts - TopicReading.position), else_=0)
    return (
        sa.select(Topic, new)
        .join(TopicReading, reading_of(actor.id))
        .join(Topic.space)
        .outerjoin(Membership, membership_of(actor))
        .options(contains_eager(Topic.space), raiseload("*"))
        .where(policy.visible_topics(actor), Topic.last_post_id.is_not(None))
    )


def _spaces(actor: Actor, stance: Stance) -> set[int]:
    query = (
        sa.select(Membership.space_id)
        .join(Membership.space)
        .where(Membership.person_id == actor.id, Membership.stance == stance, Membership.reads())
    )
    return set(session.scalars(query.where(policy.visible_spaces(actor))))
