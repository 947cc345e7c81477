"""How each database finds stems: the one place that knows their two dialects."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from cop.db import BigId, session
from cop.models import SearchEntry
from cop.models.findable import FTS

Choices = tuple[tuple[str, ...], ...]
"""Stems of a question: each of them must be there, in one of its forms."""

TITLE_WEIGHS = 5.0


@dataclass(frozen=True, slots=True)
class Match:
    """Entries that have one stem of each of `choices`; within their titles alone where `in_title`."""

    choices: Choices
    in_title: bool = False

    def condition(self) -> sa.ColumnElement[bool]:
        """For few hits: the index names them all."""
        if _is_postgresql():
            return SearchEntry.words.op("@@")(self._tsquery())
        return _fts().op("MATCH")(self._fts_query())

    def newest(self) -> sa.ColumnElement[bool]:
        """For many hits: PostgreSQL walks back through the newest entries and looks at each, so that it stops as soon
        as it has enough. A function and not an operator: for that its index would be asked, which knows no order.
        """
        if _is_postgresql():
            return sa.func.ts_match_vq(SearchEntry.words, self._tsquery(), type_=sa.Boolean)
        return self.condition()

    def score(self) -> sa.ColumnElement[float]:
        """How well an entry fits, the best highest."""
        if _is_postgresql():
            return sa.func.ts_rank(SearchEntry.words, self._tsquery(), 1, type_=sa.Float)
        return -sa.func.bm25(_fts(), TITLE_WEIGHS, 1.0, type_=sa.Float)

    def source(self) -> Any:
        """What to select entries from."""
        if _is_postgresql():
            return SearchEntry.__table__
        return FTS.join(SearchEntry.__table__, SearchEntry.__table__.c.id == FTS.c.rowid)

    def order(self) -> sa.ColumnElement[int]:
        """What the newest are told by. SQLite walks back through its own index only by its own name for the id."""
        return SearchEntry.__table__.c.id if _is_postgresql() else FTS.c.rowid

    def _tsquery(self) -> sa.ColumnElement[Any]:
        mark = ":A" if self.in_title else ""
        words = (" | ".join(f"'{stem}'{mark}" for stem in forms) for forms in self.choices)
        return sa.cast(" & ".join(f"({each})" for each in words), TSQUERY)

    def _fts_query(self) -> str:
        words = (" OR ".join(f'"{stem}"' for stem in forms) for forms in self.choices)
        question = " AND ".join(f"({each})" for each in words)
        return f"title : ({question})" if self.in_title else question


def is_walked_by_space() -> bool:
    """Whether the newest are found space by space, each by the index of its own entries: in PostgreSQL."""
    return _is_postgresql()


def _fts() -> sa.ColumnElement[Any]:
    return sa.literal_column("search_fts", BigId)


def _is_postgresql() -> bool:
    return session.get_bind().dialect.name == "postgresql"
