"""What waits for too long: its deciders are reminded after a day and after two, and it goes on to others where those it
fell to are gone.
"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.models import Deciders, Letter, LetterKind, Person, Review

AFTER = (timedelta(hours=24), timedelta(hours=48))
"""How long something has waited when its deciders are reminded, the first and the second time."""

A_LETTER = timedelta(hours=20)
"""One letter speaks of all that waits: for so long nobody gets another."""


def overdue() -> Sequence[int]:
    """Ids of what has waited for longer than anybody was reminded of, the oldest first."""
    now = clock.now()
    late = [
        sa.and_(Review.reminded == number, Review.opened_at <= now - after)
        for number, after in enumerate(AFTER)
    ]
    query = sa.select(Review.id).where(Review.decided_at.is_(None), sa.or_(*late)).order_by(Review.id)
    return session.scalars(query).all()


def fallen() -> Sequence[int]:
    """Ids of what waits for stewards or for staff."""
    query = sa.select(Review.id).where(Review.decided_at.is_(None), Review.falls_to != Deciders.MODERATORS)
    return session.scalars(query.order_by(Review.id)).all()


@command
def pass_on(*, review_id: int) -> None:
    """Let a review fall to whoever comes next, where nobody is left who may decide it."""
    _pass_on(lock(Review, review_id))


@command
def remind(*, review_id: int) -> int:
    """Remind the deciders of one review; returns how many letters were written. A repeat writes none."""
    review = lock(Review, review_id)
    wanted = sum(review.opened_at <= clock.now() - after for after in AFTER)
    if review.decided_at is not None or review.reminded >= wanted:
        return 0
    review.reminded = wanted
    _pass_on(review)
    people = (
        session.scalars(sa.select(Person).where(Person.id.in_(policy.deciders_of(review)))).unique().all()
    )
    return sum(_write(person) for person in people)


def _pass_on(review: Review) -> None:
    """Where nobody is left who may decide, it falls to whoever comes next."""
    if session.scalar(policy.deciders_of(review).limit(1)) is None:
        decided_by = review.appealed.actor_id if review.appealed else None
        review.falls_to = policy.falls_to(
            review.kind, review.space, author_id=review.author_id, decided_by_id=decided_by
        )
        session.flush()


def _write(person: Person) -> bool:
    recent = sa.exists().where(
        Letter.person_id == person.id,
        Letter.kind == LetterKind.WAITING,
        Letter.written_at > clock.now() - A_LETTER,
    )
    if session.scalar(sa.select(recent)):
        return False
    Letter.write(LetterKind.WAITING, address=person.email, person_id=person.id)
    return True
