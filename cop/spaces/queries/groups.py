"""Groups that people can ask to be let into."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.models import JoinRequest, Space
from cop.models.statements import at_most
from cop.policy import Actor

SHOWN = 100


def groups(actor: Actor) -> Sequence[Space]:
    """Those that the actor can find, by name."""
    query = sa.select(Space).where(_known(actor)).order_by(Space.name, Space.id)
    return session.scalars(query.limit(at_most(SHOWN))).all()


def group(actor: Actor, slug: str) -> sa.Select[Space]:
    return sa.select(Space).where(_known(actor), Space.slug == slug)


def _known(actor: Actor) -> sa.ColumnElement[bool]:
    """Those that can be asked for, and what the actor has asked for while it could be."""
    asked = sa.exists().where(
        JoinRequest.space_id == Space.id,
        JoinRequest.person_id == actor.id,
        JoinRequest.answered_at.is_(None),
    )
    return sa.or_(policy.visible_groups(actor), asked)


def asked_for(actor: Actor) -> dict[int, JoinRequest]:
    """What the actor asks for and nobody has answered, by the id of the group."""
    mine = sa.select(JoinRequest).where(JoinRequest.person_id == actor.id, JoinRequest.answered_at.is_(None))
    return {request.space_id: request for request in session.scalars(mine)}
