"""The list of words of a space, which its moderators keep, and what happens to what has one of them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, BigId, Id
from cop.models.spaces import Space
from cop.models.statements import rows
from cop.wordlists import MARK, Phrase, WordList

MOST_IN_A_SPACE = 200


class Effect(StrEnum):
    """What happens to what somebody writes with a word of the list."""

    HOLD = "hold"
    WARN = "warn"
    REPLACE = "replace"


class ListedWord(Base):
    """A word or short phrase of one space's list. `folded` is how it is told from others. Where it is replaced without
    a `replacement`, a mark stands there. `Space.listed` counts them.
    """

    __tablename__ = "listed_word"
    __table_args__ = (UniqueConstraint("space_id", "folded"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    phrase: Mapped[str]
    folded: Mapped[str]
    effect: Mapped[Effect]
    replacement: Mapped[str] = mapped_column(default="")
    listed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Listed(NamedTuple):
    """A word of the list, as a text is looked through for it."""

    id: int
    phrase: str
    folded: str
    effect: Effect
    replacement: str


class Rules(NamedTuple):
    """The words of a space that are replaced, and those for which something waits or is asked."""

    replaced: WordList[Listed]
    heeded: WordList[Listed]

    def reworded(self, text: str) -> str:
        """`text` with nothing in it that is to be replaced."""
        return self.replaced.replaced(text, lambda word: word.replacement or MARK)


def rules_of(space: Space) -> Rules:
    """The list of `space`; where `Space.listed` is 0 nobody need ask."""
    return made_of(tuple(map(Listed._make, rows(_listed(), {"space_id": space.id}))))


@cache
def _listed() -> sa.Select[int, str, str, Effect, str]:
    """Made once: to make a statement takes longer than to run it."""
    table = ListedWord
    columns = (table.id, table.phrase, table.folded, table.effect, table.replacement)
    return (
        sa.select(*columns)
        .where(ListedWord.space_id == sa.bindparam("space_id", type_=BigId))
        .order_by(ListedWord.id)
    )


@lru_cache(64)
def made_of(words: Iterable[Listed]) -> Rules:
    """The rules that these words make: the same for the same, so they are kept."""
    parts: dict[bool, list[tuple[Phrase, Listed]]] = {True: [], False: []}
    for word in words:
        parts[word.effect is Effect.REPLACE].append((Phrase.kept(word.folded), word))
    return Rules(WordList(parts[True]), WordList(parts[False]))
