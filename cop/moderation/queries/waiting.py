"""What waits for a person, each page in a fixed number of queries however much stands on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from cop import policy
from cop.db import session
from cop.models import Application, Decision, Finding, JoinRequest, Membership, Post, Review, Space, Topic
from cop.models.attachments import load_onto
from cop.models.statements import at_most
from cop.moderation.queries.pages import PAGE, Page, page_of
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Desk:
    """A space whose queue the actor works, and how much waits in it for them."""

    space: Space
    waiting: int


def desks(actor: Actor) -> list[Desk]:
    """The spaces of the actor's queue by name: those moderated, and those of what is escalated to a steward."""
    waits = sa.and_(Review.space_id == Space.id, Review.decided_at.is_(None), policy.visible_reviews(actor))
    waiting = sa.func.count(Review.id)
    query = (
        sa.select(Space, waiting)
        .outerjoin(Review, waits)
        .group_by(Space.id)
        .having(sa.or_(policy.moderated_spaces(actor), waiting > 0))
        .order_by(Space.name, Space.id)
    )
    return [Desk(space, number) for space, number in session.execute(query)]


def waiting_count(actor: Actor) -> int:
    """How many reviews the actor may decide now: the badge of the navigation."""
    query = sa.select(sa.func.count(Review.id)).where(
        Review.decided_at.is_(None), policy.visible_reviews(actor)
    )
    return session.scalar(query) or 0


def queue(actor: Actor, *, space_id: int | None = None, after: int = 0) -> Page[Review]:
    """What waits for the actor, oldest first, in the space `space_id` or in all, from behind the review `after`."""
    query = _reviews().where(Review.decided_at.is_(None), policy.visible_reviews(actor), Review.id > after)
    if space_id is not None:
        query = query.where(Review.space_id == space_id)
    return page_of(
        _with_files(session.scalars(query.order_by(Review.id).limit(at_most(PAGE + 1))).unique().all())
    )


def review(actor: Actor, review_id: int) -> Review | None:
    """The review with everything that is shown of it, if the actor may see it."""
    return _the(actor, Review.id == review_id)


def review_of(actor: Actor, application_id: int) -> Review | None:
    """The same of an application."""
    return _the(actor, Review.application_id == application_id)


def _the(actor: Actor, which: sa.ColumnElement[bool]) -> Review | None:
    query = _reviews().where(which, policy.visible_reviews(actor))
    found = _with_files(session.scalars(query.options(*_decisions_of_it())).unique().all())
    return found[0] if found else None


def met_requests(space_id: int, person_ids: Collection[int]) -> Sequence[JoinRequest]:
    """What these people ask for, who are in that space already."""
    inside = sa.exists().where(
        Membership.person_id == JoinRequest.person_id,
        Membership.space_id == JoinRequest.space_id,
        Membership.ended_at.is_(None),
    )
    open_ones = sa.select(JoinRequest).where(
        JoinRequest.space_id == space_id,
        JoinRequest.person_id.in_(person_ids),
        JoinRequest.answered_at.is_(None),
        inside,
    )
    return session.scalars(open_ones).all()


def any_review(review_id: int) -> Review:
    """The review with everything that is shown of it, for whoever is told of it; read anew, whatever was read."""
    query = _reviews().where(Review.id == review_id).execution_options(populate_existing=True)
    return _with_files([session.scalars(query).unique().one()])[0]


def _reviews() -> sa.Select[Review]:
    return sa.select(Review).options(
        joinedload(Review.space),
        joinedload(Review.author),
        joinedload(Review.post).options(
            joinedload(Post.topic).selectinload(Topic.sources), joinedload(Post.organisation)
        ),
        joinedload(Review.message),
        joinedload(Review.piece),
        joinedload(Review.profile),
        joinedload(Review.application).options(
            joinedload(Application.programme),
            joinedload(Application.organisation),
            joinedload(Application.cohort),
        ),
        joinedload(Review.request).joinedload(JoinRequest.space),
        joinedload(Review.claimed_by),
        joinedload(Review.appealed).options(
            joinedload(Decision.actor),
            joinedload(Decision.post),
            joinedload(Decision.message),
            joinedload(Decision.piece),
        ),
        selectinload(Review.reports),
        selectinload(Review.findings).joinedload(Finding.person),
    )


def _with_files(reviews: Sequence[Review]) -> Sequence[Review]:
    """The same, and what their posts have attached, in one query more where any of them has."""
    load_onto(review.post for review in reviews if review.post)
    return reviews


def _decisions_of_it() -> tuple[ORMOption, ...]:
    return (selectinload(Review.decisions).joinedload(Decision.actor),)
