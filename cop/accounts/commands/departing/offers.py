"""Help that somebody offered to pairs. What a pair has accepted stays where their words do; all else goes with them."""

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, session
from cop.models import Departure, Intention, Offer, Pair
from cop.models.holds import held


def take_along(departure: Departure) -> bool:
    """What can go by now, and whether that is all: a hold on the space of a pair keeps what was offered there."""
    _take(person_id=departure.person_id)
    return not session.scalar(sa.select(sa.select(Offer.id).where(_going(departure)).exists()))


@command
def _take(*, person_id: int) -> None:
    departure = locked(person_id)
    there = (
        sa.select(Pair.space_id)
        .join(Intention, Intention.pair_id == Pair.id)
        .where(Intention.id == Offer.intention_id)
        .correlate(Offer)
    )
    going = sa.delete(Offer).where(_going(departure), ~held(space_id=there.scalar_subquery()))
    session.execute(going.execution_options(synchronize_session=False))


def _going(departure: Departure) -> sa.ColumnElement[bool]:
    theirs = Offer.person_id == departure.person_id
    return sa.and_(theirs, ~Offer.was_accepted) if departure.keeps_words else theirs
