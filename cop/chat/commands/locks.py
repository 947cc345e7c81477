"""A line under its lock: its space's row first, then its own, and then what is decided about it."""

import sqlalchemy as sa

from cop import db, policy
from cop.chat.queries import HYDRATED
from cop.db import session
from cop.errors import NotFound
from cop.models import Message, Space
from cop.policy import Actor


def lock_message(message_id: int, actor_id: int) -> tuple[Message, Actor]:
    """The message with all that it shows; NotFound for who must not know of it."""
    db.lock(Space, session.scalar(sa.select(Message.space_id).where(Message.id == message_id)) or 0)
    actor = policy.load_actor(actor_id)
    query = sa.select(Message).options(*HYDRATED).where(Message.id == message_id).with_for_update(of=Message)
    message = session.scalars(query.execution_options(populate_existing=True)).one()
    if not policy.can_read_message(actor, message):
        raise NotFound
    return message, actor
