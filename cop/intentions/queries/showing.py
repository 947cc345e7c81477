"""What stands around one intention: the pair, earlier wordings, relationships and offers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import (
    Indicator,
    Intention,
    KeyRelationship,
    Offer,
    Pair,
    Person,
    ProgressUpdate,
    RoleName,
    Wording,
)
from cop.policy import Actor


def halves(pair: Pair) -> Sequence[Person]:
    """The two of a pair as they are now; one, or none, where somebody has left."""
    return session.scalars(policy.halves_of(pair)).unique().all()


def pairs_of(actor: Actor) -> Sequence[Pair]:
    """The pairs that somebody is half of."""
    mine = sa.select(Pair).where(Pair.space_id.in_(actor.spaces_as(RoleName.MEMBER)))
    return session.scalars(mine.options(joinedload(Pair.organisation)).order_by(Pair.id)).unique().all()


def wordings(actor: Actor, intention: Intention) -> Sequence[Wording]:
    """What it says and said before, the newest first: to the pair all, to others what was shared."""
    query = sa.select(Wording).where(Wording.intention_id == intention.id)
    if not policy.is_half(actor, intention.pair):
        query = query.where(Wording.shared_at.is_not(None), Wording.stands())
    query = query.options(joinedload(Wording.editor)).order_by(Wording.number.desc())
    return session.scalars(query).unique().all()


def relationships(intention: Intention) -> Sequence[KeyRelationship]:
    query = sa.select(KeyRelationship).where(KeyRelationship.intention_id == intention.id)
    return session.scalars(query.order_by(KeyRelationship.id)).all()


def indicators(intention: Intention) -> Sequence[Indicator]:
    """Each with its values, in the order in which they were added."""
    query = sa.select(Indicator).where(Indicator.intention_id == intention.id)
    query = query.options(joinedload(Indicator.values)).order_by(Indicator.id)
    return session.scalars(query).unique().all()


def updates(actor: Actor, intention: Intention) -> Sequence[ProgressUpdate]:
    """What was said each quarter, the newest first; to others than the pair what no moderator has taken."""
    query = sa.select(ProgressUpdate).where(ProgressUpdate.intention_id == intention.id)
    if not policy.is_half(actor, intention.pair):
        query = query.where(ProgressUpdate.stands())
    query = query.options(joinedload(ProgressUpdate.person)).order_by(ProgressUpdate.id.desc())
    return session.scalars(query).unique().all()


def offers(actor: Actor, intention: Intention) -> Sequence[Offer]:
    """Those that `actor` reads, those that wait for an answer first, then in the order in which they came."""
    query = (
        sa.select(Offer)
        .join(Offer.intention)
        .join(Intention.pair)
        .where(Offer.intention_id == intention.id, policy.visible_offers(actor))
        .options(joinedload(Offer.person), joinedload(Offer.organisation))
        .order_by(Offer.answered_at.is_not(None), Offer.id)
    )
    return session.scalars(query).unique().all()
