"""The rail: my spaces and what is unread in them."""

from typing import Any

from cop.policy import Actor


def rail(actor: Actor) -> list[Any]:
    """Rows of the rail."""
    return []
