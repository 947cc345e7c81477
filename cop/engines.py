"""Connections to the database: SQLite in WAL mode, PostgreSQL through psycopg 3."""

from time import monotonic
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from psycopg.errors import FeatureNotSupported
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from cop import driver

BUSY_MILLISECONDS = 5_000
"""How long SQLite waits for another process's write before it gives up."""

RESTED = 1.0
"""Seconds after which a pooled connection to PostgreSQL is tried before it is used: its server may have gone meanwhile.
To try each one each time would be one question more to the database for every page.
"""


WRITES = MappingProxyType({"cop_writes": True})
"""The execution options of a connection whose transaction may change something: commands take it, and migrations."""


def engine_for(url: str) -> Engine:
    """An engine for `url`, not connected yet. Its drivers begin no transaction by themselves: who writes begins one."""
    engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    event.listen(engine, "begin", _begin_sqlite if engine.dialect.name == "sqlite" else _begin_postgresql)
    return engine


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("cop_writes"))


def _sqlite(url: str) -> Engine:
    given = {"check_same_thread": False, "isolation_level": None}
    # By name: a value that stands in a statement twice is made ready once.
    engine = sa.create_engine(url, connect_args=given, paramstyle="named")
    event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    patience = f"busy_timeout={BUSY_MILLISECONDS}"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", patience):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A page reads in one snapshot; who writes waits for the lock at once, and not in the midst."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _postgresql(url: str) -> Engine:
    # The last one that was given back is used next: it has planned what pages ask.
    pool = {"pool_size": 10, "max_overflow": 20, "pool_use_lifo": True}
    engine = sa.create_engine(_with_driver(url), isolation_level="AUTOCOMMIT", **pool)
    event.listen(engine, "connect", _tune_postgresql)
    event.listen(engine, "do_connect", _connect)

    def rest(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = monotonic()

    def try_rested(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - entry.info.get("rests_since", monotonic()) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error  # all that rest are opened anew

    event.listen(engine, "handle_error", _plan_anew)
    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", try_rested)
    return engine


def _connect(_dialect: Any, _record: Any, args: Any, given: Any) -> Any:
    return driver.connect(*args, **given)


def _tune_postgresql(connection: Any, _record: Any) -> None:
    connection.execute("SET default_transaction_read_only = on")
    # To plan a page's largest statements for each of the first five who ask takes thirty times as long as to run them.
    connection.execute("SET plan_cache_mode = force_generic_plan")
    # What a page asks is answered before further processes have started or code is compiled for it. Jobs leave the
    # cores to pages.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.execute("SET jit = off")


def _plan_anew(context: ExceptionContext) -> None:
    """A statement was prepared before a migration changed the type of one of its columns. Connections that know it are
    of no use any more, until they are opened anew: then one page fails, and not each.
    """
    if isinstance(context.original_exception, FeatureNotSupported) and "cached plan" in str(
        context.original_exception
    ):
        context.is_disconnect = True


def _begin_postgresql(connection: Connection) -> None:
    """A page begins none: to read committed rows needs no transaction, and at the end of one that is rolled back the
    driver forgets all statements that it has prepared, so that each page was planned anew.
    """
    if _writes(connection):
        connection.exec_driver_sql("BEGIN READ WRITE")


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url
