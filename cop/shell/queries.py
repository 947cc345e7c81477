"""What Home shows: my sets, what of mine waits, what nobody has answered, what was lately written."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from cop import policy
from cop.db import session
from cop.models import Membership, Person, Post, Review, Space, SpaceKind, Topic, TopicState
from cop.models.reviews import ReviewKind
from cop.policy import Actor

FEW = 5


def companions(actor: Actor) -> dict[int, list[Person]]:
    """The other members of the actor's sets, by name: space id -> people."""
    query = (
        sa.select(Membership.space_id, Person)
        .join(Membership.person)
        .join(Membership.space)
        .where(Space.id.in_(actor.space_ids), Space.kind == SpaceKind.SET, Membership.holds())
        .where(Person.id != actor.id, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    people: dict[int, list[Person]] = {}
    for space_id, person in session.execute(query).unique():
        people.setdefault(space_id, []).append(person)
    return people


def held_of_mine(actor: Actor) -> Sequence[Review]:
    """What the actor wrote in spaces that they read, and a moderator has yet to read, oldest first."""
    query = (
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
    return session.scalars(query).unique().all()


def unanswered(actor: Actor) -> Sequence[Topic]:
    """The newest topics the actor can read that have an opening post and no reply; their own are left out."""
    query = _topics(actor).where(Topic.posts == 1, Topic.locked_at.is_(None), Topic.author_id != actor.id)
    return session.scalars(query.order_by(Topic.id.desc()).limit(FEW)).unique().all()


def recently(actor: Actor) -> Sequence[Topic]:
    """The topics that the actor can read with the newest posts in them."""
    query = _topics(actor).where(Topic.last_post_id.is_not(None))
    return session.scalars(query.order_by(Topic.last_post_id.desc()).limit(FEW)).unique().all()


def _topics(actor: Actor) -> sa.Select[Topic]:
    return (
        sa.select(Topic)
        .options(joinedload(Topic.space), joinedload(Topic.author), joinedload(Topic.last_author))
        .where(policy.visible_topics(actor), Topic.state == TopicState.OPEN)
    )
