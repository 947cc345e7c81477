"""What a room no longer keeps: told before it is decided, and found again by the job that lets it go."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.models.decisions import Decision
from cop.models.holds import held
from cop.models.messages import Message
from cop.models.posts import Post
from cop.models.reviews import Review, ReviewKind
from cop.models.states import State

SHORTEST, LONGEST = 7, 3_650
"""Days that a room may keep what is said in it, where it does not keep it without end."""


def outlived(*space_ids: int, days: int) -> sa.ColumnElement[bool]:
    """Messages of rooms of which something is left and which were said more than `days` ago, held and declined ones
    too. What is under a report or an appeal that waits is not among them: it is kept until somebody has decided. Nor is
    what is under a legal hold.
    """
    said_at = sa.func.coalesce(Message.released_at, Message.created_at)
    return sa.and_(
        Message.space_id.in_(space_ids),
        Message.state != State.EXPIRED,
        said_at < clock.now() - timedelta(days=days),
        ~is_looked_at(Message),
        ~held(Message.author_id, space_id=Message.space_id),
    )


def is_looked_at(table: type[Post | Message]) -> sa.ColumnElement[bool]:
    """The condition that a post or a message is under a report or an appeal that waits."""
    reviewed = Review.post_id if table is Post else Review.message_id
    decided = Decision.post_id if table is Post else Decision.message_id
    waits = Review.decided_at.is_(None)
    reported = sa.exists().where(reviewed == table.id, Review.kind != ReviewKind.HELD, waits)
    appealed = sa.exists().where(decided == table.id, Review.appealed_id == Decision.id, waits)
    return sa.or_(reported.correlate(table), appealed.correlate(table))
