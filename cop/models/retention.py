"""What a room no longer keeps: told before it is decided, and found again by the job that lets it go."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.models.decisions import Decision
from cop.models.messages import Message
from cop.models.reviews import Review, ReviewKind
from cop.models.states import State

SHORTEST, LONGEST = 7, 3_650
"""Days that a room may keep what is said in it, where it does not keep it without end."""


def outlived(space_id: int, *, days: int) -> sa.ColumnElement[bool]:
    """Messages of a room of which something is left and which were said more than `days` ago, held and declined ones
    too. What is under a report or an appeal that waits is not among them: it is kept until somebody has decided.
    """
    said_at = sa.func.coalesce(Message.released_at, Message.created_at)
    return sa.and_(
        Message.space_id == space_id,
        Message.state != State.EXPIRED,
        said_at < clock.now() - timedelta(days=days),
        ~_is_reported(),
        ~_is_appealed_for(),
    )


def _is_reported() -> sa.Exists:
    waits = (Review.kind != ReviewKind.HELD, Review.decided_at.is_(None))
    return sa.exists().where(Review.message_id == Message.id, *waits).correlate(Message)


def _is_appealed_for() -> sa.Exists:
    waits = (Review.appealed_id == Decision.id, Review.decided_at.is_(None))
    return sa.exists().where(Decision.message_id == Message.id, *waits).correlate(Message)
