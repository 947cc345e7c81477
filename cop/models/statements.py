"""Statements that go past the ORM, where everybody waits for them: its part costs as much as the rest."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm.attributes import set_committed_value

from cop.db import Base, session

_connections: WeakKeyDictionary[sa.orm.SessionTransaction, Connection] = WeakKeyDictionary()


def rows(
    statement: sa.Executable, asked: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> sa.CursorResult[Any]:
    """Run a statement of columns alone in the session's transaction; what the session holds is not flushed first. It is
    one that is made once.
    """
    return _connection().execute(statement, asked, execution_options=kept(statement))


@cache
def kept(statement: sa.Executable) -> Mapping[str, Any]:
    """How a statement that is made once is run: what it was compiled to is kept beside it."""
    return {"compiled_cache": _Compiled()}


class _Compiled(dict[Any, Any]):
    """What one statement was compiled to for each database. SQLAlchemy would look for it among all statements by
    everything that it says, and to go through that takes as long as to run a small one.

    SQLAlchemy's key is (dialect, what the statement says, the names that are given, further options). What it says is
    known by being the very same; what the session asks beside it, for relations, says something else and is not kept.
    Nor is what was made for a database that is used no more.
    """

    said: Any = None

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[:1] + key[2:], default) if key[1] is self.said else default

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if self.said is None:
            self.said = key[1]
        if key[1] is self.said:
            if self and next(iter(self))[0] is not key[0]:
                self.clear()
            super().__setitem__(key[:1] + key[2:], compiled)


def _connection() -> Connection:
    """That of the session's transaction: the session looks for it for nearly as long as a short statement takes. Where
    a savepoint begins with it, or it can't be used any more, the session is asked.
    """
    here = session()
    transaction = here.get_transaction()
    if transaction is None or not transaction.is_active or here.in_nested_transaction():
        return here.connection()
    if transaction not in _connections:
        _connections[transaction] = here.connection()
    return _connections[transaction]


def in_a_row(words: Any, between: str) -> Any:
    """All `words` of a select as one, with `between` standing in the statement as it is: where it is given as a value,
    SQLAlchemy writes it into the statement anew whenever that runs, which costs as much as to run it.
    """
    written: Any = sa.literal_column(f"'{between}'", sa.Text)
    return sa.func.aggregate_strings(words, written)


def at_most(number: int) -> sa.ColumnElement[int]:
    """A LIMIT that stands in the statement as it is: of one that is given as a value PostgreSQL knows nothing when it
    plans, and makes ready for a tenth of all rows.
    """
    return sa.literal_column(str(int(number)), sa.Integer)


def unindexed(number: sa.orm.InstrumentedAttribute[Any]) -> sa.ColumnElement[Any]:
    """The same number as a sum, of which there is no index: for a condition or an order that must not lead PostgreSQL
    to go by one. It plans without knowing the values, and would take the way that is long for them.
    """
    return number + sa.literal_column("0", sa.Integer)


def write(row: Base) -> None:
    """Insert `row`, of whose relations those to one row lead to rows that are there; the session then holds it as if it
    had read it. The unit of work would first ask every relation of every kind of row. What the session holds already,
    and a row with others that come after it, is flushed as ever.
    """
    state = sa.inspect(row)
    given = {name: value for name, value in state.dict.items() if name in state.mapper.columns}
    related = {name: value for name, value in state.dict.items() if name in state.mapper.relationships}
    columns = given | _foreign_keys(state.mapper, related)
    nothing = _leading_nowhere(state.mapper, columns) if state.transient else {}
    if not state.transient or any(_follows(state.mapper, name, value) for name, value in related.items()):
        session.add(row)
        session.flush()
        _settle(row, {name: value for name, value in nothing.items() if name not in related})
        return
    state.dict.update(columns, **rows(_inserting(state.mapper, frozenset(columns)), columns).one()._mapping)
    _settle(row, nothing)
    sa.orm.make_transient_to_detached(row)  # from here on all that stands in it counts as read
    session.add(row)


def amend(row: Base, **values: Any) -> None:
    """Let `row`, which the session holds, have these values in its columns; the session then holds it as if it had read
    it. What else of it has changed is flushed as ever.
    """
    mapper = sa.inspect(type(row))
    rows(_amending(mapper, tuple(values)), {"row_id": row.id, **values})  # type: ignore[attr-defined]
    _settle(row, values)


def _settle(row: Base, values: Mapping[Any, Any]) -> None:
    for name, value in values.items():
        set_committed_value(row, str(name), value)


def insert(into: type[Base] | sa.FromClause) -> Any:
    """An INSERT that can say ON CONFLICT, which each database spells in a dialect of its own."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(into)


def _follows(mapper: sa.orm.Mapper[Any], name: str, related: Any) -> bool:
    return bool(related) and mapper.relationships[name].direction is not sa.orm.MANYTOONE


def _leading_nowhere(mapper: sa.orm.Mapper[Any], columns: dict[str, Any]) -> dict[str, Any]:
    """Relations of a row that nobody has seen yet: no row comes after it, and where it names no other there is none."""
    return {
        name: [] if relation.uselist else None
        for name, relation in mapper.relationships.items()
        if relation.direction is not sa.orm.MANYTOONE
        or all(columns.get(str(ours.key)) is None for ours in relation.local_columns)
    }


@cache
def _inserting(mapper: sa.orm.Mapper[Any], given: frozenset[str]) -> sa.Executable:
    """Made once: to make a statement takes longer than to run it. It says what it has put into the other columns."""
    table = cast(sa.Table, mapper.local_table)
    return sa.insert(table).returning(*(each for each in table.c if each.name not in given))


@cache
def _amending(mapper: sa.orm.Mapper[Any], names: tuple[str, ...]) -> sa.Executable:
    table = cast(sa.Table, mapper.local_table)
    changes = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    return sa.update(table).where(table.c.id == sa.bindparam("row_id", type_=table.c.id.type)).values(changes)


def _foreign_keys(mapper: sa.orm.Mapper[Any], related: dict[str, Any]) -> dict[str, Any]:
    """Ids of the rows that `related` leads to, by the names of their columns."""
    return {
        str(ours.key): getattr(row, str(theirs.key))
        for name, row in related.items()
        for ours, theirs in mapper.relationships[name].local_remote_pairs
        if row is not None and mapper.relationships[name].direction is sa.orm.MANYTOONE
    }
