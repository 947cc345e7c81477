"""Databases of tests: what is written in one and undone again, and what is said to a server by itself."""

import pickle
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import psycopg
import pytest
import sqlalchemy as sa
from flask import has_request_context
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import Connection, Engine

from cop import db
from cop.engines import WRITES
from tests.people import World

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|.*\bFOR (NO KEY )?(UPDATE|SHARE)\b", re.DOTALL)
_ONLY_READS = re.compile(r"\s*(SELECT|WITH)\b(?!.*\b(INSERT|UPDATE|DELETE|SHARE)\b)", re.DOTALL)


def _refuse_what_a_page_writes(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    """As connections that only read do in life."""
    is_in_command = db._facts.get() is not None
    assert is_in_command or not has_request_context() or not _WRITES.match(statement), statement


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Connection]:
    """Sessions work in the one transaction of this connection; whatever they commit is gone after the block, and to
    whoever keeps anything by an engine this one is new, which knows all that `engine` has compiled.
    """
    another = engine.execution_options()
    with another.connect().execution_options(**WRITES) as connection:
        outer = connection.begin()
        db.bind(connection)
        sa.event.listen(connection, "before_cursor_execute", _refuse_what_a_page_writes)
        with _plans_kept(connection) if connection.dialect.name == "postgresql" else nullcontext():
            yield connection
        db.session.remove()
        outer.rollback()


@contextmanager
def _plans_kept(connection: Connection) -> Iterator[None]:
    """Give back savepoints after which nothing was written, instead of rolling back to them: the driver forgets what it
    has prepared whenever something is rolled back, and PostgreSQL then plans each page anew, as it never does in life.
    """
    dialect, changed = connection.dialect, dict[str, bool]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SAVEPOINT "):
            changed[statement.removeprefix("SAVEPOINT ")] = False
        elif statement.startswith(("RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")):
            changed.pop(statement.rpartition(" ")[2], None)
        elif not _ONLY_READS.match(statement):
            changed.update(dict.fromkeys(changed, True))

    def go_back(to: Connection, name: str) -> None:
        driver: Any = to.connection.dbapi_connection
        is_sound = driver.info.transaction_status is TransactionStatus.INTRANS
        give_back = dialect.do_release_savepoint if is_sound and not changed[name] else roll_back
        give_back(to, name)

    roll_back = dialect.do_rollback_to_savepoint
    sa.event.listen(connection, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(dialect, "do_rollback_to_savepoint", go_back)
        yield


@contextmanager
def copied(file: Path, engine: Engine) -> Iterator[Engine]:
    """Sessions work in a fresh copy of this file of SQLite, which stands where `engine` looks for it."""
    place = str(engine.url.database)
    for beside in ("", "-wal", "-shm"):
        Path(place + beside).unlink(missing_ok=True)
    shutil.copy(file, place)
    with bound_anew(engine) as another:
        yield another


@contextmanager
def bound_anew(engine: Engine) -> Iterator[Engine]:
    """Sessions work in another engine to whoever keeps anything by it, which knows all that `engine` has compiled."""
    another = engine.execution_options()
    db.bind(another)
    try:
        yield another
    finally:
        db.session.remove()
        engine.dispose()


W = TypeVar("W", Engine, Path)

IDS_APART = 10_000
"""From the first id of a table of PostgreSQL to the first of the next."""


@dataclass(frozen=True)
class Peopled(Generic[W]):
    """A database in which a world was built, and how its people and spaces stood then."""

    where: W
    rows: bytes

    @classmethod
    def of(cls, where: W, *, built_in: Engine) -> "Peopled[W]":
        db.bind(built_in)
        rows = pickle.dumps(World.build())
        db.session.remove()
        return cls(where, rows)

    def world(self) -> World:
        """That world, in objects of its own."""
        world: World = pickle.loads(self.rows)
        return world


def apart(engine: Engine) -> None:
    """Let no two tables of PostgreSQL give the same ids: who takes one for another's then finds nothing."""
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        names = connection.exec_driver_sql("SELECT sequencename FROM pg_sequences ORDER BY 1").scalars().all()
        for number, name in enumerate(names):
            connection.exec_driver_sql(f"ALTER SEQUENCE {name} RESTART WITH {number * IDS_APART + 1}")


@db.command
def written(statement: sa.Executable) -> None:
    """Change rows as no command of the site does."""
    db.session.execute(statement)


def say(server: Engine, statement: str) -> None:
    """Run on PostgreSQL what no transaction may hold, such as the making of a database."""
    address = server.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
