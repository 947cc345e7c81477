"""Pins: what a room's moderators keep within reach. Each change is a decision that is kept."""

import sqlalchemy as sa

from cop import policy
from cop.chat.commands.locks import lock_message
from cop.db import command, session
from cop.errors import Conflict
from cop.models import Decision, Message, Verdict

MOST_PINS = 20
"""Messages that are pinned in a room at a time: who sees more looks at none."""


@command
def pin_message(*, actor_id: int, message_id: int) -> Message:
    """Keep a message within reach of everybody in its room. A repeat is harmless; Conflict where MOST_PINS are."""
    message = _steered(actor_id, message_id)
    if message.pinned_at is None:
        _find_room_for(message)
        message.pin(by_id=actor_id)
        _log(Verdict.PIN, actor_id, message)
    return message


@command
def unpin_message(*, actor_id: int, message_id: int) -> Message:
    """Let a message stand in the log alone. A repeat is harmless."""
    message = _steered(actor_id, message_id)
    if message.pinned_at is not None:
        message.unpin()
        _log(Verdict.UNPIN, actor_id, message)
    return message


def _steered(actor_id: int, message_id: int) -> Message:
    message, actor = lock_message(message_id, actor_id)
    policy.require(
        policy.can_pin_message(actor, message),
        "Moderators of this space pin and unpin what can be read, unless the room is archived.",
    )
    return message


def _find_room_for(message: Message) -> None:
    pinned = (Message.space_id == message.space_id, Message.pinned_at.is_not(None))
    if (session.scalar(sa.select(sa.func.count(Message.id)).where(*pinned)) or 0) >= MOST_PINS:
        raise Conflict(f"{MOST_PINS} messages are pinned here already. Unpin one of them first.")


def _log(verdict: Verdict, actor_id: int, message: Message) -> None:
    about = {"message_id": message.id, "person_id": message.author_id}
    Decision.log(verdict, space_id=message.space_id, actor_id=actor_id, **about)
