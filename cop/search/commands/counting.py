"""Counting: in how many entries each word stands, whenever it came, and forgetting the words that stand in none."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, raiseload

from cop import nearness, stems
from cop.db import command, session
from cop.markup import plain
from cop.models import (
    Message,
    Person,
    Post,
    SearchEntry,
    SearchGained,
    SearchGone,
    SearchKey,
    SearchMark,
    SearchWord,
    Topic,
)
from cop.models.findable import WHOLE, said_by
from cop.models.indexed import forget_stems, is_anywhere
from cop.models.lexemes import counted
from cop.models.statements import insert
from cop.models.vocabulary import mark_under_lock

STEP = 300
"""Entries that are counted in one transaction."""

MANY = 50_000
"""Entries from which on a word has to stand in two of them before it is offered in the place of a mistyped one."""


@command
def count_words(*, until: int) -> bool:
    """Count the words of the next entries below the id `until`; whether there are more. Each is counted once, soon
    after it could first be read. A count says how common a word is, no more: what goes is not taken from it.
    """
    mark = mark_under_lock("words")
    if not mark.at:
        session.execute(sa.delete(SearchGained))  # all that was gained is counted with the rest
    entries = _texts(SearchEntry.id > mark.at, SearchEntry.id < until)
    if entries:
        _add(counted(entries.values()) + Counter({"": len(entries)}))
        mark.at = max(entries)
    return len(entries) == STEP


@command
def count_gained() -> bool:
    """Count the words that entries have gained since they were counted, of an edit, a poll or a file; whether there may
    be more. Where an entry is yet to be counted these are counted with it.
    """
    mark = mark_under_lock("words")
    noted = session.scalars(sa.select(SearchGained).order_by(SearchGained.id).limit(STEP)).all()
    texts = _texts(SearchEntry.id.in_({each.entry_id for each in noted}), SearchEntry.id <= mark.at)
    new: Counter[str] = Counter()
    for each in noted:
        gained = set(each.stems.split())
        new.update(word for word in counted([texts.get(each.entry_id, "")]) if stems.stem(word) in gained)
    if new:
        new[""] = 0  # no entry more
        _add(new)
    session.execute(sa.delete(SearchGained).where(SearchGained.id.in_([each.id for each in noted])))
    return len(noted) == STEP


def _texts(*wanted: sa.ColumnElement[bool]) -> dict[int, str]:
    """By the ids of the first entries of these, what each is found by, as it is written."""
    query = (
        sa.select(SearchEntry.id, Post, Message.html.label("message"), Person.name)
        .outerjoin(Post, Post.id == SearchEntry.post_id)
        .outerjoin(Topic, Topic.id == Post.topic_id)
        .outerjoin(Message, Message.id == SearchEntry.message_id)
        .outerjoin(Person, Person.id == SearchEntry.person_id)
        .options(contains_eager(Post.topic), defer(Post.text, raiseload=True), raiseload("*"))
        .where(*wanted)
        .order_by(SearchEntry.id)
        .limit(STEP)
    )
    rows = session.execute(query).all()
    said = said_by([row.Post for row in rows if row.Post is not None])
    return {row.id: _text_of(row, said) for row in rows}


def _text_of(row: Any, said: dict[int, tuple[str, str]]) -> str:
    if row.Post is not None:
        return " ".join(said[row.Post.id])
    return str(row.name) if row.name is not None else plain(row.message or "", limit=WHOLE)


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
    forget_stems({stem for _, stem in gone if not is_anywhere(stem)})
    session.execute(sa.delete(SearchGone).where(SearchGone.id.in_([row.id for row in gone])))
    return len(gone) == STEP


@command
def start_over() -> None:
    """Count all words anew, and look at every room from its beginning: after another stemmer, or by an operator."""
    for model in (SearchKey, SearchWord, SearchGone, SearchGained, SearchMark):
        session.execute(sa.delete(model))
