"""A wave of 1,000 lines read, looked at and sent, beside the bare minimum; then in the loop that works off jobs."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cop import db, jobs
from cop.accounts import commands
from cop.accounts.commands import wave_files, wave_sending
from cop.models import Appointment, AppointmentRole, Letter, Organisation, Space, Wave
from tests.bench import machine, queries
from tests.bench.figures import Figures
from tests.bench.servers import Server
from tests.bench.waves import bare, lists

Rows = dict[str, tuple[Figures, Figures]]
LONGEST = 240.0
"""Seconds that a loop may take before the bench gives up."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A prepared site; `database_pid` is that of its server, 0 where the database is a file."""

    database_pid: int = 0

    def run(self, loop: Callable[[], AbstractContextManager[Server]]) -> Rows:
        """`loop` starts what works off the jobs of this site."""
        mine = self._in_this_process()
        with loop() as server:
            in_the_loop = self._in_the_loop(server)
        return mine | {"in the loop that works off jobs, letters and all": (in_the_loop, {})}

    def _in_this_process(self) -> Rows:
        actor_id, engine, data = _staff(), _engine(), lists.file("a")
        space = db.session.scalars(sa.select(Space).where(Space.slug == "cohort-1")).one()
        places = {"organisation_id": _first(Organisation), "cohort_id": space.id}
        upload = {"actor_id": actor_id, "name": "people.csv", "data": data}
        read = self._timed(wave_files.read, data), self._timed(bare.read, data)
        looked_at = (
            self._timed(commands.upload_wave, **upload),
            self._timed(bare.keep, engine, data, actor_id=actor_id),
        )
        commands.send_wave(actor_id=actor_id, wave_id=_last_wave("people.csv"))
        sent = (
            self._timed(wave_sending.send_rest, _last_wave("people.csv")),
            self._timed(bare.send, engine, _last_wave("bare.csv"), **places),
        )
        letters = self._timed(jobs.run_waiting), {}
        again = self._timed(commands.upload_wave, **upload), {}
        return {
            "reading the file": read,
            "the dry run": looked_at,
            "sending, each line in a transaction": sent,
            "their letters, into a folder": letters,
            "the dry run of the same list once more": again,
        }

    def _timed(self, work: Callable[..., object], *about: Any, **named: Any) -> Figures:
        began, used, theirs = time.monotonic(), time.process_time(), self._of_database()
        with queries.counted() as statements:
            work(*about, **named)
        return {
            "queries": len(statements),
            "until_done_s": round(time.monotonic() - began, 2),
            "processor_s": round(time.process_time() - used, 2),
        } | self._database_since(theirs)

    def _in_the_loop(self, server: Server) -> Figures:
        """Sent in and sent out as its page does it; its progress is looked at here as there, once a second."""
        _send("w", lines=1)
        _await(_is_all_done)
        used, theirs = machine.processor_seconds(server.pid), self._of_database()
        began = time.monotonic()
        wave_id = _send("b")
        _await(lambda: _is_sent(wave_id))
        sent = time.monotonic() - began
        _await(_is_all_done)
        return {
            "until_invited_s": round(sent, 1),
            "until_done_s": round(time.monotonic() - began, 1),
            "processor_s": round(machine.processor_seconds(server.pid) - used, 2),
        } | self._database_since(theirs)

    def _of_database(self) -> float:
        return machine.processor_seconds(self.database_pid) if self.database_pid else 0.0

    def _database_since(self, before: float) -> Figures:
        return {"database_s": round(self._of_database() - before, 2)} if self.database_pid else {}


def _engine() -> sa.Engine:
    engine = db.session.get_bind()
    assert isinstance(engine, sa.Engine)
    return engine.execution_options(cop_writes=True)


def _staff() -> int:
    query = sa.select(Appointment.person_id).where(Appointment.role == AppointmentRole.STAFF)
    return db.session.scalars(query).first() or 0


def _first(model: type[Organisation]) -> int:
    return db.session.scalars(sa.select(model.id).order_by(model.id)).first() or 0


def _last_wave(name: str) -> int:
    query = sa.select(Wave.id).where(Wave.name == name).order_by(Wave.id.desc())
    return db.session.scalars(query).first() or 0


def _send(turn: str, lines: int = lists.LINES) -> int:
    actor_id = _staff()
    wave = commands.upload_wave(actor_id=actor_id, name="people.csv", data=lists.file(turn, lines))
    commands.send_wave(actor_id=actor_id, wave_id=wave.id)
    return wave.id


def _await(is_reached: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while not is_reached():
        if time.monotonic() > until:
            raise RuntimeError("The loop does not come to an end.")
        db.session.remove()
        time.sleep(0.1)


def _is_sent(wave_id: int) -> bool:
    return db.session.scalar(sa.select(Wave.sent_at).where(Wave.id == wave_id)) is not None


def _is_all_done() -> bool:
    waiting = sa.exists().where(Letter.sent_at.is_(None), Letter.given_up_at.is_(None))
    sending = sa.exists().where(Wave.sending_since.is_not(None), Wave.sent_at.is_(None))
    return not db.session.scalar(sa.select(sa.or_(waiting, sending)))
