"""Where whoever applied can be placed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.models import Application, Space, SpaceKind
from cop.policy import Actor

PLACES = (SpaceKind.COHORT, SpaceKind.SET, SpaceKind.GROUP)


def places_for(actor: Actor, application: Application) -> Sequence[Space]:
    """The spaces that the actor may bring somebody into, those of its programme first."""
    managed = policy.moderated_spaces(actor)
    if actor.runs_network:
        managed = sa.or_(managed, Space.kind.in_(PLACES))
    is_of_it = sa.case((Space.programme_id == application.programme_id, 0), else_=1)
    invited = sa.and_(policy.nameable_spaces(actor), managed, Space.kind.in_(PLACES))
    query = sa.select(Space).where(sa.or_(invited, policy.placeable_sets(actor)))
    query = query.options(joinedload(Space.parent))
    return session.scalars(query.order_by(is_of_it, Space.name, Space.id)).all()
