"""What a steward does for sets, which they do not read."""

from datetime import timedelta

from cop import clock, db
from cop.models import Contract, Life, SetOffer, SetStep, Space
from cop.models.lives import Offer, Turn
from tests.without_staff.place import Walk, latest


def help_a_set(walk: Walk) -> None:
    """One that fell silent long ago, and has not answered since it was offered to close."""
    _let_it_be_dormant(walk.world.set_a)
    walk.does(walk.steward, f"/sets/{walk.world.set_a.slug}", {"offer": "rebook"})
    assert latest(SetOffer).kind is Offer.REBOOK
    _offer_to_close(walk)
    walk.does(walk.steward, f"/sets/{walk.world.set_a.slug}/closing", {"understood": "y"})
    assert latest(Contract).life is Life.CLOSED


@db.command
def _let_it_be_dormant(space: Space) -> None:
    contract = Contract.blank(space)
    contract.life = Life.DORMANT
    silence = SetStep(space_id=space.id, turn=Turn.FELL_SILENT, former=Life.CONTRACTED, life=Life.DORMANT)
    silence.taken_at = clock.now() - timedelta(days=40)
    db.session.add_all([contract, silence])


@db.command
def _offer_to_close(walk: Walk) -> None:
    made = SetOffer(space_id=walk.world.set_a.id, kind=Offer.CLOSE, actor_id=walk.steward.id)
    made.offered_at = clock.now() - timedelta(days=30)
    db.session.add(made)
