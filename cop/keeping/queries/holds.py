"""Holds that there are and were, and on what one can be placed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Decision, Hold, Person, Space
from cop.models.statements import at_most
from cop.policy import Actor

FOUND = 20
SHOWN = 200


def holds(actor: Actor) -> Sequence[Hold]:
    """Those that the actor may know of, the open ones first, then the newest."""
    is_past = sa.case((Hold.lifting_id.is_(None), 0), else_=1)
    query = _whole().where(policy.visible_holds(actor)).order_by(is_past, Hold.id.desc())
    return session.scalars(query.limit(at_most(SHOWN))).unique().all()


def hold(actor: Actor, hold_id: int) -> sa.Select[Hold]:
    return _whole().where(Hold.id == hold_id, policy.visible_holds(actor))


def _whole() -> sa.Select[Hold]:
    return sa.select(Hold).options(
        joinedload(Hold.person),
        joinedload(Hold.space),
        joinedload(Hold.placing).joinedload(Decision.actor),
        joinedload(Hold.lifting).joinedload(Decision.actor),
    )


def found_people(actor: Actor, *, name: str) -> Sequence[Person]:
    """All who are called `name`, the first few: also who left, or is in no directory. Not the actor."""
    if not name or not policy.can_place_holds(actor):
        return ()
    query = sa.select(Person).where(Person.is_called(name), Person.id != actor.id)
    order = (sa.func.lower(Person.name), Person.id)
    return session.scalars(query.order_by(*order).limit(at_most(FOUND))).unique().all()


def spaces_to_hold(actor: Actor) -> Sequence[Space]:
    """Those that the actor may know by name."""
    query = sa.select(Space).where(policy.nameable_spaces(actor)).order_by(Space.name, Space.id)
    return session.scalars(query).unique().all()
