"""Going through all rows of a query, however many: so many at a time, and the others of the process in between."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from cop.db import session
from cop.models.statements import at_most
from cop.offload import give_way


def walk(
    query: sa.Select[*tuple[Any, ...]], key: Sequence[sa.ColumnElement[Any]], *, at_once: int
) -> Iterator[Sequence[Any]]:
    """The rows of `query`, whose first columns are its `key`, in the order of that; each time `at_once` of them."""
    query = page = query.order_by(*key).limit(at_most(at_once))
    while rows := session.execute(page).all():
        yield rows
        if len(rows) < at_once:
            return
        give_way()
        last = [sa.literal(value, column.type) for value, column in zip(rows[-1], key, strict=False)]
        page = query.where(sa.tuple_(*key) > sa.tuple_(*last))
