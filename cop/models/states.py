"""The life of a contribution, the same for posts and for messages, and its key (security.md F10, P2)."""

import hashlib
import re
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from cop import clock
from cop.errors import Conflict
from cop.markup import Words

_KEY = re.compile(r"[0-9A-Za-z-]{16,64}")

KEPT_NO_MORE = "Its words are not kept any more, so nobody can bring it back."
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

TAKEN = (State.DECLINED, State.HIDDEN, State.REMOVED)
"""Readers do not have its words, and they are kept for a while: see `keeping.py`."""

IS_TAKEN = sa.text("taken_at IS NOT NULL")


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
    contribution was readable. `taken_at` is since when it is one that was declined, hidden or taken back.
    """

    state: Mapped[State]
    text: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[int]
    released_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @validates("state")
    def _note_taken(self, _name: str, state: State) -> State:
        self.taken_at = clock.now() if state in TAKEN else None
        return state

    def say(self, words: Words) -> None:
        """Let it say `words`. Whom they name and what they quote is to be found in them after that."""
        self.text, self.html, self.renderer = words.text, words.html, words.renderer

    def is_readable(self) -> bool:
        """Whether its words may be shown to every reader of the space."""
        return self.state is State.RELEASED

    def is_taken_back(self) -> bool:
        """Whether its author, or a moderator, took its words from readers."""
        return self.state in (State.REMOVED, State.HIDDEN, State.PURGED)

    def is_emptied(self) -> bool:
        """Whether its words are kept no more: nobody can bring them back."""
        return self.state in EMPTIED or not self.text

    def require_words(self) -> None:
        """Conflict where there is nothing of it to be read any more."""
        if self.is_emptied():
            raise Conflict(KEPT_NO_MORE)

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
