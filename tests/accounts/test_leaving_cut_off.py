"""Erasing may be killed after any of its transactions: it goes on by itself, and comes to the same."""

import sqlite3
from contextlib import closing
from datetime import timedelta
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
    db.session.remove()
    back_up(file)
    return left.stored


def back_up(file: Path) -> None:
    place = db.session.get_bind().engine.url.database
    with closing(sqlite3.connect(place)) as there, closing(sqlite3.connect(file)) as kept:
        there.backup(kept)


def cut_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What kill -9 leaves of the database after each transaction, before anything that follows from it."""
    left: list[Path] = []

    def keep(facts: object) -> None:
        left.append(folder / f"cut-off-{len(left)}.sqlite")
        back_up(left[-1])
        after(facts)

    after = db._run_after
    [person_id] = Departure.under_way()
    with monkeypatch.context() as patched:
        patched.setattr(db, "_run_after", keep)
        commands.work_off(person_id)
    return left


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
    with copied(tmp_path / "left.sqlite", engine):
        files = cut_off(tmp_path, monkeypatch)
    assert len(files) > 20, "control: it is many"
    for file in files:
        with copied(file, engine):
            work_off()
            assert gone(person_id).done_at
            assert {name for name, found in rows().items() if found != whole[name]} == set(), file.name
    with clock.at(clock.now() + timedelta(days=2)):
        forum.sweep_attachments.body()
    assert remains.kept(stored) == set()
