"""Who agrees on what in a set (domain.md 2.5): all who are in it, each with one voice, and nobody from outside.

Rules, terms and rotas are anybody's to write down who writes in the set: the facilitator has no more say in them than
a member. Rules hold once all of these accept them. What a set decides about itself, its members alone answer: an
adviser who is no member is not asked whether they are needed.

Whoever places people in a set sees how it does, by its name, dates and counts (CL5); and whoever runs the network
offers a dormant one a way on (ST4). Neither reads anything of it for that.
"""

import sqlalchemy as sa

from cop.models import Membership, Person, Role, RoleName, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.placing import can_place_in, placeable_sets
from cop.policy.spaces import WRITERS, can_read_space, visible_spaces, writes_in

__all__ = [
    "can_agree_in_set",
    "can_answer_in_set",
    "can_help_set",
    "can_read_contract",
    "can_see_health",
    "can_shape_contract",
    "helped_sets",
    "visible_contracts",
    "visible_health",
    "who_agree",
    "who_answer",
]


def can_read_contract(actor: Actor, space: Space) -> bool:
    return space.kind is SpaceKind.SET and can_read_space(actor, space)


def visible_contracts(actor: Actor) -> sa.ColumnElement[bool]:
    """The sets whose contract the actor reads."""
    return sa.and_(Space.kind == SpaceKind.SET, visible_spaces(actor))


def can_agree_in_set(actor: Actor, space: Space) -> bool:
    """Accept its rules."""
    return space.kind is SpaceKind.SET and writes_in(actor, space)


def can_shape_contract(actor: Actor, space: Space) -> bool:
    """Write down rules and terms, and arrange the rotas. Nobody reads these first: whose words wait, writes none."""
    return can_agree_in_set(actor, space) and space.id not in actor.held


def can_answer_in_set(actor: Actor, space: Space) -> bool:
    """Say yes to what the set decides about itself."""
    return space.kind is SpaceKind.SET and RoleName.MEMBER in actor.roles_in(space.id)


def can_see_health(actor: Actor, space: Space) -> bool:
    """Whether a set meets, and how often: nothing of what it is about."""
    return can_place_in(actor, space)


def visible_health(actor: Actor) -> sa.ColumnElement[bool]:
    return placeable_sets(actor)


def can_help_set(actor: Actor, space: Space) -> bool:
    """Offer a dormant set a way on."""
    return space.kind is SpaceKind.SET and actor.runs_network and space.id not in actor.inspected


def helped_sets(actor: Actor) -> sa.ColumnElement[bool]:
    if not actor.runs_network:
        return sa.false()
    return sa.and_(Space.kind == SpaceKind.SET, Space.id.not_in(actor.inspected))


def who_agree(space: Space) -> sa.Select[int]:
    """Ids of all who must accept its rules."""
    return _holders(space, WRITERS)


def who_answer(space: Space) -> sa.Select[int]:
    """Ids of its members."""
    return _holders(space, (RoleName.MEMBER,))


def _holders(space: Space, names: tuple[RoleName, ...]) -> sa.Select[int]:
    holders = (
        sa.select(Membership.person_id)
        .join(Membership.roles)
        .where(Membership.space_id == space.id, Membership.reads(), Role.holds(), Role.name.in_(names))
    )
    return sa.select(Person.id).where(Person.id.in_(holders), Person.deactivated_at.is_(None))
