"""Where the pages of this feature are hung up, and how they find what they are about."""

from flask import Blueprint

from cop import policy, web
from cop.errors import NotFound
from cop.library.queries import listing
from cop.models import Resource

blueprint = Blueprint("library", __name__)


def here(resource_id: int) -> Resource:
    """What stands in the library; NotFound for who may not read it."""
    found: Resource = web.found(listing.by_id(web.actor(), resource_id))
    return found


def require_reader() -> None:
    """NotFound for who has no business in the library."""
    if not policy.can_read_library(web.actor()):
        raise NotFound
