"""Sets, locked for who may know what they have agreed on."""

from cop import policy
from cop.db import lock
from cop.errors import Conflict, NotFound
from cop.models import Contract, Space
from cop.models.lives import Life
from cop.policy import Actor

CLOSED = "This set is closed. What it agreed on stays as it was."


def locked(actor_id: int, space_id: int) -> tuple[Space, Actor]:
    """The set and who acts; NotFound for who does not read its contract, Conflict where the set is closed."""
    space, actor = lock(Space, space_id), policy.load_actor(actor_id)
    if not policy.can_read_contract(actor, space):
        raise NotFound
    if is_closed(space_id):
        raise Conflict(CLOSED)
    return space, actor


def is_closed(space_id: int) -> bool:
    """Whether a set was closed for good; it is locked."""
    contract = Contract.of(space_id)
    return contract is not None and contract.life is Life.CLOSED
