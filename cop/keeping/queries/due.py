"""What would go at this moment: counted for people, and found one by one for the job. Both ask the same condition."""

from collections import defaultdict
from datetime import timedelta

import sqlalchemy as sa

from cop.db import session
from cop.models import Kept, Message, Space
from cop.models.keeping_rows import period_of, periods
from cop.models.outlived import ROWS
from cop.models.retention import outlived

AT_ONCE = 500
"""Contributions of a kind that go in one run."""


def would_go() -> dict[Kept, int]:
    """How many of each kind would go now; one question for all."""
    counts = {kind: _count(kind, period) for kind, period in periods().items() if kind in ROWS and period}
    counts[Kept.LINES] = _lines()
    row = session.execute(sa.select(*(count.label(kind.name) for kind, count in counts.items()))).one()
    return dict(zip(counts, row, strict=True))


def would_go_of(kind: Kept, period: timedelta) -> int:
    """How many of this kind would go now if they were kept for that long."""
    return session.scalar(sa.select(_count(kind, period))) or 0


def due_ids(kind: Kept) -> list[int]:
    """The first contributions of a kind that go now, AT_ONCE at most."""
    rows = ROWS[kind]
    query = sa.select(rows.key[0]).where(rows.older_than(period_of(kind)))
    return list(session.scalars(query.order_by(rows.key[0]).limit(AT_ONCE)))


def _count(kind: Kept, period: timedelta) -> sa.ScalarSelect[int]:
    rows = ROWS[kind]
    counted = sa.select(sa.func.count()).select_from(rows.table).where(rows.older_than(period))
    return counted.scalar_subquery()


def _lines() -> sa.ScalarSelect[int]:
    """Lines that their rooms keep no more: each room says for itself, and those that say the same are asked about
    together.
    """
    rooms: dict[int, list[int]] = defaultdict(list)
    limited = sa.select(Space.id, Space.keep_days).where(Space.keep_days.is_not(None))
    for space_id, days in session.execute(limited):
        rooms[days or 0].append(space_id)
    old = [outlived(*space_ids, days=days) for days, space_ids in rooms.items()]
    counted = sa.select(sa.func.count()).select_from(Message).where(sa.or_(sa.false(), *old))
    return counted.scalar_subquery()
