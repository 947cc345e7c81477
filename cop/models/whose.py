"""Whose a row is: the condition that it belongs to somebody by one of the ways that the registry names."""

from typing import NamedTuple

import sqlalchemy as sa


class Whose(NamedTuple):
    """A person as rows name them: by id, and those of a time before they had an account by address."""

    id: int
    email: str


def belongs(table: sa.Table, way: str, whose: Whose) -> sa.ColumnElement[bool]:
    """The condition that a row of `table` is that person's by one of its ways."""
    name, _, onward = way.partition(".")
    if name.startswith("@"):
        by_address = sa.func.lower(table.c[name[1:]]) == whose.email.lower()
        if "person_id" not in table.c:
            return by_address
        named = table.c.person_id  # who had this address then: it may be another's by now
        return sa.and_(by_address, sa.or_(named.is_(None), named == whose.id))
    if not onward:
        return table.c[name] == whose.id
    (leads,) = table.c[name].foreign_keys
    parent = leads.column.table
    return table.c[name].in_(sa.select(leads.column).where(belongs(parent, onward, whose)))
