"""The words of what can be found, by which a question is weighed and mended, and how far the index has come."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cop import db
from cop.db import Base, BigId, session
from cop.models.statements import insert

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Compared by its letters alone, so that an index finds the words that begin with some of them."""


class SearchWord(Base):
    """A word as people write it, its stem, and in about how many entries it stands; the empty one counts them all."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    stem: Mapped[str] = mapped_column(index=True)
    count: Mapped[int]


class SearchKey(Base):
    """What is left of the beginning of a word without one of its letters: by it a mistyped word finds its likes."""

    __tablename__ = "search_key"
    __table_args__ = (Index("ix_search_key_word", "word"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(
        WORD, ForeignKey("search_word.word", ondelete="CASCADE"), primary_key=True
    )


class SearchGone(Base):
    """A stem that an entry has lost: where no other has it, its words are forgotten."""

    __tablename__ = "search_gone"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    stem: Mapped[str]


class SearchGained(Base):
    """Stems, parted by spaces, that an entry has gained since it was put there: its words of them are yet to count."""

    __tablename__ = "search_gained"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigId)
    stems: Mapped[str]


class SearchMark(Base):
    """How far the index has come with something: a room's changes, the posts, the people, the words."""

    __tablename__ = "search_mark"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[int] = mapped_column(default=0)


def mark_under_lock(name: str) -> SearchMark:
    """The mark `name`, made where there is none: two jobs never do the same step."""
    new = insert(SearchMark).values(name=name, at=0)
    session.execute(new.on_conflict_do_nothing(index_elements=[SearchMark.name]))
    return db.lock(SearchMark, name)  # type: ignore[arg-type]
