"""Who brings people of a cohort into its sets, which they read no more for it: always others, and never themselves."""

from collections.abc import Collection

import sqlalchemy as sa

from cop.models import Membership, RoleName, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import can_grant, can_manage_members, moderated_spaces


def can_place_in(actor: Actor, space: Space) -> bool:
    """Bring somebody into a set: whoever manages its members, and who moderates the cohort around it. Nobody does where
    they inspect.
    """
    if space.kind is not SpaceKind.SET or space.id in actor.inspected:
        return False
    return can_manage_members(actor, space) or _moderates_around(actor, space)


def placeable_sets(actor: Actor) -> sa.ColumnElement[bool]:
    """The sets that the actor may bring somebody into, and so knows by name."""
    around = Space.parent_id.in_(actor.spaces_as(RoleName.MODERATOR))
    theirs = sa.true() if actor.runs_network else sa.or_(moderated_spaces(actor), around)
    return sa.and_(Space.kind == SpaceKind.SET, theirs, Space.id.not_in(actor.inspected))


def can_place(actor: Actor, space: Space, *, person_id: int) -> bool:
    """Let somebody of its cohort be a member of a set."""
    return can_place_in(actor, space) and person_id != actor.id


def can_bring_in(
    actor: Actor,
    space: Space,
    *,
    role: RoleName,
    to_person_id: int | None,
    coming: Collection[int] = (),
) -> bool:
    """Give `role` in `space` to someone (None: not here yet) by an invitation. Into a set the moderators of its cohort
    invite as members those alone who belong to the cohort, or come into it by the same (`coming`: ids of spaces).
    """
    if can_grant(actor, space, role=role, to_person_id=to_person_id):
        return True
    if role is not RoleName.MEMBER or to_person_id == actor.id or not can_place_in(actor, space):
        return False
    return space.parent_id in coming or _belongs_around(to_person_id, space)


def _moderates_around(actor: Actor, space: Space) -> bool:
    return space.parent_id is not None and RoleName.MODERATOR in actor.roles_in(space.parent_id)


def _belongs_around(person_id: int | None, space: Space) -> bool:
    if person_id is None or space.parent_id is None:
        return False
    return Membership.of(person_id, space.parent_id) is not None
