"""Bytes in a folder: whole or not at all, whatever the disk says (F19)."""

import errno
import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cop.errors import Full
from cop.storage import Folder, Store, fresh_name
from cop.storage import folder as module
from tests.storage.contract import FUTURE, PROMISES
from tests.storage.exhausted import no_more_bytes, no_more_files


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "kept")


@pytest.mark.parametrize("promise", PROMISES)
def test_promises(store: Folder, promise: Callable[[Store], None]) -> None:
    promise(store)


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


class Failing(io.BytesIO):
    """Something that is read in pieces, the third of which never comes."""

    def __init__(self, error: OSError) -> None:
        super().__init__(b"x" * (3 << 20))
        self.error, self.left = error, 2

    def read(self, *arguments: object) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise self.error
        return super().read(1 << 20)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE])
def test_a_full_disk_keeps_no_half_file(store: Folder, tmp_path: Path, code: int) -> None:
    with pytest.raises(Full, match="no room"):
        store.put(fresh_name(), Failing(OSError(code, "full")))
    assert not files_in(tmp_path)
    store.put(fresh_name(), io.BytesIO(b"x"))
    assert len(files_in(tmp_path)) == 1, "the control: afterwards there is room"


def test_another_fault_is_not_taken_for_a_full_disk(store: Folder, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken"):
        store.put(fresh_name(), Failing(OSError(errno.EIO, "broken")))
    assert not files_in(tmp_path)


def test_a_file_has_its_name_only_once_it_is_on_the_disk(
    store: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, name, force_out = [], fresh_name(), os.fsync

    def watched(handle: int) -> None:
        seen.append(files_in(tmp_path))
        force_out(handle)

    monkeypatch.setattr(module.os, "fsync", watched)
    store.put(name, io.BytesIO(b"x"))
    assert seen == [[f"{name}.new"], [name]], "written, forced out, renamed, the name forced out"


def test_what_a_process_that_died_left_goes_with_the_sweep(store: Folder, tmp_path: Path) -> None:
    name = fresh_name()
    store.put(name, io.BytesIO(b"x"))
    path = next((tmp_path / "kept").rglob(name))
    path.with_name(f"{fresh_name()}.new").write_bytes(b"half")
    assert list(store.names(before=FUTURE)) == [name]
    assert files_in(tmp_path) == [name]


@pytest.mark.parametrize("exhausted", [no_more_bytes, no_more_files])
def test_a_system_that_really_takes_no_more(
    store: Folder, tmp_path: Path, exhausted: Callable[[], AbstractContextManager[None]]
) -> None:
    kept, words = fresh_name(), io.BytesIO(b"x" * 900_000)
    store.put(kept, io.BytesIO(b"x" * 300_000))
    with pytest.raises(Full), exhausted():
        store.put(fresh_name(), words)
    assert files_in(tmp_path) == [kept]
    words.seek(0)
    store.put(fresh_name(), words)
    assert len(files_in(tmp_path)) == 2, "the control: afterwards there is room"
