"""Lets ClamAV look at a file before it is kept, where the operator has named its daemon: the one client of it here."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from cop.config import Settings
from cop.errors import Invalid, Unreachable

log = logging.getLogger("cop.files")

PATIENCE = 20
"""Seconds that the scanner may be silent."""

PIECE = 64 * 1024
ANSWER = 1024
FOUND = "holds what a virus scanner knows, so it can’t be attached. Have the computer that it comes from looked at."

_address: str | None = None


def connect(settings: Settings) -> None:
    """Choose the scanner of this process, if there is one."""
    global _address  # noqa: PLW0603 - chosen once by the composition root
    _address = settings.clamav_url


def scan(path: Path, name: str) -> None:
    """Invalid where the scanner knows what is in the file at `path`, which is called `name`; Unreachable where it does
    not say: then nothing is taken. Without a scanner nothing is asked.
    """
    if _address is None:
        return
    answer = _answer(_address, path)
    if answer.endswith(" FOUND"):
        log.warning(
            "virus found", extra={"signature": answer.removeprefix("stream: ").removesuffix(" FOUND")}
        )
        raise Invalid(f"“{name}” {FOUND}", field="file")
    if answer != "stream: OK":
        log.error("the scanner did not say", extra={"answer": answer})
        raise Unreachable


def _answer(address: str, path: Path) -> str:
    """What the daemon says of the file; it is sent to it in pieces (clamd(8), INSTREAM)."""
    try:
        with _line(address) as line:
            line.sendall(b"zINSTREAM\0")
            for piece in _pieces(path):
                line.sendall(struct.pack(">L", len(piece)) + piece)
            line.sendall(struct.pack(">L", 0))
            return _read(line)
    except OSError as error:
        return type(error).__name__


@contextmanager
def _line(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(parts.path)
            yield line
    else:
        with socket.create_connection((parts.hostname, parts.port or 3310), PATIENCE) as line:
            yield line


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _read(line: socket.socket) -> str:
    said = b""
    while len(said) < ANSWER and not said.endswith(b"\0") and (more := line.recv(ANSWER)):
        said += more
    return said.rstrip(b"\0").decode("ascii", "replace")
