"""What a decision about a room would mean."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Message, Space
from cop.models.retention import outlived


def going(space: Space, *, days: int) -> int:
    """How many messages of the room would go if it kept nothing for more than `days`."""
    query = sa.select(sa.func.count(Message.id)).where(outlived(space.id, days=days))
    return session.scalar(query) or 0
