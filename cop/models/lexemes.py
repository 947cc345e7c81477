"""A column of stems that each database finds in its own way: a tsvector, or plain words for SQLite's FTS5."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from cop import stems

BETWEEN = "|"
"""Parts title and body where the two stand in one text; no stem holds it."""

MOST_PLACES = 8
"""So often at most one stem counts in one text."""

_LEXEME = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The stems of a thing that can be found: those of its title, which weigh more, and those of its words."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, title: str = "", body: str = "") -> "Lexemes":
        return cls(tuple(stems.stems(title)), tuple(stems.stems(body)))

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self.title) | frozenset(self.body)

    def __str__(self) -> str:
        return f"{' '.join(self.title)}{BETWEEN}{' '.join(self.body)}"

    def as_tsvector(self) -> str:
        """The literal of a tsvector: PostgreSQL's own parser, which knows other words than ours, is never asked."""
        places: dict[str, list[str]] = {}
        for at, stem in enumerate((*self.title, *self.body), 1):
            mark = f"{min(at, 16_383)}{'A' if at <= len(self.title) else ''}"
            places.setdefault(stem, []).append(mark)
        return " ".join(f"'{stem}':{','.join(marks[:MOST_PLACES])}" for stem, marks in places.items())


class LexemeColumn(sa.types.TypeDecorator[frozenset[str]]):
    """Takes Lexemes, and gives back the set of their stems."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        kind = postgresql.TSVECTOR() if dialect.name == "postgresql" else sa.Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if not isinstance(value, Lexemes):
            return None
        return value.as_tsvector() if dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[str]:
        if dialect.name == "postgresql":
            return frozenset(_LEXEME.findall(value or ""))
        return frozenset((value or "").replace(BETWEEN, " ").split())


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many of `texts` each word stands, as it is written. Long numbers are nobody's to be reminded of."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update({word for word in stems.words(text) if word.isalpha() or len(word) <= 4})
    return found
