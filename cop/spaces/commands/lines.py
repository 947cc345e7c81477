"""What is written in one line: names, towns, purposes; and the addresses made from names."""

import re
import unicodedata

from cop.errors import Invalid
from cop.markup import POST_LIMIT, Words
from cop.typed import one_line

NAME_LIMIT = 120
PURPOSE_LIMIT = 300

_APOSTROPHES = re.compile(r"['’]")
_GAPS = re.compile(r"[^a-z0-9]+")


def optional_line(text: str, *, limit: int, field: str) -> str:
    """As `one_line`, or nothing."""
    return one_line(text, limit=limit, field=field) if text.strip() else ""


def described(about: str) -> Words:
    """The description of a space (Markdown), or none."""
    return Words.of(about, limit=POST_LIMIT, field="about") if about.strip() else Words("", "")


def slug_of(name: str, *, field: str = "name") -> str:
    """The address of something called `name`: lower case letters, digits and single hyphens, at most 60."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.lower()))
    slug = _GAPS.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")[:60].strip("-")
    if not slug:
        raise Invalid(
            "Use some letters from a to z or digits: the address is made from the name.", field=field
        )
    return slug
