"""What the clock does with files: what nobody posted goes after a day, and bytes that no row speaks of (F19)."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from cop import clock, db, storage
from cop.forum import commands
from cop.forum.tasks import sweep_attachments
from cop.models import Attachment, Person
from tests.attachments import attach, picture
from tests.people import World, key
from tests.storage.contract import FUTURE

DAY = timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_store", storage.Folder(tmp_path / "kept"))
    monkeypatch.setattr(storage, "_incoming", storage.Incoming(tmp_path / "incoming"))


def kept() -> set[str]:
    return set(storage.store().names(before=FUTURE))


def age(folder: Path, moment: float) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))


def later(folder: Path) -> None:
    """A day later, by the clock and on the disk."""
    age(folder, clock.now().timestamp() - 60)
    with clock.at(clock.now() + DAY):
        sweep_attachments.run()


def test_what_nobody_posted_goes_with_its_bytes_after_a_day(
    world: World, bob: Person, start, tmp_path
) -> None:
    posted, waiting = attach(bob, world.cohort), attach(bob, world.cohort, "a.png", picture())
    commands.post_reply(
        actor_id=bob.id, topic_id=start(bob).topic_id, text="x", key=key(), files={posted.id: ""}
    )
    sweep_attachments.run()
    assert len(kept()) == 3, "the control: not before"
    later(tmp_path)
    assert kept() == {posted.stored}
    assert db.session.get(Attachment, waiting.id) is None
    assert db.session.get(Attachment, posted.id)


def test_bytes_without_a_row_go_and_those_with_one_stay(world: World, bob: Person, start, tmp_path) -> None:
    row = attach(bob, world.cohort, "a.png", picture())
    commands.post_reply(
        actor_id=bob.id, topic_id=start(bob).topic_id, text="x", key=key(), files={row.id: ""}
    )
    orphan, young = storage.fresh_name(), storage.fresh_name()
    storage.store().put(orphan, io.BytesIO(b"x"))
    storage.store().put(storage.small(orphan), io.BytesIO(b"x"))
    age(tmp_path, clock.now().timestamp() - 60)
    storage.store().put(young, io.BytesIO(b"on its way to a row"))
    with clock.at(clock.now() + DAY):
        now = clock.now().timestamp()
        os.utime(next(tmp_path.rglob(young)), (now, now))
        sweep_attachments.run()
    assert kept() == {row.stored, storage.small(row.stored), young}


def test_an_upload_that_was_given_up_goes(world: World, bob: Person, tmp_path: Path) -> None:
    storage.incoming().append(bob.id, key(), b"half a file", offset=0)
    age(tmp_path, clock.now().timestamp())
    sweep_attachments.run()
    assert storage.incoming().total(bob.id) == 11
    later(tmp_path)
    assert storage.incoming().total(bob.id) == 0


def test_one_that_was_posted_meanwhile_stays(world: World, bob: Person, start) -> None:
    row = attach(bob, world.cohort)
    with clock.at(clock.now() + DAY):
        commands.post_reply(
            actor_id=bob.id, topic_id=start(bob).topic_id, text="x", key=key(), files={row.id: ""}
        )
        assert not commands.forget_attachment(attachment_id=row.id)
    assert kept() == {row.stored}
