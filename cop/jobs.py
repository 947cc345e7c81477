"""Background work: Huey only wakes and retries; what there is to do stands in our rows.

A job is idempotent and takes ids. A lost wake-up is found by the next sweep (`cop/schedule.py`). In one process the
consumer runs beside the server; with COP_REDIS_URL `cop worker` runs it.
"""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from huey import RedisHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import SqliteStorage
from redis import ConnectionPool

from cop import clock, logs
from cop.config import Settings
from cop.db import session

log = logging.getLogger("cop.jobs")

RETRIES = 3
RETRY_SECONDS = 30
ANSWER_SECONDS = 2
"""How long the queue in Valkey may take to connect, and to answer: a request that wakes a job waits no longer."""

_huey: Huey | None = None
_settings: Settings | None = None
_jobs: dict[str, "Job"] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """A body that can be woken. `body` takes ids only."""

    name: str
    body: Callable[..., None]

    def wake(self, *ids: int) -> None:
        """Ask for a run soon. A queue that is out of reach is no error: the sweep finds the work."""
        if _huey is None:
            return
        try:
            _tasks[self.name](*ids)
        except Exception:
            log.exception("could not wake", extra={"job": self.name})

    def run(self, *ids: int) -> None:
        """The body, with a log line and a session of its own."""
        logs.begin_request()
        began = perf_counter()
        try:
            self.body(*ids)
        finally:
            session.remove()
            log.info("job", extra={"job": self.name, "ids": ids, "ms": clock.milliseconds_since(began)})


_tasks: dict[str, Callable[..., Any]] = {}


def job(body: Callable[..., None]) -> Job:
    """Register `body` as a job under its own name."""
    made = Job(f"{body.__module__}.{body.__name__}", body)
    _jobs[made.name] = made
    return made


class JsonSerializer(Serializer):
    """Huey's messages as JSON: nothing in the queue can run code when it is read (S41)."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data, default=datetime.isoformat).encode()

    def _deserialize(self, data: bytes) -> Any:
        values = json.loads(data)
        if not isinstance(values, list):
            return values
        message = Message(*values)
        return message._replace(eta=_time(message.eta), expires_resolved=_time(message.expires_resolved))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def connect(settings: Settings, schedule: Iterable[tuple[int, Job]] = ()) -> None:
    """Choose the queue and register every job. `schedule` holds (every how many minutes, job)."""
    global _huey, _settings
    _huey, _settings = _storage(settings), settings
    for made in _jobs.values():
        _tasks[made.name] = _huey.task(retries=RETRIES, retry_delay=RETRY_SECONDS, name=_word(made))(made.run)
    for minutes, made in schedule:
        _huey.periodic_task(crontab(minute=f"*/{minutes}"), name=f"{_word(made)}_by_clock")(made.run)


def settings() -> Settings:
    """What this process was connected with: jobs and commands know no application."""
    if _settings is None:
        raise RuntimeError("jobs.connect has not been called")
    return _settings


def _word(made: Job) -> str:
    return made.name.replace(".", "_")


def _storage(settings: Settings) -> Huey:
    if settings.redis_url:
        patient = ConnectionPool.from_url(
            settings.redis_url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        return RedisHuey("cop", connection_pool=patient, serializer=JsonSerializer(), results=False)
    path = settings.var / "queue.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    return Huey("cop", storage_class=_Queue, filename=str(path), serializer=JsonSerializer(), results=False)


class _Queue(SqliteStorage):
    """A wake-up that the machine's end takes with it is found by the next sweep: none waits for the disk."""

    def _create_connection(self) -> Any:
        connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")  # the file itself stays whole
        return connection


def run_waiting() -> int:
    """Run what was woken, here and now, and say how many ran: for one-off commands and tests."""
    ran = 0
    while _huey is not None and (task := _huey.dequeue()) is not None:
        _huey.execute(task)
        ran += 1
    return ran


class EmbeddedConsumer(Consumer):
    """Huey's consumer as greenlets or threads of this process; signals belong to the server."""

    def _set_signal_handlers(self) -> None:
        pass


def consume(*, worker_type: str = "greenlet") -> Consumer:
    """Start working off the queue in this process; returns the consumer, which can be stopped."""
    consumer = EmbeddedConsumer(
        _huey, workers=1, max_delay=1.0, worker_type=worker_type, check_worker_health=False
    )
    consumer.start()
    return consumer


def work() -> None:
    """Work off the queue in this process until it is told to stop: what `cop worker` is."""
    Consumer(_huey, workers=2, max_delay=1.0).run()
