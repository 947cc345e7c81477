"""Taking words out of the index at once: no job has to come by before nothing finds them, and nothing holds them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from cop import stems
from cop.db import session
from cop.models.findable import FTS, SearchEntry, entry_of_message, entry_of_post, renew
from cop.models.lexemes import counted
from cop.models.messages import Message
from cop.models.posts import Post
from cop.models.traces import Traces
from cop.models.vocabulary import SearchGained, SearchGone, SearchKey, SearchWord, mark_under_lock

Subject: TypeAlias = Post | Message

AT_ONCE = 500
"""Values that one statement names."""


def is_anywhere(stem: str) -> bool:
    """Whether any entry has it."""
    if session.get_bind().dialect.name == "postgresql":
        has_it = SearchEntry.words.op("@@")(sa.cast(f"'{stem}'", TSQUERY))
        return session.scalar(sa.select(SearchEntry.id).where(has_it).limit(1)) is not None
    has_it = sa.literal_column("search_fts").op("MATCH")(f'"{stem}"')
    return session.scalar(sa.select(FTS.c.rowid).where(has_it).limit(1)) is not None


def forget_stems(lost: Iterable[str]) -> None:
    """Forget the words of stems that no entry has."""
    _forget(SearchWord.stem, lost)


def take_out(subjects: Sequence[Subject], others: Sequence[Post], said: Iterable[str]) -> None:
    """Let `subjects`, and the `others` that quoted them, be found by what they say now, and forget what only they had
    of what was `said`. Jobs that look at what these say are waited for: none brings back what it has read before.
    """
    renew_under_lock([*subjects, *others])
    texts = list(said)
    mark_under_lock("words")
    _forget_rare(set(counted(texts)), most=len(subjects) + len(others))
    _forget_lost(texts)


def renew_under_lock(subjects: Sequence[Subject]) -> None:
    """Let `subjects` be found by what they say now, while no job looks at what they said."""
    for mark in sorted({_mark_of(each) for each in subjects}, reverse=True):  # a room's, then the posts'
        mark_under_lock(mark)
    for each in subjects:
        renew(_owned_by(each), _entry_of(each))


def forget_lost(texts: Iterable[str]) -> None:
    """Forget the words of `texts` whose stems no entry has any more."""
    mark_under_lock("words")
    _forget_lost(texts)


def _forget_lost(texts: Iterable[str]) -> None:
    found = {stem for text in texts for stem in stems.stems(text)}
    lost = {stem for stem in found if not is_anywhere(stem)}
    forget_stems(lost)
    for some in _by_many(lost):
        session.execute(sa.delete(SearchGone).where(SearchGone.stem.in_(some)))
    _forget_gained(lost)
    _press()


def entries_left(subject: Subject, others: Sequence[Post]) -> int:
    """How many of their entries say something else than they do."""
    return sum(_is_stale(each) for each in (subject, *others))


def words_left(traces: Traces) -> int:
    """How many words, and notes about words, the index has of stems that no entry has any more."""
    lost = {stem for stem in traces.stems if not is_anywhere(stem)}
    number = sum(
        not lost.isdisjoint(noted.split()) for noted in session.scalars(sa.select(SearchGained.stems))
    )
    for some in _by_many(lost):
        for column in (SearchWord.stem, SearchGone.stem):
            number += session.scalar(sa.select(sa.func.count()).where(column.in_(some))) or 0
    return number


def _mark_of(subject: Subject) -> str:
    return "posts" if isinstance(subject, Post) else f"room:{subject.space_id}"


def _owned_by(subject: Subject) -> sa.ColumnElement[bool]:
    if isinstance(subject, Post):
        return SearchEntry.post_id == subject.id
    return SearchEntry.message_id == subject.id


def _entry_of(subject: Subject) -> dict[str, Any] | None:
    return entry_of_post(subject) if isinstance(subject, Post) else entry_of_message(subject)


def _is_stale(subject: Subject) -> bool:
    words = session.scalar(sa.select(SearchEntry.words).where(_owned_by(subject)))
    entry = _entry_of(subject)
    return words is not None and words != (entry["words"].all if entry else frozenset())


def _forget_rare(words: Iterable[str], *, most: int) -> None:
    """Words as they are typed that no more than `most` entries ever had, whatever has become of their stems."""
    for some in _by_many(words):
        rare = sa.select(SearchWord.word).where(SearchWord.word.in_(some), SearchWord.count <= most)
        _forget(SearchWord.word, session.scalars(rare).all())


def _forget(column: Any, values: Iterable[str]) -> None:
    for some in _by_many(values):
        words = sa.select(SearchWord.word).where(column.in_(some))
        session.execute(sa.delete(SearchKey).where(SearchKey.word.in_(words)))
        session.execute(sa.delete(SearchWord).where(column.in_(some)))


def _forget_gained(lost: set[str]) -> None:
    for noted in session.scalars(sa.select(SearchGained)).all():
        kept = [stem for stem in noted.stems.split() if stem not in lost]
        if kept:
            noted.stems = " ".join(kept)
        else:
            session.delete(noted)


def _press() -> None:
    """SQLite's index only notes what was taken out, and keeps the words until it is put together anew."""
    if session.get_bind().dialect.name == "sqlite":
        session.flush()
        session.execute(sa.insert(FTS).values(search_fts="optimize"))


def _by_many(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(values))
    while some := list(islice(rest, AT_ONCE)):
        yield some
