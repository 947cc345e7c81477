"""What Home shows: my sets, what of mine waits, where I stopped reading, what nobody has answered, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cop import policy
from cop.forum.queries import begun_ids, reading_of
from cop.models import Membership, Person, Post, Review, Space, SpaceKind, Topic, TopicReading
from cop.models.reviews import ReviewKind
from cop.policy import Actor

FEW = 5


def companions(actor: Actor) -> dict[int, list[Person]]:
    """The other members of the actor's sets, by name: space id -> people."""
    people: dict[int, list[Person]] = {}
    for space_id, person in _companions_of(actor).unique():
        people.setdefault(space_id, []).append(person)
    return people


@policy.loading
def _companions_of(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Membership.space_id, Person)
        .join(Membership.person)
        .join(Membership.space)
        .where(Space.id.in_(actor.space_ids), Space.kind == SpaceKind.SET, Membership.holds())
        .where(Person.id != actor.id, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )


def held_of_mine(actor: Actor) -> Sequence[Review]:
    """What the actor wrote in spaces that they read, and a moderator has yet to read, oldest first."""
    return _held_of(actor).scalars().unique().all()


@policy.loading
def _held_of(actor: Actor) -> sa.Select[Review]:
    return (
        sa.select(Review)
        .join(Review.space)
        .options(
            contains_eager(Review.space),
            joinedload(Review.message),
            joinedload(Review.post).joinedload(Post.topic),
        )
        .where(Review.author_id == actor.id, Review.kind == ReviewKind.HELD, Review.decided_at.is_(None))
        .where(policy.visible_spaces(actor))
        .order_by(Review.id)
    )


@dataclass(frozen=True, slots=True)
class Topics:
    """`begun` are those that the actor was reading and that have something new in them, latest first, each with the
    place where they stopped; `unanswered` the newest that nobody has replied to; `recent` those with the newest posts.
    """

    begun: list[tuple[Topic, int]]
    unanswered: list[Topic]
    recent: list[Topic]


def topics(actor: Actor) -> Topics:
    """What Home lists of the topics that `actor` can read, in one query."""
    found: list[Any] = list(_topics_of(actor).unique())
    begun = [(topic, reading) for part, topic, reading in found if part == 0 and reading]
    unanswered = [topic for part, topic, _ in found if part == 1]
    recent = [topic for part, topic, _ in found if part == 2]
    return Topics(
        begun=[(topic, each.position) for topic, each in sorted(begun, key=_when_read, reverse=True)],
        unanswered=sorted(unanswered, key=lambda topic: topic.id, reverse=True),
        recent=sorted(recent, key=lambda topic: topic.last_post_id or 0, reverse=True),
    )


@policy.loading
def _topics_of(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    parts = (begun_ids(actor, FEW), _unanswered_ids(actor), _recent_ids(actor))
    numbered = [
        sa.select(sa.literal(number).label("part"), part.subquery().c.id) for number, part in enumerate(parts)
    ]
    chosen = sa.union_all(*numbered).subquery()
    return (
        sa.select(chosen.c.part, Topic, TopicReading)
        .join(Topic, Topic.id == chosen.c.id)
        .outerjoin(TopicReading, reading_of(actor.id))
        .options(joinedload(Topic.space), joinedload(Topic.author), joinedload(Topic.last_author))
        .where(policy.visible_topics(actor))
    )


def _when_read(begun: tuple[Topic, TopicReading]) -> datetime:
    return begun[1].read_at or datetime.min.replace(tzinfo=UTC)


def _unanswered_ids(actor: Actor) -> sa.Select[int]:
    """The actor's own are left out."""
    has_no_reply = (Topic.posts == 1, Topic.takes_replies(), Topic.author_id != actor.id)
    return _open_ids(actor).where(*has_no_reply).order_by(Topic.id.desc()).limit(FEW)


def _recent_ids(actor: Actor) -> sa.Select[int]:
    query = _open_ids(actor).where(Topic.last_post_id.is_not(None))
    return query.order_by(Topic.last_post_id.desc()).limit(FEW)


def _open_ids(actor: Actor) -> sa.Select[int]:
    return sa.select(Topic.id).where(policy.visible_topics(actor), Topic.is_current())
