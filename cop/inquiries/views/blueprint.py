"""Where the pages of this feature are hung up, and how they find the inquiry that they are about."""

from flask import Blueprint

from cop import policy, web
from cop.errors import NotFound
from cop.inquiries.commands.locks import KEEPERS
from cop.inquiries.queries import inquiries
from cop.models import Inquiry

blueprint = Blueprint("inquiries", __name__)


def here(inquiry_id: int) -> Inquiry:
    """The inquiry; NotFound for who may not know of any."""
    found: Inquiry = web.found(inquiries.by_id(web.actor(), inquiry_id))
    return found


def kept(inquiry_id: int) -> Inquiry:
    """The same for who keeps inquiries. Raises NotFound, Forbidden."""
    require_keeper()
    return here(inquiry_id)


def require_keeper() -> None:
    """NotFound for who may not know of inquiries, Forbidden for who only reads them."""
    if not policy.can_read_inquiries(web.actor()):
        raise NotFound
    policy.require(policy.can_keep_inquiries(web.actor()), KEEPERS)
