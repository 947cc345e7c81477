"""What the rooms no longer keep."""

import sqlalchemy as sa

from cop.db import session
from cop.models import Message, Space
from cop.models.retention import outlived

AT_ONCE = 500
"""Messages of a room that go in one run: a room that is cleared for the first time does not stop the others."""


def forgetful() -> list[Space]:
    """Spaces whose rooms keep nothing without end."""
    return list(session.scalars(sa.select(Space).where(Space.keep_days.is_not(None)).order_by(Space.id)))


def outlived_ids(space: Space) -> list[int]:
    """Messages of a room that it no longer keeps, the first that were said first, at most AT_ONCE."""
    query = sa.select(Message.id).where(outlived(space.id, days=space.keep_days or 0))
    return list(session.scalars(query.order_by(Message.id).limit(AT_ONCE)))
