"""Visits and events under their locks: the programme, the space, then the row itself."""

from cop import policy
from cop.db import get, lock
from cop.errors import NotFound
from cop.models import Gathering, Programme, Space
from cop.policy import Actor

KEEPERS = "Whoever looks after this space arranges its visits and events, while its programme is under way."


def lock_space(space_id: int) -> Space:
    """The space, locked after its programme: neither ends meanwhile, and nobody leaves."""
    programme_id = get(Space, space_id).programme_id
    if programme_id is not None:
        lock(Programme, programme_id)
    return lock(Space, space_id)


def read(actor_id: int, gathering_id: int) -> tuple[Gathering, Actor]:
    """One of them, locked after its space, for who reads that. Raises NotFound."""
    lock_space(get(Gathering, gathering_id).space_id)
    gathering, actor = lock(Gathering, gathering_id), policy.load_actor(actor_id)
    if not policy.can_read_gathering(actor, gathering):
        raise NotFound
    return gathering, actor


def kept(actor_id: int, gathering_id: int) -> Gathering:
    """The same for who arranges it. Raises NotFound, Forbidden."""
    gathering, actor = read(actor_id, gathering_id)
    policy.require(policy.can_arrange(actor, gathering.space), KEEPERS)
    return gathering
