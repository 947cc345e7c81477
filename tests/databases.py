"""Databases of tests: what is written in one and undone again, and what is said to a server by itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy.engine import Connection, Engine

from cop import db
from cop.engines import WRITES

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|.*\bFOR (NO KEY )?(UPDATE|SHARE)\b", re.DOTALL)


def _refuse_what_a_page_writes(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    """As connections that only read do in life."""
    is_in_command = db._facts.get() is not None
    assert is_in_command or not has_request_context() or not _WRITES.match(statement), statement


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Connection]:
    """Sessions work in the one transaction of this connection; whatever they commit is gone after the block."""
    with engine.connect().execution_options(**WRITES) as connection:
        outer = connection.begin()
        db.bind(connection)
        sa.event.listen(connection, "before_cursor_execute", _refuse_what_a_page_writes)
        yield connection
        db.session.remove()
        outer.rollback()


@db.command
def written(statement: sa.Executable) -> None:
    """Change rows as no command of the site does."""
    db.session.execute(statement)


def say(server: Engine, statement: str) -> None:
    """Run on PostgreSQL what no transaction may hold, such as the making of a database."""
    address = server.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
