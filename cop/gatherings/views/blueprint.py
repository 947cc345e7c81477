"""Where the pages of visits and events are hung up, and how they find what they are about."""

import sqlalchemy as sa
from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from cop import policy, web
from cop.gatherings import queries
from cop.gatherings.commands.locks import KEEPERS
from cop.models import Gathering, Space

blueprint = Blueprint("gatherings", __name__)


def space_here(slug: str) -> Space:
    """The space of this address; NotFound for a stranger, and where nothing of the kind is held."""
    query = sa.select(Space).where(Space.slug == slug, policy.gathering_spaces(web.actor()))
    space: Space = web.found(query)
    return space


def found(gathering_id: int) -> Gathering:
    """The visit or event; NotFound for who can't read its space."""
    there: Gathering = web.found(queries.by_id(web.actor(), gathering_id))
    return there


def kept(gathering_id: int) -> Gathering:
    """The same for who arranges it."""
    gathering = found(gathering_id)
    policy.require(policy.can_arrange(web.actor(), gathering.space), KEEPERS)
    return gathering


def back(gathering_id: int, part: str | None = None) -> Response:
    return redirect(url_for("gatherings.gathering", gathering_id=gathering_id, _anchor=part), 303)
