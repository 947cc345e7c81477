"""Attaching a file: by who writes in the space, within what there is room for, and nothing by halves (S16, F19)."""

import errno
import io

import pytest
import sqlalchemy as sa

from cop import db, storage
from cop.errors import Conflict, Forbidden, Full, Invalid, NotFound, TooFast, TooLarge
from cop.forum import commands
from cop.forum.commands import attaching
from cop.forum.commands.quotas import Quotas, shown
from cop.models import Attachment, Person, RoleName
from tests.attachments import PDF, attach, picture
from tests.people import World, key, newcomer
from tests.storage.contract import FUTURE


def rows() -> list[Attachment]:
    return list(db.session.scalars(sa.select(Attachment)))


def kept() -> set[str]:
    return set(storage.store().names(before=FUTURE))


@pytest.fixture(autouse=True)
def _nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests keep their bytes in the same folder."""
    for name in kept():
        storage.store().remove(name)


def test_a_document_is_kept_as_it_came(world: World, bob: Person) -> None:
    row = attach(bob, world.cohort, "../Costing.pdf", PDF)
    assert (row.name, row.media, row.size, row.post_id) == ("Costing.pdf", "application/pdf", len(PDF), None)
    assert not row.is_picture
    assert kept() == {row.stored}
    assert "Costing" not in row.stored
    with storage.store().open(row.stored) as file:
        assert file.read() == PDF


def test_a_picture_is_kept_with_its_thumbnail(world: World, bob: Person) -> None:
    row = attach(bob, world.cohort, "ward.png", picture(size=(800, 400)))
    assert (row.width, row.height, row.small_size) == (800, 400, (640, 320))
    assert kept() == {row.stored, storage.small(row.stored)}
    with storage.store().open(row.stored) as large, storage.store().open(storage.small(row.stored)) as small:
        assert row.size == len(large.read()) + len(small.read())


def test_mallory_attaches_nothing_there_and_a_watcher_neither(
    world: World, bob: Person, mallory: Person, set_roles
) -> None:
    nora = newcomer("nora", world.cohort)
    set_roles(nora, world.cohort, RoleName.OBSERVER)
    with pytest.raises(NotFound):
        attach(mallory, world.cohort)
    with pytest.raises(Forbidden):
        attach(nora, world.cohort)
    assert not kept()
    assert attach(bob, world.cohort), "the control"


def test_a_right_that_is_lost_while_the_file_is_looked_through(
    world: World, bob: Person, set_roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine = attaching.files.examine

    def slowly(*arguments: object):
        set_roles(bob, world.cohort, RoleName.OBSERVER)
        return examine(*arguments)

    monkeypatch.setattr(attaching.files, "examine", slowly)
    with pytest.raises(Forbidden):
        attach(bob, world.cohort)
    assert (rows(), kept()) == ([], set())


def test_the_same_again_is_the_first(world: World, bob: Person, mallory: Person) -> None:
    same = key()
    first, second = (attach(bob, world.cohort, "a.png", picture(), key=same) for _ in range(2))
    assert first.id == second.id
    assert len(kept()) == 2
    with pytest.raises(Conflict, match="Another file"):
        attach(bob, world.cohort, "a.png", picture(colour="red"), key=same)
    with pytest.raises(Conflict, match="Another file"):
        attach(bob, world.set_a, "a.png", picture(), key=same)
    assert len(kept()) == 2
    assert attach(mallory, world.other, "a.png", picture(), key=same).id != first.id, (
        "a key is its sender's own"
    )


@pytest.mark.parametrize(("name", "content"), [("a.svg", b"<svg/>"), ("a.png", PDF), ("a.txt", b"")])
def test_what_may_not_be_attached_is_kept_nowhere(
    world: World, bob: Person, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid):
        attach(bob, world.cohort, name, content)
    assert (rows(), kept()) == ([], set())


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_through(world: World, bob: Person) -> None:
    quotas = Quotas(file=1_500_000, person=10**9, space=10**9)
    assert attach(bob, world.cohort, "a.txt", b"x" * 1_500_000, quotas=quotas)
    with pytest.raises(TooLarge, match=r"has 1\.6 MB; a file may have 1\.5 MB at most") as refused:
        attach(bob, world.cohort, "a.png", b"x" * 1_600_000, quotas=quotas)
    assert refused.value.field == "file"


def test_a_person_has_so_much_everywhere_together(world: World, bob: Person, ann: Person) -> None:
    quotas = Quotas(file=10**6, person=1_000, space=10**9)
    attach(bob, world.cohort, content=b"x" * 600, quotas=quotas)
    with pytest.raises(TooLarge, match=r"Your files take 1 kB of the 1 kB that you have"):
        attach(bob, world.set_a, content=b"x" * 600, quotas=quotas)
    assert attach(ann, world.set_a, content=b"x" * 600, quotas=quotas)
    assert attach(bob, world.set_a, content=b"x" * 400, quotas=quotas)


def test_a_space_has_so_much_from_everybody_together(world: World, bob: Person, ann: Person) -> None:
    quotas = Quotas(file=10**7, person=10**9, space=2_000_000)
    attach(bob, world.cohort, content=b"x" * 1_200_000, quotas=quotas)
    with pytest.raises(TooLarge, match=r"The files of Cohort 1 take 1\.2 MB of the 2 MB"):
        attach(ann, world.cohort, content=b"x" * 1_200_000, quotas=quotas)
    assert attach(ann, world.set_a, content=b"x" * 1_200_000, quotas=quotas)


def test_what_is_shown_of_a_size() -> None:
    assert [shown(size) for size in (0, 400, 99_499, 1_000_000, 1_250_000, 20_000_000)] == [
        "1 kB", "1 kB", "99 kB", "1 MB", "1.2 MB", "20 MB"
    ]  # fmt: skip


def test_nobody_attaches_without_end(world: World, bob: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "BURST", 2)
    for _ in range(2):
        attach(bob, world.cohort)
    with pytest.raises(TooFast):
        attach(bob, world.cohort)
    assert len(kept()) == 2


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_full_disk_leaves_neither_row_nor_bytes(
    world: World, bob: Person, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    put, done = storage.store().put, []

    def full(name: str, source: io.BytesIO) -> None:
        if len(done) == pieces:
            raise Full from OSError(errno.ENOSPC, "full")
        done.append(name)
        put(name, source)

    monkeypatch.setattr(storage.store(), "put", full)
    with pytest.raises(Full):
        attach(bob, world.cohort, "a.png", picture())
    assert (rows(), kept()) == ([], set())
    monkeypatch.undo()
    assert attach(bob, world.cohort, "a.png", picture())


@pytest.mark.logs_errors
def test_bytes_that_cannot_be_dropped_are_left_to_the_sweep(
    world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = attach(bob, world.cohort)

    def broken(_name: str) -> None:
        raise OSError("broken")

    monkeypatch.setattr(storage.store(), "remove", broken)
    commands.leave_out(actor_id=bob.id, attachment_id=row.id)
    assert not rows()
    assert kept() == {row.stored}


def test_a_file_is_left_out_again(world: World, bob: Person, ann: Person) -> None:
    row = attach(bob, world.cohort, "a.png", picture())
    with pytest.raises(NotFound):
        commands.leave_out(actor_id=ann.id, attachment_id=row.id)
    assert len(kept()) == 2
    commands.leave_out(actor_id=bob.id, attachment_id=row.id)
    assert (rows(), kept()) == ([], set())
    with pytest.raises(NotFound):
        commands.leave_out(actor_id=bob.id, attachment_id=row.id)
