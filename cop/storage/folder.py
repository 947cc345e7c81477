"""Bytes in a folder of this machine, which no web server serves."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cop.errors import NotFound
from cop.storage.ages import is_older
from cop.storage.full import told_as_full
from cop.storage.names import checked, is_name

DRAFT = ".new"
AT_ONCE = 1 << 20


class Folder:
    """A file for each name, in sub-folders by its first two letters. A file has its name only once all of it is on the
    disk: written under another, forced out, renamed (F19).
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, source: BinaryIO) -> None:
        target = self._path(name)
        draft = target.with_name(name + DRAFT)
        try:
            with told_as_full():
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(draft, source)
                draft.replace(target)
                _force_out(target.parent)
        finally:
            draft.unlink(missing_ok=True)

    def open(self, name: str) -> BinaryIO:
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise NotFound from None

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self, *, before: datetime) -> Iterator[str]:
        for path in self.root.glob("??/*"):
            if not is_older(path, before):
                continue
            if is_name(path.name):
                yield path.name
            elif path.name.endswith(DRAFT):  # of a process that died while it wrote
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.root / checked(name)[:2] / name


def _write(path: Path, source: BinaryIO) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(source, file, AT_ONCE)
        file.flush()
        os.fsync(file.fileno())


def _force_out(folder: Path) -> None:
    """Let the new name be on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
