"""What was offered to a dormant set, and how many of its members say yes to it."""

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.models import Question, SetAnswer, Space
from cop.models.lives import Offer, SetOffer
from cop.policy import Actor

ANSWERED_WITHIN = timedelta(days=28)
"""For so long an offer to close stands before a set is closed for its members."""

ASKS = {Offer.RE_FORM: Question.RE_FORM, Offer.CLOSE: Question.CLOSING}
"""What a set is asked by an offer; to meet again it answers by a date."""


class Offered(NamedTuple):
    """`yeses`: how many members say so, and never who; None for what they are not asked."""

    offer: SetOffer
    yeses: int | None


def id_of(actor: Actor, slug: str) -> sa.Select[int]:
    """Of a set that the actor can help."""
    return sa.select(Space.id).where(Space.slug == slug, policy.helped_sets(actor))


def offers_in(space_id: int) -> list[Offered]:
    return [Offered(each, _yeses(space_id, ASKS.get(each.kind))) for each in SetOffer.open_in(space_id)]


def _yeses(space_id: int, question: Question | None) -> int | None:
    if question is None:
        return None
    space = session.get_one(Space, space_id)
    asked = SetAnswer.person_id.in_(policy.who_answer(space))
    said = sa.select(sa.func.count()).where(
        SetAnswer.space_id == space_id, SetAnswer.question == question, asked
    )
    return session.scalar(said) or 0


def can_be_closed(space_id: int) -> bool:
    """Whether the offer to close has stood for long enough."""
    latest = clock.now() - ANSWERED_WITHIN
    return any(each.kind is Offer.CLOSE and each.offered_at <= latest for each in SetOffer.open_in(space_id))
