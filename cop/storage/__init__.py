"""The bytes of what people upload, kept whole or not at all: one small interface, a folder or a bucket behind it.

What is kept has a name that we made; what a file is called, and who may read it, stands in a row. `Incoming` is what
has arrived so far. Nothing here is reached by an address of its own.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Protocol

from cop.config import Settings, UnsafeSettings
from cop.storage.folder import Folder
from cop.storage.full import is_full, told_as_full
from cop.storage.incoming import Incoming
from cop.storage.names import fresh_name, large, small

log = logging.getLogger("cop.storage")


class Store(Protocol):
    """Where bytes stay. Every `name` is one of `fresh_name`, or of such a one's thumbnail."""

    def put(self, name: str, source: BinaryIO) -> None:
        """Keep all that `source` holds from where it stands; Full or Unreachable, and nothing is kept, if it can't."""

    def open(self, name: str) -> BinaryIO:
        """What is kept, from its beginning; it can be sought in. NotFound, Unreachable."""

    def remove(self, name: str) -> None:
        """Keep it no longer; one that is not there is no error. Unreachable."""

    def names(self, *, before: datetime) -> Iterator[str]:
        """All that was kept before that moment, in no order."""


_store: Store | None = None
_incoming: Incoming | None = None


def connect(settings: Settings) -> None:
    """Choose where this process keeps bytes."""
    global _store, _incoming  # noqa: PLW0603 - chosen once by the composition root
    _incoming = Incoming(settings.uploads / "incoming")
    _store = _bucket(settings.s3_url) if settings.s3_url else Folder(settings.uploads / "kept")


def _bucket(url: str) -> Store:
    try:
        from cop.storage.bucket import Bucket  # noqa: PLC0415 - an extra: a folder needs no library
    except ModuleNotFoundError as error:
        raise UnsafeSettings("COP_S3_URL needs: pip install 'community-of-practice[s3]'") from error
    return Bucket.of(url)


def store() -> Store:
    """Where this process keeps bytes."""
    if _store is None:
        raise RuntimeError("storage.connect has not been called")
    return _store


def drop(name: str) -> None:
    """Keep those bytes no longer, nor their thumbnail; where that fails the sweep finds them without a row."""
    try:
        store().remove(small(name))
        store().remove(name)
    except Exception:
        log.exception("bytes without a row are left to the sweep")


def incoming() -> Incoming:
    """What has arrived so far on this machine."""
    if _incoming is None:
        raise RuntimeError("storage.connect has not been called")
    return _incoming


__all__ = [
    "Folder",
    "Incoming",
    "Store",
    "connect",
    "drop",
    "fresh_name",
    "incoming",
    "is_full",
    "large",
    "small",
    "store",
    "told_as_full",
]
