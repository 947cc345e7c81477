"""Finding lines in one room: a plain scan of its words, to be replaced when the whole site gets an index."""

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop import policy
from cop.db import session
from cop.markup import plain
from cop.models import Message, Space, State
from cop.policy import Actor

MOST = 50
"""Lines that are shown, the newest of what was found."""

MOST_WORDS, LONGEST = 8, 100
"""Words that count, and characters of the question."""

BEFORE, SHOWN = 60, 240
"""Characters of a line that are shown before the first hit, and in all."""

Pieces = list[tuple[str, bool]]
"""Words in order, each with whether they are a hit."""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest lines that hold every word, newest first; `is_all` unless there are more."""

    lines: list[Message]
    words: list[str]
    is_all: bool

    def pieces(self, message: Message) -> Pieces:
        """What to show of `message`: its words from a little before the first hit, with the hits told apart."""
        return _pieces(plain(message.html, limit=len(message.html) + 1), self.words)


def search(actor: Actor, space: Space, asked: str) -> Found:
    """Released lines of `space` that hold every word of `asked`, in any case, if the actor may read them."""
    words = asked[:LONGEST].split()[:MOST_WORDS]
    query = (
        sa.select(Message)
        .options(joinedload(Message.author, innerjoin=True))
        .where(Message.space_id == space.id, policy.visible_messages(actor), Message.state == State.RELEASED)
        .where(*(Message.text.icontains(word, autoescape=True) for word in words))
        .order_by(Message.seq.desc())
        .limit(MOST + 1)
    )
    found = list(session.scalars(query)) if words else []
    return Found(found[:MOST], words, is_all=len(found) <= MOST)


def _pieces(text: str, words: list[str]) -> Pieces:
    hit = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    first = hit.search(text)
    begin = max(0, first.start() - BEFORE) if first else 0
    shown = ("…" if begin else "") + text[begin : begin + SHOWN] + ("…" if begin + SHOWN < len(text) else "")
    pieces, at = [], 0
    for each in hit.finditer(shown):
        pieces += [(shown[at : each.start()], False), (each.group(), True)]
        at = each.end()
    return [*pieces, (shown[at:], False)]
