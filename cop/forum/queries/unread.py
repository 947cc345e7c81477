"""What a reader has left to read, over all their spaces: one meaning of unread for all that counts or lists it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from cop import policy
from cop.db import session
from cop.models import Membership, Space, Stance, Topic, TopicReading
from cop.models.statements import at_most
from cop.models.topics import PAGE
from cop.policy import Actor

LATELY = 20
"""So many of the topics that they read last are looked at for where they stopped."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Topics with something new in them, the newest post first, with the place up to which each was read; `older` is
    where the next page begins, None on the last.
    """

    rows: list[tuple[Topic, int]]
    older: int | None


def is_unread(person_id: int, topic: type[Topic] = Topic) -> sa.ColumnElement[bool]:
    """The condition that a topic is unread to a person, in a select of Topic and of their Membership of its space. What
    was there before they joined is not, nor what they have muted.

    That no reading of theirs covers it is asked topic by topic, so that no more of them are looked at than are wanted:
    of NOT EXISTS PostgreSQL makes a join with all topics and all that they ever read.
    """
    theirs = aliased(TopicReading)
    covers = sa.or_(theirs.position >= topic.posts, theirs.stance == Stance.MUTED)
    place = sa.select(theirs.position).where(
        theirs.topic_id == topic.id, theirs.person_id == person_id, covers
    )
    return sa.and_(
        topic.is_current(),
        topic.activity > Membership.read_activity,
        Membership.is_loud(),
        place.scalar_subquery().is_(None),
    )


def reading_of(person_id: int) -> sa.ColumnElement[bool]:
    """How a topic is joined with its reader's TopicReading, if there is one."""
    return sa.and_(TopicReading.topic_id == Topic.id, TopicReading.person_id == person_id)


def unread(actor: Actor, *, space: Space | None = None, before: int | None = None) -> Unread:
    """A page of what is unread to `actor`, in all their spaces or in one, in one query. `before` is a post's id."""
    query = _of_members(actor, sa.select(Topic, sa.func.coalesce(TopicReading.position, 0)))
    query = query.where(is_unread(actor.id)).order_by(Topic.last_post_id.desc()).limit(at_most(PAGE + 1))
    if space is not None:
        query = query.where(Topic.space_id == space.id)
    if before is not None:
        query = query.where(Topic.last_post_id < before)
    found = [(topic, place) for topic, place in session.execute(query).unique()]
    is_last = len(found) <= PAGE
    return Unread(found[:PAGE], None if is_last else found[PAGE - 1][0].last_post_id)


def begun(actor: Actor, few: int, *, space: Space | None = None) -> list[tuple[Topic, int]]:
    """Where `actor` stopped reading: of the topics that they read last those with something new in them, latest first,
    each with the place up to which it was read. In one query.
    """
    query = _of_members(actor, sa.select(Topic, TopicReading.position))
    query = query.where(Topic.id.in_(begun_ids(actor, few, space=space))).order_by(
        TopicReading.read_at.desc()
    )
    return [(topic, place) for topic, place in session.execute(query).unique()]


def begun_ids(actor: Actor, few: int, *, space: Space | None = None) -> sa.Select[int]:
    """Ids of those, to stand in another select that goes through what `actor` may see. The topics stand beside what was
    read last within its limit, before anything is asked of spaces: PostgreSQL would begin with all topics of those.
    """
    mine = sa.and_(TopicReading.person_id == actor.id, TopicReading.read_at.is_not(None))
    lately = (
        sa.select(Topic, TopicReading.position, TopicReading.read_at)
        .join(TopicReading, TopicReading.topic_id == Topic.id)
        .where(mine)
        .order_by(TopicReading.read_at.desc())
        .limit(at_most(LATELY))
    )
    if space is not None:
        lately = lately.where(Topic.space_id == space.id)
    read = lately.subquery()
    topic = aliased(Topic, read)
    return (
        sa.select(topic.id)
        .join(Membership, membership_of(actor, topic))
        .where(is_unread(actor.id, topic), read.c.position > 0)
        .order_by(read.c.read_at.desc())
        .limit(at_most(few))
    )


def membership_of(actor: Actor, topic: type[Topic] = Topic) -> sa.ColumnElement[bool]:
    """How a topic is joined with the membership by which `actor` reads its space, if there is one."""
    return sa.and_(
        Membership.space_id == topic.space_id, Membership.person_id == actor.id, Membership.reads()
    )


def _of_members(actor: Actor, query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """`query` of topics that `actor` may read as a member, with all that a row of them shows."""
    return (
        query.join(Membership, membership_of(actor))
        .outerjoin(TopicReading, reading_of(actor.id))
        .join(Topic.space)
        .options(
            contains_eager(Topic.space),
            joinedload(Topic.author, innerjoin=True),
            joinedload(Topic.last_author),
        )
        .where(policy.visible_topics(actor))
    )
