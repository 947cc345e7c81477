"""What a pair is told of its intention, and what whoever offered help is told of their offer."""

import sqlalchemy as sa

from cop import policy
from cop.db import get, session
from cop.events import (
    CommitmentDue,
    HelpOffered,
    OfferAnswered,
    PairEncouraged,
    SharingAsked,
    SharingSettled,
    UpdateDue,
    UpdateWritten,
)
from cop.models import Commitment, Intention, Notice, NoticeKind, Offer, Pair, Person
from cop.notifications.commands import notify, see_here


def tell_of_offer(fact: HelpOffered) -> None:
    """WITH: help with an intention concerns its pair."""
    _tell(get(Offer, fact.offer_id).intention.pair, NoticeKind.OFFERED)


def tell_of_answer(fact: OfferAnswered) -> None:
    """WITH: an answer concerns whoever offered; once no offer waits, the pair has seen that one did."""
    offer = get(Offer, fact.offer_id)
    notify([offer.person_id], NoticeKind.ANSWERED, offer)
    waits = sa.exists().where(Offer.intention_id == offer.intention_id, Offer.answered_at.is_(None))
    if not session.scalar(sa.select(waits)):
        _see(offer.intention.pair, NoticeKind.OFFERED)


def tell_of_sharing(fact: SharingAsked) -> None:
    """WITH: that one would share it concerns the other."""
    _tell(get(Intention, fact.intention_id).pair, NoticeKind.SHARING, Person.id != fact.actor_id)


def see_sharing(fact: SharingSettled) -> None:
    """WITH: nothing waits for the two any more."""
    _see(get(Intention, fact.intention_id).pair, NoticeKind.SHARING)


def tell_of_encouragement(fact: PairEncouraged) -> None:
    """WITH: what a sponsor says concerns the pair."""
    _tell(get(Intention, fact.intention_id).pair, NoticeKind.ENCOURAGED)


def remind_of_update(fact: UpdateDue) -> None:
    """WITH: it is time for the pair to say what has changed."""
    _tell(get(Intention, fact.intention_id).pair, NoticeKind.UPDATE)


def see_update(fact: UpdateWritten) -> None:
    """WITH: it has been said, by either of the two."""
    _see(get(Intention, fact.intention_id).pair, NoticeKind.UPDATE)


def remind_of_commitment(fact: CommitmentDue) -> None:
    """WITH: the pair knows that its sponsor looks at their commitment again. The sponsor has a letter."""
    _tell(get(Commitment, fact.commitment_id).pair, NoticeKind.COMMITMENT)


def _tell(pair: Pair, kind: NoticeKind, *which: sa.ColumnElement[bool]) -> None:
    halves = policy.halves_of(pair).with_only_columns(Person.id).order_by(None)
    notify(halves.where(*which), kind, pair.space)


def _see(pair: Pair, kind: NoticeKind) -> None:
    for person in session.scalars(policy.halves_of(pair)).unique().all():
        see_here(person.id, Notice.kind == kind, Notice.subject_id == pair.space_id)
