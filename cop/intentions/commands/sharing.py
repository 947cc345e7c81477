"""Sharing an intention with the network, which takes both halves of a pair; and how it stands from then on."""

from typing import NamedTuple

from cop import policy
from cop.db import command, record, session
from cop.errors import Conflict, Invalid
from cop.events import SharingAsked, SharingSettled
from cop.intentions.commands.locks import NOT_YOURS, read, written
from cop.models import Intention, IntentionStatus
from cop.models.intentions import CHANGED
from cop.models.pairs import SIZE
from cop.policy import require

SAID = (IntentionStatus.IN_PROGRESS, IntentionStatus.ACHIEVED, IntentionStatus.STOPPED)
"""How the pair says that it stands; the rest comes of sharing."""

ALONE = "It takes two to share it, and your pair is one person now. Share it once somebody has followed."
ANOTHER = "Your pair has begun another intention since. Close that first."


class Shared(NamedTuple):
    """`is_done`: both have agreed; else the other is waited for."""

    intention: Intention
    is_done: bool


@command
def agree_to_share(*, actor_id: int, intention_id: int, number: int) -> Shared:
    """Agree that others read the wording of this `number`, which must be the newest. Once both have, they do. A repeat
    changes nothing.

    Raises NotFound, Forbidden, Conflict (it was changed since, or the pair is one person).
    """
    intention, actor = written(actor_id, intention_id)
    newest = intention.newest
    if newest is None or newest.number != number:
        raise Conflict(CHANGED)
    if newest.shared_at is not None:
        return Shared(intention, is_done=True)
    halves = {person.id for person in session.scalars(policy.halves_of(intention.pair)).unique()}
    if len(halves) < SIZE:
        raise Conflict(ALONE)
    if intention.asked_by_id in halves - {actor.id}:
        intention.share(newest)
        record(SharingSettled(intention.id))
        return Shared(intention, is_done=True)
    if intention.asked_by_id != actor.id:
        intention.asked_by_id = actor.id
        record(SharingAsked(intention.id, actor.id))
    return Shared(intention, is_done=False)


@command
def take_back_sharing(*, actor_id: int, intention_id: int) -> Intention:
    """Ask no longer to share it, or decline what the other has asked. Nothing happens where nobody asks."""
    intention, _ = written(actor_id, intention_id)
    intention.asked_by_id = None
    record(SharingSettled(intention.id))
    return intention


@command
def set_status(*, actor_id: int, intention_id: int, status: IntentionStatus) -> Intention:
    """Say how an intention that is shared stands. One that was closed is opened again by it.

    Raises Invalid (`status`) for what comes of sharing alone, NotFound, Forbidden, Conflict where there is another.
    """
    if status not in SAID:
        raise Invalid("Choose how it stands.", field="status")
    intention, actor = read(actor_id, intention_id)
    require(policy.can_change_status(actor, intention), NOT_YOURS)
    if (
        not status.is_closed
        and intention.status.is_closed
        and Intention.open_of(intention.pair_id) is not None
    ):
        raise Conflict(ANOTHER)
    intention.become(status)
    return intention
