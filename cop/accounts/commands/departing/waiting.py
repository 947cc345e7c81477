"""What somebody has asked for and nobody has decided: it waits no longer, and says nothing any more."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, lock, session
from cop.models import Decision, Departure, Finding, JoinRequest, Report, Review, ReviewKind, Verdict
from cop.offload import give_way


def withdraw(departure: Departure) -> bool:
    """Whatever waits for a moderator because of them, but what others have reported; and the words of what was asked,
    pleaded and reported.
    """
    for review_id in _waiting(departure.person_id):
        _withdraw(person_id=departure.person_id, review_id=review_id)
        give_way()
    _unsay(person_id=departure.person_id)
    return True


def _waiting(person_id: int) -> Sequence[int]:
    return session.scalars(sa.select(Review.id).where(_waits(person_id)).order_by(Review.id)).all()


def _waits(person_id: int) -> sa.ColumnElement[bool]:
    """What was reported waits on, and so does what may name a patient in words that stay."""
    asked = Review.kind.in_((ReviewKind.HELD, ReviewKind.APPEAL, ReviewKind.REQUEST))
    theirs = sa.or_(asked, Review.profile_id == person_id)
    return sa.and_(Review.author_id == person_id, theirs, Review.decided_at.is_(None))


@command
def _withdraw(*, person_id: int, review_id: int) -> None:
    locked(person_id)
    review = lock(Review, review_id)
    if review.decided_at is not None:
        return
    if review.request is not None:
        lock(JoinRequest, review.request.id).answer(let_in=None)
    let_go(review, person_id)


def let_go(review: Review, person_id: int) -> None:
    """Let it wait no longer, as they have left; its row must be locked."""
    decision = Decision.log(
        Verdict.WITHDRAWN,
        space_id=review.space_id,
        actor_id=person_id,
        person_id=person_id,
        post_id=review.post_id,
        message_id=review.message_id,
        review_id=review.id,
    )
    review.decide(decision)


@command
def _unsay(*, person_id: int) -> None:
    """That they asked, appealed and reported, for what and when, stays: it is a part of others' decisions."""
    locked(person_id)
    profile = sa.select(Review.id).where(Review.profile_id == person_id)
    session.execute(sa.delete(Finding).where(Finding.review_id.in_(profile)))
    for told, values in (
        (sa.update(Report).where(Report.reporter_id == person_id, Report.reason != ""), {"reason": ""}),
        (sa.update(Review).where(Review.author_id == person_id, Review.plea != ""), {"plea": ""}),
        (
            sa.update(JoinRequest).where(JoinRequest.person_id == person_id, JoinRequest.said != ""),
            {"said": ""},
        ),
    ):
        session.execute(told.values(**values).execution_options(synchronize_session=False))
