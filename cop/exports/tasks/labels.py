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
    "accepted_at": "accepted",
    "announced": "told of its end",
    "answered_at": "answered",
    "archived_at": "archived",
    "asked_at": "asked",
    "begun_at": "begun",
    "blocked": "who",
    "checked_at": "checked",
    "closed_at": "closed",
    "closes_at": "closes",
    "confirmed_at": "confirmed",
    "created_at": "created",
    "deactivated_at": "account closed",
    "decided_at": "decided",
    "discarded_at": "discarded",
    "doubts": "what it was asked about",
    "edited_at": "edited",
    "elsewhere": "organisation in your words",
    "ended_at": "ended",
    "ends_at": "holds until",
    "expires_at": "works until",
    "failed_at": "failed",
    "fate": "what came of it",
    "found_at": "found",
    "given_up_at": "given up",
    "hands_over_at": "handed over",
    "held_until": "your words wait until",
    "is_anonymous": "anonymous",
    "is_answer": "is the answer",
    "is_listed": "in the directory",
    "is_opening": "opens the topic",
    "is_pinned": "pinned",
    "kind": "what",
    "label": "called",
    "locked_at": "locked",
    "made_at": "made",
    "media": "kind of file",
    "names_everyone": "calls everyone",
    "pinned_at": "pinned",
    "pinned_until": "pinned until",
    "plea": "what you said",
    "position": "read up to post",
    "posted_at": "posted",
    "raised_at": "since",
    "read_at": "last read",
    "read_seq": "lines read",
    "read_only_until": "you only read until",
    "released_at": "readable since",
    "remind_on": "reminder on",
    "reminded_at": "reminded",
    "replaced_at": "replaced",
    "review_on": "looked at again on",
    "revoked_at": "withdrawn",
    "said_at": "said",
    "saved_at": "saved",
    "seen_at": "last seen",
    "sending_since": "sending began",
    "sent_at": "sent",
    "set_name": "set",
    "shares_about": "others see what you wrote about yourself",
    "shares_email": "others see your address",
    "size": "bytes",
    "stance": "follows or mutes",
    "started_at": "since",
    "suspended_until": "suspended until",
    "used_at": "used",
    "value": "what you said of it",
    "was_let_in": "let in",
    "withdrawn_at": "taken out of its post",
    "word": "reaction",
    "written_at": "written",
}


def label(key: str, section: str) -> str:
    """What a key of a row of that section means, in words."""
    return LABELS.get(f"{section}.{key}") or LABELS.get(key) or key.removesuffix("_id").replace("_", " ")


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
