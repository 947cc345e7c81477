"""What was decided about somebody, for themselves: never who reported them, and not that somebody did in vain."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import Decision, Measure, Review
from cop.models.statements import at_most
from cop.moderation.queries.log import subjects_of_it
from cop.moderation.queries.pages import PAGE, Page, page_of
from cop.policy import Actor


def about_me(actor: Actor, *, before: int | None = None) -> Page[Decision]:
    """What was decided about the actor, the newest first: in every space, also where they are shut out."""
    query = _about(actor).options(*subjects_of_it())
    if before is not None:
        query = query.where(Decision.id < before)
    return page_of(
        session.scalars(query.order_by(Decision.id.desc()).limit(at_most(PAGE + 1))).unique().all()
    )


def decision_about_me(actor: Actor, decision_id: int) -> Decision | None:
    query = _about(actor).where(Decision.id == decision_id).options(*subjects_of_it())
    return session.scalars(query).unique().one_or_none()


def _about(actor: Actor) -> sa.Select[Decision]:
    return sa.select(Decision).where(policy.told_decisions(actor))


def appeals_of(decisions: Sequence[Decision]) -> dict[int, Review]:
    """The appeal against each of `decisions` that has one, by the decision's id."""
    ids = [decision.id for decision in decisions]
    found = session.scalars(sa.select(Review).where(Review.appealed_id.in_(ids)))
    return {review.appealed_id or 0: review for review in found}


def measures_of(decisions: Sequence[Decision]) -> dict[int, Measure]:
    """The measure that each of `decisions` took, by the decision's id."""
    ids = [decision.id for decision in decisions]
    found = session.scalars(sa.select(Measure).where(Measure.decision_id.in_(ids)))
    return {measure.decision_id: measure for measure in found}
