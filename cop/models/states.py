"""The life of a contribution, the same for posts and for messages, and its key (security.md F10, P2)."""

import hashlib
import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.errors import Conflict
from cop.markup import Words

_KEY = re.compile(r"[0-9A-Za-z-]{16,64}")

ALREADY_SENT = "Something else was already sent from this form. Your text is kept: send it again as new."


class State(StrEnum):
    HELD = "held"
    RELEASED = "released"
    DECLINED = "declined"
    HIDDEN = "hidden"
    REMOVED = "removed"
    EXPIRED = "expired"
    PURGED = "purged"


EMPTIED = (State.EXPIRED, State.PURGED)
"""Nothing is kept of what was said but its place and its key: by age, or because a moderator removed it for good."""


class Sent:
    """What a person sent once, however often it arrived: `key` is made by the sender and unique per author; `digest` is
    of the content as first sent, so that a repeat can be told from something else under the same key.
    """

    key: Mapped[str]
    digest: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def matches(self, digest: str) -> None:
        """Conflict unless a repeat under the same key brings the same content."""
        if self.digest != digest:
            raise Conflict(ALREADY_SENT)


class Contribution(Sent):
    """What a person wrote: who, when, in which state, and under which key they sent it. `released_at` stays once a
    contribution was readable.
    """

    state: Mapped[State]
    text: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[int]
    released_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def say(self, words: Words) -> None:
        """Let it say `words`. Whom they name and what they quote is to be found in them after that."""
        self.text, self.html, self.renderer = words.text, words.html, words.renderer

    def is_readable(self) -> bool:
        """Whether its words may be shown to every reader of the space."""
        return self.state is State.RELEASED

    def is_taken_back(self) -> bool:
        """Whether its author, or a moderator, took its words from readers."""
        return self.state in (State.REMOVED, State.HIDDEN, State.PURGED)

    def is_placed(self) -> bool:
        """Whether readers know of it: its words, or a tombstone."""
        return self.released_at is not None

    def matches(self, digest: str) -> None:
        """Of what was emptied, or had words taken out, nothing is left to compare with: whatever its key brings is a
        repeat.
        """
        if self.state not in EMPTIED and self.digest:
            super().matches(digest)


def is_key(word: str | None) -> bool:
    """Whether `word` is a key as a form or a socket makes one: 16 to 64 letters, digits and hyphens."""
    return bool(word and _KEY.fullmatch(word))


def digest(*parts: object) -> str:
    """A fingerprint of what was sent."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
