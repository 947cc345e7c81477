"""What every letter is made of: to whom, about what, and the words that its text needs."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from cop.db import session
from cop.models import Person


class Contents(NamedTuple):
    to: str
    subject: str
    words: dict[str, Any]


def in_a_line(text: str) -> str:
    """Safe for a header: one line, and nothing that a reader would decode into another (security.md S18)."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.replace("=?", "= ?").split())[:200]


def in_lines(said: dict[str, Any]) -> dict[str, Any]:
    """The same of all words of `said`."""
    return {name: in_a_line(word) if isinstance(word, str) else word for name, word in said.items()}


def active(whose: sa.ColumnElement[bool]) -> Person | None:
    """Whoever it is about, unless their account is closed."""
    query = sa.select(Person).where(whose, Person.deactivated_at.is_(None))
    return session.scalars(query.options(sa.orm.undefer(Person.password_hash))).one_or_none()
