"""Where the pages of this feature are hung up, and how they find what they are about."""

import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy.orm import joinedload

from cop import policy, web
from cop.errors import NotFound
from cop.models import Intention, Pair, Space

blueprint = Blueprint("intentions", __name__)


def pair_here(slug: str) -> Pair:
    """The pair whose space this is, for who reads that."""
    query = sa.select(Pair).join(Pair.space).where(Space.slug == slug, policy.visible_spaces(web.actor()))
    found: Pair = web.found(query.options(joinedload(Pair.organisation), joinedload(Pair.space)))
    return found


def own_pair(slug: str) -> Pair:
    """The same for one of its two; nobody else has a way in."""
    pair = pair_here(slug)
    if not policy.is_half(web.actor(), pair):
        raise NotFound
    return pair


def intention_here(intention_id: int) -> Intention:
    """The intention, through what may be read; a stranger gets NotFound."""
    query = (
        sa.select(Intention)
        .join(Intention.pair)
        .where(Intention.id == intention_id, policy.visible_intentions(web.actor()))
        .options(
            joinedload(Intention.pair).joinedload(Pair.organisation),
            joinedload(Intention.pair).joinedload(Pair.space),
            joinedload(Intention.wording),
            joinedload(Intention.latest),
        )
    )
    found: Intention = web.found(query)
    return found
