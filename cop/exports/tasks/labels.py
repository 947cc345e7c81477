"""What the keys and the words of a copy are called on its page."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from cop.clock import LONDON

LABELS = {
    "attachment.name": "file",
    "role.name": "role",
    "wave.name": "list",
    "id": "number",
    "about": "what you wrote about yourself",
    "blocked": "who",
    "deactivated_at": "account closed",
    "doubts": "what it was asked about",
    "elsewhere": "organisation in your words",
    "ends_at": "holds until",
    "expires_at": "works until",
    "fate": "what came of it",
    "hands_over_at": "handed over",
    "held_until": "your words wait until",
    "is_anonymous": "anonymous",
    "is_answer": "is the answer",
    "is_listed": "in the directory",
    "is_opening": "opens the topic",
    "is_pinned": "pinned",
    "kind": "what",
    "label": "called",
    "media": "kind of file",
    "names_everyone": "calls everyone",
    "plea": "what you said",
    "position": "read up to post",
    "raised_at": "since",
    "read_at": "last read",
    "read_seq": "lines read",
    "read_only_until": "you only read until",
    "released_at": "readable since",
    "remind_on": "reminder on",
    "review_on": "looked at again on",
    "revoked_at": "withdrawn",
    "seen_at": "last seen",
    "sending_since": "sending began",
    "shares_about": "others see what you wrote about yourself",
    "shares_email": "others see your address",
    "size": "bytes",
    "stance": "follows or mutes",
    "started_at": "since",
    "taken_at": "taken from readers",
    "tells_at": "the set is told",
    "value": "what you said of it",
    "was_let_in": "let in",
    "withdrawn_at": "taken out of its post",
    "word": "reaction",
}
"""What says more than the key itself does."""


def label(key: str, section: str) -> str:
    """What a key of a row of that section means, in words."""
    said = LABELS.get(f"{section}.{key}") or LABELS.get(key)
    return said or key.removesuffix("_id").removesuffix("_at").replace("_", " ")


def in_words(value: Any) -> str:
    """A value as it is read; nothing where there is none."""
    for kind, words in WORDS:
        if isinstance(value, kind):
            return words(value)
    return "" if value is None else str(value)


def _of_enum(value: StrEnum) -> str:
    return str(getattr(value, "label", "")) or value.value.replace("_", " ")


WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "yes" if value else "no"),
    (datetime, lambda value: f"{value.astimezone(LONDON):%-d %b %Y, %H:%M}"),
    (date, lambda value: f"{value:%-d %b %Y}"),
    (time, lambda value: f"{value:%H:%M}"),
    (StrEnum, _of_enum),
    (int, lambda value: f"{value:,}"),
)
"""How values of a kind are read; a boolean is a number too, and a moment a day."""
