"""Who reads the workshops of a cohort, and who plans them."""

import sqlalchemy as sa

from cop.models import Cohort, Space, SpaceKind, Stage, Workshop
from cop.policy.actors import Actor
from cop.policy.spaces import can_read_space, moderates, readable_ids


def can_read_workshop(actor: Actor, workshop: Workshop) -> bool:
    return can_read_space(actor, workshop.space)


def visible_workshops(actor: Actor) -> sa.ColumnElement[bool]:
    return Workshop.space_id.in_(readable_ids(actor))


def can_keep_cohort(actor: Actor, space: Space) -> bool:
    """Say where a cohort comes together and how far it is: its moderators, and programme staff."""
    return space.kind is SpaceKind.COHORT and (moderates(actor, space) or actor.is_staff)


def can_plan(actor: Actor, space: Space) -> bool:
    """Plan its workshops, as long as something can still be planned there (domain.md A01)."""
    return can_keep_cohort(actor, space) and is_open_to_plans(space)


def is_open_to_plans(space: Space) -> bool:
    """Neither is its programme over, nor the cohort itself a part of the past."""
    is_over = space.programme is not None and space.programme.is_closed
    return not is_over and Cohort.of(space.id).stage is not Stage.ARCHIVED


__all__ = ["can_keep_cohort", "can_plan", "can_read_workshop", "is_open_to_plans", "visible_workshops"]
