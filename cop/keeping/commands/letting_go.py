"""Letting go of what was kept for long enough: so many rows at a time, or one contribution, each in a transaction.

What is due is asked again under the lock, and what goes is counted in the same transaction. So a run that is cut off
has counted what went, and the next one finds the rest.
"""

import sqlalchemy as sa

from cop.db import command, lock, session
from cop.errors import NotFound
from cop.models import KeepingRun, Kept, Message, Post, Space, Topic
from cop.models.holds import wait_for_holds
from cop.models.keeping_rows import period_of
from cop.models.outlived import ROWS
from cop.models.parting import AT_ONCE, empty, part_with


@command
def let_go(*, kind: Kept) -> int:
    """Let go of the rows of a kind that have been kept for long enough, AT_ONCE at most; how many went."""
    wait_for_holds()
    rows = ROWS[kind]
    due = sa.select(*rows.key).where(rows.older_than(period_of(kind)))
    locked = due.order_by(*rows.key).limit(AT_ONCE).with_for_update(of=rows.table, skip_locked=True)
    keys = [tuple(row) if len(rows.key) > 1 else row[0] for row in session.execute(locked)]
    if keys:
        part_with(kind, keys)
        KeepingRun.note(kind, len(keys))
    return len(keys)


@command
def empty_post(*, kind: Kept, post_id: int) -> bool:
    """Let go of what a post said, if that is due at this moment; what it is to readers stays as it is."""
    wait_for_holds()
    place = (
        sa.select(Topic.space_id, Topic.id).join(Post, Post.topic_id == Topic.id).where(Post.id == post_id)
    )
    found = session.execute(place).one_or_none()
    if found is None:
        raise NotFound
    lock(Space, found[0])
    lock(Topic, found[1])
    post = lock(Post, post_id)
    return post.topic_id == found[1] and _empty(kind, post)


@command
def empty_message(*, kind: Kept, message_id: int) -> bool:
    """The same of a line of a room."""
    wait_for_holds()
    space_id = session.scalar(sa.select(Message.space_id).where(Message.id == message_id))
    lock(Space, space_id or 0)
    return _empty(kind, lock(Message, message_id))


def _empty(kind: Kept, subject: Post | Message) -> bool:
    rows = ROWS[kind]
    is_due = sa.exists().where(rows.key[0] == subject.id, rows.older_than(period_of(kind)))
    if not session.scalar(sa.select(is_due)):
        return False
    empty(subject)
    KeepingRun.note(kind, 1)
    return True
