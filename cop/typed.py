"""What people typed, as it is kept: tidied, within its limit, and past the guard (guarding.py)."""

import re
from urllib.parse import urlsplit

from cop import guarding
from cop.errors import Invalid

MISSING = "Write something first."
ADDRESS_LIMIT = 1_000
NO_ADDRESS = "Enter an address that begins with https:// or http://."

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def written(text: str, *, limit: int, field: str = "text", missing: str = MISSING) -> str:
    """`text` as it will be kept: tidied; Invalid if it is empty, in the words of `missing`, over `limit`, or names a
    patient; Doubtful if it may (guarding.py).
    """
    kept = fitting(text, limit=limit, field=field, missing=missing)
    guarding.check(kept, field=field)
    return kept


def optional(text: str, *, limit: int, field: str = "text") -> str:
    """As `written`, or nothing."""
    return written(text, limit=limit, field=field) if tidied(text) else ""


def drafted(text: str, *, limit: int, field: str = "text") -> str:
    """`text` that somebody has begun to write, as it will be kept for them; empty if there is none. Invalid if it could
    not be sent: it stays in the page.
    """
    if not tidied(text):
        return ""
    kept = fitting(text, limit=limit, field=field)
    guarding.check_begun(kept, field=field)
    return kept


def one_line(text: str, *, limit: int, field: str, missing: str = MISSING) -> str:
    """As `written`, in one line."""
    return written(in_one_line(text), limit=limit, field=field, missing=missing)


def web_address(text: str, *, field: str) -> str:
    """The address of something on the web, whole and without credentials. We never fetch it (S15). Raises Invalid."""
    address = one_line(text, limit=ADDRESS_LIMIT, field=field, missing=NO_ADDRESS)
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Invalid(NO_ADDRESS, field=field) from error
    is_whole = parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    if not is_whole or not address.isprintable() or " " in address:
        raise Invalid(NO_ADDRESS, field=field)
    return address


def in_one_line(text: str) -> str:
    return " ".join(tidied(text).split())


def fitting(text: str, *, limit: int, field: str = "text", missing: str = MISSING) -> str:
    """`text` tidied; Invalid if it is empty, in the words of `missing`, or over `limit`."""
    kept = tidied(text)
    if not kept:
        raise Invalid(missing, field=field)
    if len(kept) > limit:
        raise Invalid(
            f"That is {len(kept):,} characters; at most {limit:,} fit. Please shorten it.", field=field
        )
    return kept


def tidied(text: str) -> str:
    """`text` with unified line ends, and without characters that control its display."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
