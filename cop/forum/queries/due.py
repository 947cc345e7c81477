"""Going through all that is due, however much that is: a few ids at a time, while what they name is being done."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from cop.db import session

AT_ONCE = 200
"""Ids that are read at a time."""


def ids_in_turn(column: InstrumentedAttribute[int], *due: sa.ColumnElement[bool]) -> Iterator[int]:
    """The ids in `column` of all rows that are `due`, in their order."""
    query, last = sa.select(column).where(*due).order_by(column).limit(AT_ONCE), 0
    while ids := session.scalars(query.where(column > last)).all():
        yield from ids
        last = ids[-1]
