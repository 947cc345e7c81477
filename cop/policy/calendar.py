"""Whose dates stand in whose calendar: those of the spaces that somebody reads at that moment and belongs to."""

import sqlalchemy as sa

from cop.models import Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import can_read_space, visible_spaces


def has_calendar(actor: Actor, space: Space) -> bool:
    """Whether the dates of `space` are in the actor's calendar. Who inspects a set has none of its dates."""
    is_shown = space.kind is not SpaceKind.DIRECT and space.id not in actor.inspected
    return is_shown and can_read_space(actor, space)


def calendar_spaces(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        Space.kind != SpaceKind.DIRECT, Space.id.not_in(sorted(actor.inspected)), visible_spaces(actor)
    )


__all__ = ["calendar_spaces", "has_calendar"]
