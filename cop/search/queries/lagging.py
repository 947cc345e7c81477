"""Rooms in which something has changed since the index last looked at them."""

import sqlalchemy as sa

from cop.db import session
from cop.models import SearchMark, Space


def rooms_to_follow() -> list[int]:
    """Ids of spaces, those that have waited longest for nothing in particular: each is followed to its end."""
    name = sa.literal("room:") + sa.cast(Space.id, sa.Text)
    query = (
        sa.select(Space.id)
        .outerjoin(SearchMark, SearchMark.name == name)
        .where(Space.pulse > sa.func.coalesce(SearchMark.at, 0))
        .order_by(Space.id)
    )
    return list(session.scalars(query))
