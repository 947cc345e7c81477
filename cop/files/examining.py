"""A file looked through: what it is, and what of it may be kept."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from gevent.lock import BoundedSemaphore

from cop.errors import Invalid, TooFast
from cop.files import texts
from cop.files.archives import look_inside
from cop.files.kinds import Kind, another, check_start
from cop.files.pictures import Picture, redraw
from cop.files.scanning import scan
from cop.identifiers import Finding, find_in_pieces
from cop.offload import offload_within

SECONDS = 20
"""How long a person may wait for their file to be looked through."""

AT_ONCE = 2
"""Files that a process looks through at the same time: a picture takes some hundred megabytes while it is drawn."""

MOST_FINDINGS = 100
"""Of a file, the likely ones first; after so many its author has seen what is wrong with it."""

BUSY = "Many files are being looked through just now. Nothing is lost: try again in a minute."
END_OF_PDF, BEFORE_THE_END = b"%%EOF", 2048

_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Examined:
    """`sent` is of what was sent, so that a repeat is told from another file; the rest is of what is kept. `size` is in
    bytes, those of the thumbnail with them.
    """

    path: Path
    media: str
    sent: str
    size: int
    picture: Picture | None = None
    findings: tuple[Finding, ...] = ()
    """What a text file holds that is or may be a patient's."""

    @property
    def small(self) -> BinaryIO | None:
        """The thumbnail; only pictures have one."""
        return BytesIO(self.picture.small) if self.picture else None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """What is to be kept."""
        if self.picture:
            yield BytesIO(self.picture.content)
            return
        with self.path.open("rb") as file:
            yield file

    @property
    def digest(self) -> str:
        """Of what is kept, thumbnail apart."""
        return hashlib.sha256(self.picture.content).hexdigest() if self.picture else self.sent


def examine(path: Path, name: str) -> Examined:
    """Look through the file at `path`, which is called `name`, beside everything else that the process does.

    Invalid, with a sentence that says what to do, where name and content disagree, or where it is none that may be
    attached; TooFast where there is no time for it now, Unreachable where a scanner is to be asked and does not say.
    """
    if not path.stat().st_size:
        raise Invalid(f"“{name}” is empty.", field="file")
    kind = check_start(path, name)
    scan(path, name)
    if not _places.acquire(timeout=SECONDS):
        raise TooFast(BUSY)
    try:
        return offload_within(SECONDS, _looked_through, path, name, kind)
    except TimeoutError as late:
        raise TooFast(BUSY) from late
    finally:
        _places.release()


def _looked_through(path: Path, name: str, kind: Kind) -> Examined:
    with path.open("rb") as file:
        sent = hashlib.file_digest(file, "sha256").hexdigest()
    if kind.is_picture:
        picture = redraw(path, name, kind.family)
        return Examined(path, kind.media, sent, len(picture.content) + len(picture.small), picture)
    if kind.family == "text":
        return _read_through(path, name, media=kind.media, sent=sent)
    if kind.family == "zip":
        look_inside(path, name, kind)
    else:
        _check_pdf(path, name)
    return Examined(path, kind.media, sent, path.stat().st_size)


def _read_through(path: Path, name: str, *, media: str, sent: str) -> Examined:
    text, charset = texts.read(path, name)
    found = sorted(find_in_pieces(text), key=lambda finding: not finding.detector.is_likely)
    findings = tuple(found[:MOST_FINDINGS])
    return Examined(path, f"{media}; charset={charset}", sent, path.stat().st_size, findings=findings)


def _check_pdf(path: Path, name: str) -> None:
    """It ends as such a file ends, and there is no other file behind that."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - BEFORE_THE_END))
        ending = file.read()
    if END_OF_PDF not in ending or ending.rpartition(END_OF_PDF)[2].strip(b"\r\n\t \0"):
        raise another(name)
