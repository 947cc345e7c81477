"""What has arrived so far of uploads, on the disk of this machine, until it is whole or a day old."""

import fcntl
import os
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cop.errors import Conflict
from cop.storage.ages import is_older
from cop.storage.full import told_as_full

OUT_OF_STEP = "This upload stands elsewhere by now: go on from there."


class Incoming:
    """A file for each upload, by whose it is and the key that its sender made. How far it has come is the file's size:
    nothing else needs to be written, and whoever is cut off asks and goes on from there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, owner: int, key: str) -> Path:
        return self.folder / f"{owner}-{key}"

    def offset(self, owner: int, key: str) -> int:
        """Bytes that are here; 0 of what has not begun, or has begun on another machine."""
        path = self.path(owner, key)
        return path.stat().st_size if path.exists() else 0

    def total(self, owner: int) -> int:
        """Bytes of all that somebody has begun."""
        return sum(path.stat().st_size for path in self.folder.glob(f"{owner}-*"))

    def append(self, owner: int, key: str, chunk: bytes, *, offset: int) -> int:
        """Add `chunk`, which begins at `offset`; returns how far it has come. Conflict where it stands elsewhere, or is
        being added to at this moment; Full, and it stands as it stood, where the disk takes no more.
        """
        with told_as_full():
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.path(owner, key).open("ab", buffering=0) as file:
                _hold(file)
                if os.fstat(file.fileno()).st_size != offset:
                    raise Conflict(OUT_OF_STEP, field="offset")
                return offset + _add(file, chunk, offset)

    def drop(self, owner: int, key: str) -> None:
        self.path(owner, key).unlink(missing_ok=True)

    def sweep(self, *, before: datetime) -> int:
        """Drop what nobody has added to since; returns how many that were."""
        old = [path for path in self.folder.glob("*") if is_older(path, before)]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def _hold(file: BinaryIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Conflict(OUT_OF_STEP, field="offset") from error


def _add(file: BinaryIO, chunk: bytes, offset: int) -> int:
    """Write all of it or none."""
    rest = memoryview(chunk)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(offset)
        raise
    return len(chunk)
