"""The driver's connection: it waits for a moment by itself, and for longer as others let it."""

import threading
from collections.abc import Iterator
from time import monotonic

import psycopg
import pytest
from sqlalchemy.engine import Engine

from cop import driver


@pytest.fixture
def connection(postgresql: Engine) -> Iterator[driver.Connection]:
    address = postgresql.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with driver.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the driver was left to wait for, once the moment was over."""
    left: list[object] = []
    wait = psycopg.Connection.wait

    def noting(self: driver.Connection, answer: object, *args: object, **given: object) -> object:
        def passing():
            try:
                wanted = next(answer)
                while True:
                    left.append(wanted)
                    wanted = answer.send((yield wanted))
            except StopIteration as end:
                return end.value

        return wait(self, passing(), *args, **given)

    monkeypatch.setattr(psycopg.Connection, "wait", noting)
    return left


def test_the_site_connects_by_it(postgresql: Engine) -> None:
    with postgresql.connect() as connection:
        assert isinstance(connection.connection.driver_connection, driver.Connection)


def test_a_statement_is_planned_once_whatever_numbers_it_is_given(connection: driver.Connection) -> None:
    for number in (1, 40_000, 3_000_000_000):
        assert connection.execute("SELECT %s::bigint, %s", (number, [number])).fetchone() == (
            number,
            [number],
        )
    kept = connection.execute(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%::bigint%%'"
    )
    assert kept.fetchone() == (1,)


def test_what_is_answered_at_once_is_not_left_to_the_driver(
    connection: driver.Connection, waits: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "MOMENT", 5)
    assert connection.execute("SELECT 7").fetchone() == (7,)
    assert waits == []


def test_for_what_takes_longer_the_driver_waits_as_ever(
    connection: driver.Connection, waits: list[object]
) -> None:
    assert connection.execute("SELECT 7 FROM pg_sleep(0.2)").fetchone() == (7,)
    assert waits


def test_for_a_lock_the_driver_waits_from_the_first(
    connection: driver.Connection, waits: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "MOMENT", 5)
    for words in driver.LOCKS:
        waits.clear()
        connection.execute(f"SELECT id FROM person {words}")
        assert waits
    waits.clear()
    connection.execute("SELECT id FROM person")
    assert waits == []


@pytest.fixture
def polls(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The milliseconds of each look at the socket that keeps the process waiting."""
    asked: list[float] = []
    real = driver._poll

    class Noting:
        def __init__(self) -> None:
            self._real = real()
            self.register = self._real.register

        def poll(self, milliseconds: float) -> list[tuple[int, int]]:
            asked.append(milliseconds)
            return self._real.poll(milliseconds)  # type: ignore[no-any-return]

    monkeypatch.setattr(driver, "_poll", Noting)
    return asked


def test_there_is_one_moment_for_the_whole_of_an_answer(
    connection: driver.Connection, polls: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "MOMENT", 5)
    rows = "SELECT repeat('x', 100000) FROM generate_series(1, 50)"
    assert len(connection.execute(rows).fetchall()) == 50
    assert len(polls) > 1
    assert polls == sorted(set(polls), reverse=True), "it gets less"


def test_whoever_waits_for_long_is_asked_without_a_moment(
    connection: driver.Connection, polls: list[float]
) -> None:
    connection.execute("SELECT 1")
    polls.clear()
    connection.execute("SELECT pg_sleep(0.45)")  # the driver itself looks up every tenth of a second
    assert len(polls) <= 2


def test_a_long_answer_that_comes_in_parts_is_whole(connection: driver.Connection) -> None:
    found = connection.execute("SELECT repeat('x', 1000) FROM generate_series(1, 20000)").fetchall()
    assert len(found) == 20_000
    assert {len(word) for (word,) in found} == {1_000}


def test_a_long_question_goes_out_whole(connection: driver.Connection) -> None:
    assert connection.execute("SELECT length(%s::text)", ("x" * 20_000_000,)).fetchone() == (20_000_000,)


@pytest.mark.parametrize("moment", [0, 5], ids=["after the moment", "within it"])
def test_a_server_that_goes_meanwhile_is_an_error(
    connection: driver.Connection, postgresql: Engine, monkeypatch: pytest.MonkeyPatch, moment: float
) -> None:
    monkeypatch.setattr(driver, "MOMENT", moment)
    backend = connection.info.backend_pid

    def end() -> None:
        with postgresql.connect() as other:
            other.exec_driver_sql(f"SELECT pg_sleep(0.2), pg_terminate_backend({backend})")

    ending = threading.Thread(target=end)
    ending.start()
    began = monotonic()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT pg_sleep(20)")
    ending.join()
    assert monotonic() - began < 10
    assert connection.closed


def test_an_error_is_told_and_the_connection_serves_again(connection: driver.Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute("SELECT 1 / 0")
    assert connection.execute("SELECT 7").fetchone() == (7,)


def test_columns_are_described_as_the_driver_does_it(connection: driver.Connection) -> None:
    cursor = connection.execute("SELECT 7 AS number, 'x'::text AS word")
    theirs = psycopg.Cursor.description.fget(cursor)

    assert list(map(tuple, cursor.description)) == list(map(tuple, theirs))
    assert [cursor.description[place].name for place in (0, -1)] == ["number", "word"]
    assert len(cursor.description) == 2
    assert connection.execute("SET statement_timeout = 0").description is None
    assert list(connection.execute("SELECT").description) == []


def test_a_description_is_of_the_answer_that_it_was_asked_of(connection: driver.Connection) -> None:
    cursor = connection.execute("SELECT 7 AS number")
    described = cursor.description
    cursor.execute("SELECT 'x' AS word")
    with pytest.raises(RuntimeError, match="another answer"):
        list(described)


def test_a_statement_is_read_once_however_long_it_is(connection: driver.Connection) -> None:
    statement = "SELECT %(number)s::bigint" + " + 0" * 3_000
    before = driver._read.cache_info()
    for number in (1, 2):
        assert connection.execute(statement, {"number": number}).fetchone() == (number,)
    after = driver._read.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 1)
