"""What the room of a space is, and for how long it keeps what is said in it."""

from cop import policy
from cop.db import command, lock, record
from cop.errors import Invalid, NotFound
from cop.events import RoomChanged
from cop.models import Decision, RoomState, Space, Verdict
from cop.models.decisions import ROOM_VERDICTS
from cop.models.retention import LONGEST, SHORTEST
from cop.models.slowing import SLOWNESSES
from cop.policy import Actor, require
from cop.spaces.commands.memberships import REASON_LIMIT
from cop.typed import one_line


@command
def set_room_state(*, actor_id: int, space_id: int, state: RoomState, reason: str) -> Space:
    """Open, close or archive a space's room, or keep it for announcements, and say why. A repeat is harmless."""
    space, actor = _looked_after(actor_id, space_id)
    if space.room_state is state:
        return space
    reason = one_line(reason, limit=REASON_LIMIT, field="reason")
    space.set_room(state)
    Decision.log(ROOM_VERDICTS[state], space_id=space.id, actor_id=actor.id, reason=reason)
    return space


@command
def set_keeping(*, actor_id: int, space_id: int, days: int | None) -> Space:
    """Let a space's room keep each message for `days` from when it was said, or without end (None).

    What is older goes soon, by the clock (cop/schedule.py). A repeat is harmless.
    """
    space, actor = _looked_after(actor_id, space_id)
    require_sensible(days)
    if space.keep_days == days:
        return space
    space.keep_days = days
    said = f"Every message is kept for {days} days." if days else "Every message is kept."
    Decision.log(Verdict.SET_KEEPING, space_id=space.id, actor_id=actor.id, reason=said)
    return space


@command
def slow_room(*, actor_id: int, space_id: int, seconds: int) -> Space:
    """Let each person but the moderators say one thing in so many `seconds`, of SLOWNESSES; 0 is as they like.

    A repeat is harmless. Raises Invalid, NotFound, Forbidden.
    """
    space, actor = _looked_after(actor_id, space_id)
    if seconds not in SLOWNESSES:
        raise Invalid("Choose one of these.", field="seconds")
    if space.slow_room == seconds:
        return space
    space.slow_room = seconds
    record(RoomChanged(space.id))
    said = f"Each person says one thing in {space.slowness}." if seconds else "Slow mode is off."
    Decision.log(Verdict.SLOW_ROOM, space_id=space.id, actor_id=actor.id, reason=said)
    return space


def require_sensible(days: int | None) -> None:
    """Invalid for a number of days for which no room keeps anything."""
    if days is not None and not SHORTEST <= days <= LONGEST:
        raise Invalid(
            f"Enter a number from {SHORTEST} to {LONGEST:,}, or nothing to keep everything.", field="days"
        )


def _looked_after(actor_id: int, space_id: int) -> tuple[Space, Actor]:
    """The locked space of a room and the actor as they stand; NotFound for a stranger."""
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(policy.can_set_room(actor, space), "Only the moderators of this space can change its room.")
    return space, actor
