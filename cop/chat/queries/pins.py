"""What is pinned in a room."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from cop.db import session
from cop.models import Message, Person, Space, State


def pins(space: Space) -> list[Message]:
    """The pinned messages of a room, the newest first, with their authors."""
    author = joinedload(Message.author, innerjoin=True).options(lazyload(Person.organisation))
    pinned = (Message.space_id == space.id, Message.pinned_at.is_not(None))
    query = sa.select(Message).options(author).where(*pinned, Message.state == State.RELEASED)
    return list(session.scalars(query.order_by(Message.seq.desc())))
