"""Who agrees on what in a set (domain.md 2.5): all who are in it, each with one voice, and nobody from outside.

Rules, terms and rotas are anybody's to write down who writes in the set: the facilitator has no more say in them than
a member. Rules hold once all of these accept them. What a set decides about itself, its members alone answer: an
adviser who is no member is not asked whether they are needed.
"""

import sqlalchemy as sa

from cop.models import Membership, Person, Role, RoleName, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import WRITERS, can_read_space, visible_spaces, writes_in

__all__ = [
    "can_agree_in_set",
    "can_answer_in_set",
    "can_read_contract",
    "can_shape_contract",
    "visible_contracts",
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
