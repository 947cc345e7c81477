"""What whoever looks after the network does for a dormant set: offer it a way on, and close it where nobody answers.

Nothing of what the set has agreed on or said is read for it.
"""

from cop import policy
from cop.db import command, lock, record, session
from cop.errors import Conflict, NotFound
from cop.events import ContractWaits
from cop.meetings.commands.lives import close
from cop.meetings.queries.offers import can_be_closed
from cop.models import Contract, Space
from cop.models.lives import Life, Offer, SetOffer

AWAKE = "This set is not dormant: it needs no help."
TOO_EARLY = "Offer it to close first. If nobody answers within 28 days, you can close it for them."


@command
def offer(*, actor_id: int, space_id: int, kind: Offer) -> SetOffer:
    """Offer a dormant set one of the three ways on; a repeat returns the first. NotFound for who may not, Conflict for
    a set that is not dormant.
    """
    space, contract = _helped(actor_id, space_id)
    there = next((each for each in SetOffer.open_in(space.id) if each.kind is kind), None)
    if there is not None:
        return there
    if contract.life is not Life.DORMANT:
        raise Conflict(AWAKE)
    made = SetOffer(space_id=space.id, kind=kind, actor_id=actor_id)
    session.add(made)
    session.flush()
    record(ContractWaits(space.id, actor_id))
    return made


@command
def close_unanswered(*, actor_id: int, space_id: int) -> None:
    """Close a dormant set whose members have not answered the offer to close it. NotFound for who may not, Conflict
    before the time has come.
    """
    space, contract = _helped(actor_id, space_id)
    if contract.life is not Life.DORMANT:
        raise Conflict(AWAKE)
    if not can_be_closed(space.id):
        raise Conflict(TOO_EARLY)
    close(contract, space, actor_id=actor_id)


def _helped(actor_id: int, space_id: int) -> tuple[Space, Contract]:
    space, actor = lock(Space, space_id), policy.load_actor(actor_id)
    if not policy.can_help_set(actor, space):
        raise NotFound
    contract = Contract.of(space_id)
    if contract is None:
        raise Conflict(AWAKE)
    return space, contract
