"""What statements say: the texts that come with the software, the blanks in them, and what fills by itself."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cop import jobs
from cop.markup import Words
from cop.models import StatementKind

TEXT_LIMIT = 40_000
SHIPPED = Path(__file__).parent.parent / "shipped"

WITHIN = (
    "/help",
    "/apply",
    "/kept",
    "/me",
    "/me/account",
    "/me/data",
    "/me/decisions",
    "/me/leaving",
    *(f"/{kind.page}" for kind in StatementKind),
)
"""The pages of this site that a statement may lead to: everybody has them, whoever they are."""

_BLANK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_LINK = re.compile(r'<a href="(/[^"#?]*)')


class Blank(NamedTuple):
    """Something that only whoever runs this place can say: what it is, and where its gap stands."""

    what: str
    line: int
    heading: str

    def __str__(self) -> str:
        under = f", under “{self.heading}”" if self.heading else ""
        return f"“{self.what}” (line {self.line}{under})"


def shipped(kind: StatementKind) -> str:
    """The text that comes with the software, filled as far as the settings know."""
    return filled(_read(kind))


@lru_cache
def _read(kind: StatementKind) -> str:
    return (SHIPPED / f"{kind.page}.md").read_text(encoding="utf-8").strip()


def filled(text: str) -> str:
    """`text` without the blanks for which there is a setting."""
    facts = _facts()
    return _BLANK.sub(lambda blank: facts.get(_called(blank[1])) or blank[0], text)


def _facts() -> dict[str, str]:
    settings = jobs.settings()
    contact = settings.contact
    is_address = "@" in contact and not any(character in contact for character in " <>()[]")
    return {
        "name of this site": settings.site_name,
        "contact": f"[{contact}](mailto:{contact})" if is_address else contact,
    }


def _called(what: str) -> str:
    return " ".join(what.split()).lower()


def blanks(text: str) -> list[Blank]:
    """What is still to be filled in, in its order."""
    return [
        Blank(" ".join(found[1].split()), _line_of(text, found.start()), _heading_above(text, found.start()))
        for found in _BLANK.finditer(text)
    ]


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _heading_above(text: str, place: int) -> str:
    return next((found[1] for found in reversed([*_HEADING.finditer(text, 0, place)])), "")


def strays(words: Words) -> list[str]:
    """Links to pages of this site that not everybody has."""
    return [address for address in dict.fromkeys(_LINK.findall(words.html)) if address not in WITHIN]


@lru_cache(64)
def html_of(text: str) -> str:
    """Safe HTML. What was published never changes and is read by everybody: it is kept here, and not in the row, so
    that it is always what the present sanitiser makes of it. Blanks stand out.
    """
    return Words.again(_BLANK.sub(r"**[\1]**", text)).html
