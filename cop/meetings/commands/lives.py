"""The life of a set goes on: by what has come to be, by renewing its contract, and by closing well (domain.md 2.5)."""

from cop import policy
from cop.db import command, lock, record, session
from cop.errors import Conflict, Invalid
from cop.events import ContractWaits, SetClosed
from cop.meetings.commands.convening import call_off_all
from cop.meetings.commands.locks import locked
from cop.meetings.queries.lives import next_turn, standing_of
from cop.models import Contract, RoomState, SetAnswer, Space
from cop.models.contracts import MOST_IN_ALL, MOST_MEETINGS
from cop.models.lives import Life, Turn
from cop.policy import require

NO_RENEWAL = "There is nothing to renew: conclude the contract and meet once first."


def settle(space: Space) -> None:
    """Within a command that has locked the set: write down all that has come to be for it."""
    session.flush()
    for _ in Life:
        standing = standing_of(space)
        turn = next_turn(standing)
        if turn is None or not standing.contract.take(turn):
            return
        if turn is Turn.FELL_SILENT:
            record(ContractWaits(space.id))


@command
def settle_life(*, space_id: int) -> None:
    """The same by the clock; nothing happens to a set that has begun no contract."""
    space = lock(Space, space_id)
    if Contract.of(space_id) is not None:
        settle(space)
        _prompt(space)


def _prompt(space: Space) -> None:
    """Ask the set once whether it goes on, when the last meeting comes that it agreed on."""
    standing = standing_of(space)
    contract = standing.contract
    if standing.asks_for_renewal and contract.prompted_at != contract.meetings:
        contract.prompted_at = contract.meetings
        record(ContractWaits(space.id))


@command
def renew(*, actor_id: int, space_id: int, more: int, seen: int) -> Contract:
    """Agree to hold so many meetings more. `seen` is the version of the contract that was renewed: Conflict if it is
    another by now, so that a repeat renews once; and where there is nothing to renew. Invalid (`more`).
    """
    space, actor = locked(actor_id, space_id)
    require(policy.can_shape_contract(actor, space), "Only those who are in the set renew its contract.")
    if not 1 <= more <= MOST_MEETINGS:
        raise Invalid(f"Choose 1 to {MOST_MEETINGS} meetings.", field="more")
    contract = Contract.of(space_id)
    if contract is None:
        raise Conflict(NO_RENEWAL)
    contract.is_unchanged_since(seen)
    if contract.meetings + more > MOST_IN_ALL:
        raise Invalid(
            "A contract holds no more meetings than that. Agree on a new number first.", field="more"
        )
    if not contract.take(Turn.RENEWED, actor_id=actor.id):
        raise Conflict(NO_RENEWAL)
    contract.renew(more)
    settle(space)
    return contract


def close(contract: Contract, space: Space, *, actor_id: int) -> None:
    """Within a command that has locked the set: let it be closed for good. Its room is read and no more, and nobody is
    asked anything. What was arranged is called off, and what was said at its meetings goes by the clock.
    """
    if not contract.take(Turn.ENDED, actor_id=actor_id):
        raise Conflict("This set is closed already.")
    SetAnswer.forget(space.id)
    call_off_all(space)
    space.set_room(RoomState.ARCHIVED)
    record(SetClosed(space.id))
