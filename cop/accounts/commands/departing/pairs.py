"""What a pair had only begun to say, once both have left: nobody may open it any more, so it goes."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.accounts.commands.departing.under_way import locked
from cop.db import command, lock, session
from cop.models import (
    Departure,
    Impact,
    Indicator,
    IndicatorValue,
    Intention,
    KeyRelationship,
    Membership,
    Pair,
    Space,
    ValueStory,
    Wording,
)
from cop.models.holds import has_to_stay


def take_along(departure: Departure) -> bool:
    """What can go by now, and whether that is all: a hold on the other half, or on the pair, keeps it. What was shared
    stays with the pair, and so does everything while one of the two is there (domain.md B15).
    """
    pairs = _left_by(departure.person_id)
    done = [_take(person_id=departure.person_id, pair_id=pair_id) for pair_id in pairs]
    return all(done)


def _left_by(person_id: int) -> Sequence[int]:
    theirs = sa.select(Membership.space_id).where(Membership.person_id == person_id)
    return session.scalars(sa.select(Pair.id).where(Pair.space_id.in_(theirs)).order_by(Pair.id)).all()


@command
def _take(*, person_id: int, pair_id: int) -> bool:
    locked(person_id)
    pair = session.get_one(Pair, pair_id)
    lock(Space, pair.space_id)
    if session.scalars(policy.halves_of(pair)).unique().first() is not None:
        return True
    begun = session.scalars(_begun(pair.id)).all()
    if begun and has_to_stay(*{each.editor_id for each in begun}, space_id=pair.space_id):
        return False
    for each in begun:
        session.delete(each)
    session.flush()
    for intention in session.scalars(sa.select(Intention).filter_by(pair_id=pair.id)).unique().all():
        intention.asked_by_id = None
        if not intention.is_shared:
            _forget(intention)
    return True


def _begun(pair_id: int) -> sa.Select[Wording]:
    """What only the two ever read."""
    of_pair = sa.select(Intention.id).where(Intention.pair_id == pair_id)
    return sa.select(Wording).where(Wording.intention_id.in_(of_pair), Wording.shared_at.is_(None))


def _forget(intention: Intention) -> None:
    """With what hangs on a draft: others have never seen any of it."""
    counted = sa.select(Indicator.id).where(Indicator.intention_id == intention.id)
    for gone in (
        sa.delete(IndicatorValue).where(IndicatorValue.indicator_id.in_(counted)),
        sa.delete(Indicator).where(Indicator.intention_id == intention.id),
        sa.delete(KeyRelationship).where(KeyRelationship.intention_id == intention.id),
        sa.delete(Impact).where(Impact.intention_id == intention.id),
        sa.update(ValueStory).where(ValueStory.intention_id == intention.id).values(intention_id=None),
    ):
        session.execute(gone.execution_options(synchronize_session=False))
    session.delete(intention)
