"""Letting go of what a room no longer keeps: one message a command, so that nobody waits long for the room's lock."""

import sqlalchemy as sa

from cop import db
from cop.db import command, session
from cop.models import KeepingRun, Kept, Membership, Message, Space, State
from cop.models.holds import wait_for_holds
from cop.models.retention import outlived


@command
def expire_message(*, message_id: int) -> bool:
    """Let go of a message if its room no longer keeps it at this moment: a tombstone without words stays.

    Decided under the lock: what was reported, is under a legal hold, or is kept for longer since it was found, stays.
    """
    wait_for_holds()
    space_id = session.scalar(sa.select(Message.space_id).where(Message.id == message_id))
    space = db.lock(Space, space_id or 0)
    if space.keep_days is None:
        return False
    is_due = (Message.id == message_id, outlived(space.id, days=space.keep_days))
    query = sa.select(Message).where(*is_due).with_for_update(of=Message)
    message = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if message is not None:
        message.expire()
        KeepingRun.note(Kept.LINES, 1)
    return message is not None


@command
def pass_over_expired(*, space_id: int) -> None:
    """Count nothing as unread that is no longer kept, up to the first message of the room that is."""
    space = db.lock(Space, space_id)
    kept = (Message.space_id == space.id, Message.seq.is_not(None), Message.state != State.EXPIRED)
    first = session.scalar(sa.select(sa.func.min(Message.seq)).where(*kept)) or space.said + 1
    behind = (Membership.space_id == space.id, Membership.ended_at.is_(None), Membership.read_seq < first - 1)
    session.execute(sa.update(Membership).where(*behind).values(read_seq=first - 1))
