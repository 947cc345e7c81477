"""Erasing may be killed after any of its transactions: it goes on by itself, and comes to the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from cop import clock, db, jobs
from cop.accounts import commands
from cop.engines import engine_for
from cop.forum import tasks as forum
from cop.models import Departure, Way
from cop.models.stores import KEY, NOT_SEARCHED, PRINT
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.leavings import everything
from tests.databases import copied
from tests.moderation import remains
from tests.people import World

pytestmark = pytest.mark.no_cover  # what it goes through is measured by what tests each part

DRAWN = {"search_gained.id", "search_gone.id"}
"""What says no more than how often something was tried."""


class Killed(BaseException):
    """As kill -9 ends a process: nothing that comes after is done."""


@contextmanager
def killed_after(transactions: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process that works ends once so many transactions stand, before anything that follows from the last."""
    done = count(1)

    def go_on(facts: object) -> None:
        if next(done) == transactions:
            raise Killed
        after(facts)

    after = db._run_after
    with monkeypatch.context() as patched:
        patched.setattr(db, "_run_after", go_on)
        yield


def rows() -> dict[str, list[str]]:
    """All that the database holds, but for keys and fingerprints."""
    db.session.expire_all()
    left_out = {name for name, why in NOT_SEARCHED.items() if why in (KEY, PRINT)} | DRAWN
    found = {}
    for table in db.Base.metadata.sorted_tables:
        columns = [column for column in table.c if f"{table.name}.{column.name}" not in left_out]
        found[table.name] = sorted(str(row) for row in db.session.execute(sa.select(*columns)))
    return found


def begun(way: Way, file: Path) -> list[str]:
    """A database of its own in which somebody has just left; under which names bytes are kept."""
    left = everything(World.build())
    leave(left.person, way)
    place = db.session.get_bind().engine.url.database
    db.session.remove()
    with closing(sqlite3.connect(place)) as there, closing(sqlite3.connect(file)) as kept:
        there.backup(kept)
    return left.stored


def cut_off(transactions: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there were so many transactions."""
    [person_id] = Departure.under_way()
    try:
        with killed_after(transactions, monkeypatch):
            commands.work_off(person_id)
    except Killed:
        db.session.remove()
        return True
    return False


@pytest.mark.timeout(300)
def test_it_comes_to_the_same(sqlite_copy, settings, app, monkeypatch, tmp_path, nothing_kept):
    """Where all goes every step has something to do."""
    jobs.connect(settings, ())
    app.extensions.pop("is_demonstration", None)
    with sqlite_copy():
        stored = begun(Way.REMOVED, tmp_path / "left.sqlite")
    engine = engine_for(f"sqlite:///{tmp_path / 'run.sqlite'}")
    with copied(tmp_path / "left.sqlite", engine):
        [person_id] = Departure.under_way()
        work_off()
        assert gone(person_id).done_at
        whole = rows()
    for transactions in count(1):
        with copied(tmp_path / "left.sqlite", engine):
            if not cut_off(transactions, monkeypatch):
                break
            work_off()
            assert gone(person_id).done_at
            assert {name for name, found in rows().items() if found != whole[name]} == set(), transactions
    assert transactions > 20, "control: it is many"
    with clock.at(clock.now() + timedelta(days=2)):
        forum.sweep_attachments.body()
    assert remains.kept(stored) == set()
