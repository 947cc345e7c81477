"""What Home shows: my sets, what of mine waits, where I stopped reading, what nobody has answered, what is new."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import policy
from cop.forum.queries import begun_ids, reading_of
from cop.models import Membership, Person, Post, Review, Space, SpaceKind, Topic, TopicReading
from cop.models.reviews import ReviewKind
from cop.models.statements import at_most, unindexed
from cop.policy import Actor

FEW = 5


class Held(NamedTuple):
    """Something that waits in a space: a topic, a reply in one, or a line of its room, which has none."""

    slug: str
    space: str
    opened_at: datetime
    topic_id: int | None
    title: str | None
    is_opening: bool | None


class Listed(NamedTuple):
    """A topic, with the names of its space and of its first and last authors."""

    id: int
    title: str
    posts: int
    created_at: datetime
    last_post_id: int | None
    last_posted_at: datetime | None
    space: str
    author: str
    last_author: str | None


@dataclass(frozen=True, slots=True)
class Topics:
    """`begun` are those that the actor was reading and that have something new in them, latest first, each with the
    place where they stopped; `unanswered` the newest that nobody has replied to; `recent` those with the newest posts.
    """

    begun: list[tuple[Listed, int]]
    unanswered: list[Listed]
    recent: list[Listed]


def companions(actor: Actor) -> dict[int, list[str]]:
    """The other members of the actor's sets, by name: space id -> their names."""
    people: dict[int, list[str]] = {}
    found: Any = _companions_of(actor)
    for space_id, name in found:
        people.setdefault(space_id, []).append(name)
    return people


@policy.prepared
def _companions_of(actor: Actor) -> sa.Select[int, str]:
    return (
        sa.select(Membership.space_id, Person.name)
        .join(Membership.person)
        .join(Membership.space)
        .where(Space.id.in_(actor.space_ids), Space.kind == SpaceKind.SET, Membership.holds())
        .where(~Membership.looks_in())
        .where(Person.id != actor.id, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )


def held_of_mine(actor: Actor) -> list[Held]:
    """What the actor wrote in spaces that they read, and a moderator has yet to read, oldest first."""
    return [Held._make(row) for row in _held_of(actor).all()]


@policy.prepared
def _held_of(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Space.slug, Space.name, Review.opened_at, Topic.id, Topic.title, Post.is_opening)
        .select_from(Review)
        .join(Review.space)
        .outerjoin(Review.post)
        .outerjoin(Post.topic)
        .where(Review.author_id == actor.id, Review.kind == ReviewKind.HELD, Review.decided_at.is_(None))
        .where(policy.visible_spaces(actor))
        .order_by(Review.id)
    )


def topics(actor: Actor) -> Topics:
    """What Home lists of the topics that `actor` can read, in one query."""
    rows: Any = _topics_of(actor)
    found = [(part, place, read_at, Listed._make(topic)) for part, place, read_at, *topic in rows]
    begun = [(read_at, topic, place) for part, place, read_at, topic in found if part == 0 and read_at]
    unanswered = [topic for part, _, _, topic in found if part == 1]
    recent = [topic for part, _, _, topic in found if part == 2]
    return Topics(
        begun=[(topic, place) for _, topic, place in sorted(begun, reverse=True)],
        unanswered=sorted(unanswered, key=lambda topic: topic.id, reverse=True),
        recent=sorted(recent, key=lambda topic: topic.last_post_id or 0, reverse=True),
    )


_LAST = aliased(Person)


@policy.prepared
def _topics_of(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    parts = (begun_ids(actor, FEW), _unanswered_ids(actor), _recent_ids(actor))
    numbered = [
        sa.select(sa.literal(number).label("part"), part.subquery().c.id) for number, part in enumerate(parts)
    ]
    chosen = sa.union_all(*numbered).subquery()
    shown = (Topic.id, Topic.title, Topic.posts, Topic.created_at, Topic.last_post_id, Topic.last_posted_at)
    return (
        sa.select(chosen.c.part, TopicReading.position, TopicReading.read_at, *shown)
        .add_columns(Space.name, Person.name, _LAST.name)
        .select_from(chosen)
        .join(Topic, Topic.id == chosen.c.id)
        .join(Topic.space)
        .join(Topic.author)
        .outerjoin(_LAST, _LAST.id == Topic.last_author_id)
        .outerjoin(TopicReading, reading_of(actor.id))
        .where(policy.visible_topics(actor))
    )


def _unanswered_ids(actor: Actor) -> sa.Select[int]:
    """The actor's own are left out."""
    is_unanswered = (Topic.has_no_reply(), Topic.takes_replies(), Topic.author_id != actor.id)
    return _open_ids(actor).where(*is_unanswered).order_by(Topic.id.desc()).limit(at_most(FEW))


def _recent_ids(actor: Actor) -> sa.Select[int]:
    """Of each space no more are looked at than are wanted of all: to somebody whose spaces have long been quiet the way
    from the newest topic of all to theirs would be as long as the forum. By the index of their order PostgreSQL would
    go that way all the same. That spaces are named makes it begin with them.
    """
    other = aliased(Topic)
    least = (
        sa.select(other.last_post_id)
        .where(other.space_id == Space.id, other.is_current(), other.last_post_id.is_not(None))
        .order_by(other.last_post_id.desc())
        .limit(at_most(1))
        .offset(at_most(FEW - 1))
    )
    is_new = Topic.last_post_id >= sa.func.coalesce(least.correlate(Space).scalar_subquery(), 0)
    query = _open_ids(actor).join(Topic.space).where(policy.visible_spaces(actor), is_new)
    return query.order_by(unindexed(Topic.last_post_id).desc()).limit(at_most(FEW))


def _open_ids(actor: Actor) -> sa.Select[int]:
    return sa.select(Topic.id).where(policy.visible_topics(actor), Topic.is_current())
