"""Groups that people of the network can ask to be let into."""

import sqlalchemy as sa

from cop.models import Joining, Space, SpaceKind
from cop.policy.actors import Actor
from cop.policy.spaces import moderates


def can_ask_to_join(actor: Actor, space: Space) -> bool:
    """Know of a group that one is not in, and ask for it: whoever belongs to the network, if its moderators want it."""
    is_open = space.kind is SpaceKind.GROUP and space.joining is Joining.ASKED
    return is_open and bool(actor.communities) and not actor.roles_in(space.id)


def visible_groups(actor: Actor) -> sa.ColumnElement[bool]:
    """Those that can be asked for, also where the actor is in already."""
    if not actor.communities:
        return sa.false()
    return sa.and_(Space.kind == SpaceKind.GROUP, Space.joining == Joining.ASKED)


def can_set_joining(actor: Actor, space: Space) -> bool:
    return space.kind is SpaceKind.GROUP and moderates(actor, space)
