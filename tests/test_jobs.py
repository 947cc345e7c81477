"""Jobs: woken, found again, run once, and never anything but JSON in the queue."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huey.api import Huey
from huey.registry import Message

from cop import jobs
from cop.config import Settings
from cop.jobs import Job, JsonSerializer


@pytest.fixture
def ran(tmp_path: Path) -> Iterator[list[tuple[int, ...]]]:
    """What the job `noted` was run with; it is connected to a queue of its own."""
    kept = dict(jobs._jobs)
    seen: list[tuple[int, ...]] = []

    def noted(*ids: int) -> None:
        seen.append(ids)

    jobs.job(noted)
    jobs.connect(
        Settings("sqlite://", "x" * 40, "http://localhost", uploads=tmp_path / "uploads"), [(1, noted_job())]
    )
    yield seen
    jobs._jobs.clear()
    jobs._jobs.update(kept)
    jobs._huey = None


def noted_job() -> Job:
    return next(job for name, job in jobs._jobs.items() if name.endswith("noted"))


def test_a_woken_job_runs_with_its_ids(ran: list[tuple[int, ...]]) -> None:
    noted_job().wake(7)
    assert ran == []
    assert jobs.run_waiting() == 1
    assert ran == [(7,)]
    assert jobs.run_waiting() == 0


def test_no_wake_up_waits_for_the_disk_and_the_queue_stays_whole(ran: list[tuple[int, ...]]) -> None:
    """SQLite's NORMAL beside its log: a checkpoint alone waits, and what power takes are the latest rows."""
    assert isinstance(jobs._huey, Huey)
    asked = [
        jobs._huey.storage.conn.execute(f"PRAGMA {each}").fetchone()[0]
        for each in ("synchronous", "journal_mode")
    ]
    assert asked == [1, "wal"]


def test_without_a_queue_waking_is_no_error(ran: list[tuple[int, ...]]) -> None:
    noted_job()
    jobs._huey = None
    noted_job().wake(7)
    assert jobs.run_waiting() == 0
    assert ran == []


@pytest.mark.logs_errors
def test_a_queue_out_of_reach_is_logged_and_no_error(
    ran: list[tuple[int, ...]], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_ids: int) -> None:
        raise OSError

    jobs._tasks[noted_job().name] = fail
    with caplog.at_level(logging.ERROR):
        noted_job().wake(7)
    assert "could not wake" in caplog.text


def test_a_consumer_works_it_off(ran: list[tuple[int, ...]]) -> None:
    consumer = jobs.consume(worker_type="thread")
    noted_job().wake(8)
    try:
        for _ in range(100):
            if (8,) in ran:  # the clock may wake it too, with no id
                break
            consumer.stop_flag.wait(0.1)
    finally:
        consumer.stop(graceful=True)
    assert (8,) in ran


def test_the_queue_holds_json_with_times_kept() -> None:
    serializer = JsonSerializer()
    message = Message("id", "name", datetime(2026, 1, 1, tzinfo=UTC), 1, 2, None, [1], {})
    data = serializer.serialize(message)
    assert data.startswith(b"[")
    assert serializer.deserialize(data).eta == message.eta
    assert serializer.deserialize(b'{"a": 1}') == {"a": 1}
