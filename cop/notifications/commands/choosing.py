"""Choosing of what one is told."""

from collections.abc import Collection

from cop import db
from cop.db import command
from cop.models import NoticeKind, Person, Unwanted


@command
def choose_kinds(*, actor_id: int, wanted: Collection[NoticeKind]) -> None:
    """Let a person be told of `wanted` from now on and of no other kind. What they were told stays."""
    db.lock(Person, actor_id)
    Unwanted.choose(actor_id, set(NoticeKind) - set(wanted))
