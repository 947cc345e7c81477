"""Engines: what they are made of, and connections that rest in a pool while their server goes."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import engines
from tests.databases import say


@pytest.fixture
def pooled(postgresql: Engine) -> Iterator[Engine]:
    engine = engines.engine_for(postgresql.url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()


def _backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def _end(backend: int, by: Engine) -> None:
    with by.connect() as connection:
        connection.execute(
            sa.text("SELECT pg_terminate_backend(CAST(:pid AS integer), 5000)"), {"pid": backend}
        )


def test_one_that_has_rested_is_tried_before_it_is_used(
    pooled: Engine, postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = _backend(pooled)
    _end(backend, postgresql)
    monkeypatch.setattr(engines, "RESTED", 0)

    assert _backend(pooled) != backend


def test_one_that_was_just_used_is_not(
    pooled: Engine, postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "RESTED", 3600)
    backend = _backend(pooled)
    assert _backend(pooled) == backend
    _end(backend, postgresql)

    with pytest.raises(sa.exc.OperationalError):
        _backend(pooled)
    assert _backend(pooled) != backend


def test_what_is_no_command_changes_nothing(pooled: Engine) -> None:
    with pooled.connect() as reading, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        reading.exec_driver_sql("UPDATE person SET name = ''")
    with pooled.execution_options(**engines.WRITES).begin() as writing:
        writing.exec_driver_sql("UPDATE person SET name = ''")
    with pooled.connect() as reading, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        reading.exec_driver_sql("UPDATE person SET name = ''")


def test_what_pages_ask_again_and_again_is_planned_once(pooled: Engine) -> None:
    question = sa.text("SELECT id FROM person WHERE id = :number")
    for number in range(2):
        with pooled.connect() as reading:
            reading.execute(question, {"number": number}).all()

    with pooled.connect() as reading:
        assert "SELECT id FROM person WHERE id = $1" in reading.scalars(
            sa.text("SELECT statement FROM pg_prepared_statements")
        )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan_cache_mode", "force_generic_plan"),
        ("max_parallel_workers_per_gather", "0"),
        ("jit", "off"),
    ],
)
def test_one_plan_serves_all_values_and_is_run_as_it_stands(pooled: Engine, name: str, value: str) -> None:
    with pooled.connect() as reading:
        assert reading.exec_driver_sql(f"SHOW {name}").scalar_one() == value


def test_the_connection_that_was_given_back_last_is_used_next(pooled: Engine) -> None:
    first, second = pooled.connect(), pooled.connect()
    last = second.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    first.close()
    second.close()
    assert _backend(pooled) == last


def test_what_was_planned_before_a_migration_fails_once(pooled: Engine, postgresql: Engine) -> None:
    say(postgresql, "CREATE TABLE planned (number int)")
    question = sa.text("SELECT number FROM planned")

    def ask() -> None:
        with pooled.connect() as reading:
            reading.execute(question).all()

    try:
        for _ in range(10):
            ask()
        say(postgresql, "ALTER TABLE planned ALTER number TYPE bigint")
        with pytest.raises(sa.exc.DBAPIError, match="cached plan"):
            ask()
        ask()
    finally:
        say(postgresql, "DROP TABLE planned")


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://h/d", "postgresql+psycopg"),
        ("postgresql://h/d", "postgresql+psycopg"),
        ("sqlite://", "sqlite"),
    ],
)
def test_addresses_of_databases_name_our_driver(given: str, driver: str) -> None:
    assert engines.engine_for(given).url.drivername == driver
