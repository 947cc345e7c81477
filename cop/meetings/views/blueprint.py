"""The blueprint that the pages of meetings are part of, and what the head of a set's pages asks of it."""

from flask import Blueprint

from cop import policy, web
from cop.models import Space

blueprint = Blueprint("meetings", __name__)


@blueprint.app_template_global()
def meets_in(space: Space) -> bool:
    """Whether whoever asks takes part in meetings of `space`."""
    return policy.can_meet(web.actor(), space)
