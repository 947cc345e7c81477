"""What a section of a copy is: rows of one table that are a person's, where they stand, and what is told of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import sqlalchemy as sa

from cop.db import Base
from cop.models.registry import TABLES, Holds, classed
from cop.policy import Actor

Told: TypeAlias = Callable[[Actor], sa.ColumnElement[Any]]
"""A column, or a condition, as it is for the actor whose copy it is."""

ROADS = (
    "slot_id", "meeting_id",
    "role_id", "rules_id", "membership_id", "ballot_id", "poll_id", "review_id", "post_id", "message_id", "topic_id",
    "space_id",
)  # fmt: skip
"""Columns that lead to where something stands, whichever table they are in, in the order in which they are followed."""

LONG = ("text", "statement", "said", "reason", "plea", "about", "note")
"""Columns that people fill with sentences."""

WIDE = 5
"""So many columns a table has at most that fits a page."""


@dataclass(frozen=True, slots=True)
class Join:
    """Tables one beside the other, as far as roads lead."""

    clause: sa.FromClause
    tables: frozenset[str]


@dataclass(frozen=True)
class Section:
    """The rows of `table` that belong to a person by `ways`, all those of the registry unless some are named, for which
    `where` holds. Told are the personal columns of the registry, or `columns` of them; `only` says of some under which
    condition, and `more` what is told beside them.
    """

    table: str
    title: str
    said: str = ""
    name: str = ""
    ways: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    where: Told | None = None
    only: Mapping[str, Told] = field(default_factory=dict)
    more: Mapping[str, Told] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.name or self.table

    @property
    def rows(self) -> sa.Table:
        return Base.metadata.tables[self.table]

    @property
    def ways_to_it(self) -> tuple[str, ...]:
        return self.ways or TABLES[self.table].whose

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Names of the columns that are told."""
        if self.columns:
            return self.columns
        return tuple(name for name, held in classed(self.rows).items() if held is Holds.PERSONAL)

    @cached_property
    def join(self) -> Join:
        return _along_roads(self.rows)

    @property
    def ids(self) -> tuple[str, ...]:
        """By which rows of one section are found in another: their own id, and that of the row that they are of."""
        through = {way.partition(".")[0] for way in self.ways_to_it if "." in way}
        return tuple(each.name for each in self.rows.c if each.name == "id" or each.name in through)

    @property
    def places(self) -> tuple[str, ...]:
        """Which of `space` and `topic` are told: where its rows stand."""
        return tuple(each for each in ("space", "topic") if each in self.join.tables - {self.table})

    @property
    def keys(self) -> tuple[str, ...]:
        """All that is told of a row, in this order; of ids in the data alone."""
        return (*self.places, *self.more, *self.told)

    @property
    def is_table(self) -> bool:
        """Whether its rows fit a table: those with sentences, or with much that is mostly empty, are told as a list."""
        return len(self.keys) <= WIDE and not any(each in LONG for each in self.keys)


def _along_roads(base: sa.Table) -> Join:
    clause: sa.FromClause = base
    found = [base]
    for name in ROADS:
        sources = [each.c[name] for each in found if name in each.c]
        target = _target(sources) if sources else base
        if target is base:
            continue
        clause = clause.outerjoin(target, _key_of(target) == _first_of(sources))
        found.append(target)
    return Join(clause, frozenset(each.name for each in found))


def _target(sources: Iterable[sa.Column[Any]]) -> sa.Table:
    (leads,) = next(iter(sources)).foreign_keys
    return leads.column.table


def _key_of(table: sa.Table) -> sa.Column[Any]:
    (key,) = table.primary_key
    return key


def _first_of(sources: list[sa.Column[Any]]) -> sa.ColumnElement[Any]:
    return sources[0] if len(sources) == 1 else sa.func.coalesce(*sources)
