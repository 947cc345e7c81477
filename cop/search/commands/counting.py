"""Counting: in how many entries each word stands, and forgetting the words that stand in none any more."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from cop import nearness, stems
from cop.db import command, session
from cop.markup import plain
from cop.models import (
    Message,
    Person,
    Post,
    SearchEntry,
    SearchGone,
    SearchKey,
    SearchMark,
    SearchWord,
    Topic,
)
from cop.models.findable import WHOLE
from cop.models.lexemes import counted
from cop.models.statements import insert
from cop.search.commands.marks import mark_under_lock
from cop.search.queries.matching import Match

STEP = 300
"""Entries that are counted in one transaction."""

MANY = 50_000
"""Entries from which on a word has to stand in two of them before it is offered in the place of a mistyped one."""


@command
def count_words(*, until: int) -> bool:
    """Count the words of the next entries below the id `until`; whether there are more. Each is counted once, soon
    after it could first be read; what it says later is not counted anew: a count says how common a word is, no more.
    """
    mark = mark_under_lock("words")
    entries = session.execute(_texts(mark.at, until)).all()
    if entries:
        texts = [_text_of(row) for row in entries]
        _add(counted(texts) + Counter({"": len(entries)}))
        mark.at = entries[-1][0]
    return len(entries) == STEP


def _texts(after: int, until: int) -> sa.Select[Any]:
    return (
        sa.select(SearchEntry.id, SearchEntry.has_title, Topic.title, Person.name)
        .add_columns(Post.html.label("post"), Message.html.label("message"))
        .outerjoin(Post, Post.id == SearchEntry.post_id)
        .outerjoin(Topic, Topic.id == Post.topic_id)
        .outerjoin(Message, Message.id == SearchEntry.message_id)
        .outerjoin(Person, Person.id == SearchEntry.person_id)
        .where(SearchEntry.id > after, SearchEntry.id < until)
        .order_by(SearchEntry.id)
        .limit(STEP)
    )


def _text_of(row: sa.Row[Any]) -> str:
    """What an entry stands for, as it is written."""
    if row.name is not None:
        return str(row.name)
    words = plain(row.post or row.message or "", limit=WHOLE)
    return f"{row.title} {words}" if row.has_title else words


def _add(counts: Counter[str]) -> None:
    """Raise the counts, in the order of the words so that nobody waits crosswise, and note the keys of new ones."""
    before = _counts(sorted(counts))
    rows = [
        {"word": word, "stem": stems.stem(word) if word else "", "count": count}
        for word, count in sorted(counts.items())
    ]
    new = insert(SearchWord)
    raised = {"count": SearchWord.count + new.excluded.count}
    session.execute(new.on_conflict_do_update(index_elements=[SearchWord.word], set_=raised), rows)
    least = 2 if before.get("", 0) > MANY else 1
    risen = (
        word for word, count in counts.items() if before.get(word, 0) < least <= before.get(word, 0) + count
    )
    keys = [
        {"key": key, "word": word}
        for word in risen
        if word.isalpha() and nearness.most_mistakes(word)
        for key in sorted(nearness.keys(word, without=1))
    ]
    if keys:
        once = insert(SearchKey).on_conflict_do_nothing(index_elements=[SearchKey.key, SearchKey.word])
        session.execute(once, keys)


def _counts(words: list[str]) -> dict[str, int]:
    query = sa.select(SearchWord.word, SearchWord.count).where(SearchWord.word.in_(words))
    return {word: count for word, count in session.execute(query)}  # noqa: C416 - rows are no pairs to the types


@command
def forget_gone() -> bool:
    """Forget the words of stems that entries have lost and none has any more; whether there may be more (S25)."""
    gone = session.execute(
        sa.select(SearchGone.id, SearchGone.stem).order_by(SearchGone.id).limit(STEP)
    ).all()
    lost = sorted({stem for _, stem in gone} - {stem for _, stem in gone if _is_anywhere(stem)})
    if lost:
        words = sa.select(SearchWord.word).where(SearchWord.stem.in_(lost))
        session.execute(sa.delete(SearchKey).where(SearchKey.word.in_(words)))
        session.execute(sa.delete(SearchWord).where(SearchWord.stem.in_(lost)))
    session.execute(sa.delete(SearchGone).where(SearchGone.id.in_([row.id for row in gone])))
    return len(gone) == STEP


def _is_anywhere(stem: str) -> bool:
    match = Match(((stem,),))
    query = sa.select(SearchEntry.id).select_from(match.source()).where(match.condition())
    return session.scalar(query.limit(1)) is not None


@command
def start_over() -> None:
    """Count all words anew, and look at every room from its beginning: after another stemmer, or by an operator."""
    for model in (SearchKey, SearchWord, SearchGone, SearchMark):
        session.execute(sa.delete(model))
