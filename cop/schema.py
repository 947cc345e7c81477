"""Bringing a database's schema up to date, and telling whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from cop.db import Base
from cop.engines import WRITES

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Apply every migration that `engine`'s database has not seen."""
    with engine.execution_options(**WRITES).connect() as connection, _in_pieces(connection):
        command.upgrade(_config(connection), "head")


@contextmanager
def _in_pieces(connection: Connection) -> Iterator[None]:
    """One transaction, in which SQLite lets a table be made anew while others refer to it: what they refer to is
    looked at once, before the commit (as its own documentation of ALTER TABLE asks).
    """
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    database: Any = connection.connection.dbapi_connection
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise RuntimeError(f"{len(lost)} rows would refer to nothing")
    finally:
        database.execute("PRAGMA foreign_keys=ON")


def revise(engine: Engine, message: str) -> None:
    """Write a migration for what the models have and the database has not."""
    with engine.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=_next_number())


def is_ours(_thing: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001
    """Whether both databases have it: each finds stems by an index of its own kind, which the other can't have."""
    return not (name or "").startswith(("search_fts", "ix_search_entry_words", "ix_search_entry_people"))


def _next_number() -> str:
    """Migrations are numbered in the order they were written."""
    return f"{len(list((MIGRATIONS / 'versions').glob('*.py'))) + 1:04}"


def differences(engine: Engine) -> list[object]:
    """What distinguishes `engine`'s schema from the models; empty when they agree."""
    with engine.connect() as connection:
        return list(
            compare_metadata(
                MigrationContext.configure(
                    connection, opts={"compare_type": True, "include_object": is_ours}
                ),
                Base.metadata,
            )
        )
