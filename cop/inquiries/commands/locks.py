"""What each of these verbs begins with: the inquiry is locked, so that it neither closes nor changes meanwhile."""

from datetime import timedelta

from cop import policy
from cop.db import lock
from cop.errors import Conflict, NotFound, TooFast
from cop.models import Inquiry, Throttle
from cop.policy import Actor

KEEPERS = "Only programme staff and stewards can do that."
MEANWHILE = (
    "Somebody changed this while you looked at it. What you typed is kept: save again to replace theirs."
)


class Overtaken(Conflict):
    """Somebody else was first. What they wrote is not replaced by who has not seen it (security.md F15)."""


def read(actor_id: int, inquiry_id: int) -> tuple[Inquiry, Actor]:
    """An inquiry that somebody reads; NotFound for a stranger."""
    inquiry, actor = lock(Inquiry, inquiry_id), policy.load_actor(actor_id)
    if not policy.can_read_inquiries(actor):
        raise NotFound
    return inquiry, actor


def kept(actor_id: int, inquiry_id: int) -> Inquiry:
    """One for who keeps inquiries; Forbidden for who only reads them."""
    inquiry, actor = read(actor_id, inquiry_id)
    policy.require(policy.can_keep_inquiries(actor), KEEPERS)
    return inquiry


def pace(actor_id: int) -> None:
    """TooFast for more than people write."""
    if not Throttle.take(f"inquiry:{actor_id}", burst=30, every=timedelta(seconds=20)):
        raise TooFast("You are writing very fast. What you typed is kept: wait a minute, then send it again.")
