"""One page of what was found, as it is shown: each in its place and its own words, with what was looked for marked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload, raiseload

from cop import stems
from cop.db import session
from cop.markup import plain
from cop.models import Message, Person, Post, SearchEntry, Space, Topic
from cop.models.findable import WHOLE, words_of_files
from cop.models.polled import words_of_polls
from cop.search.queries.finding import MOST, Finding

PAGE = 20
FEW = 5
"""People that are shown beside what was written."""

BEFORE, SHOWN = 80, 280
"""Characters of a text that are shown before the first hit, and in all."""

Pieces = list[tuple[str, bool]]
"""Words in order, each with whether they are a hit. A template escapes them and then marks, never the other way."""


@dataclass(frozen=True, slots=True)
class Result:
    """A post, a message or a person. `title` and `excerpt` are pieces; `author` wrote it."""

    title: Pieces
    excerpt: Pieces
    author: Person | None = None
    space: Space | None = None
    post: Post | None = None
    message: Message | None = None
    person: Person | None = None

    @property
    def at(self) -> datetime | None:
        written = self.post or self.message
        return written.released_at if written else None

    @property
    def hits(self) -> list[str]:
        """The words that were found, as they stand there."""
        return [part for part, is_hit in (*self.title, *self.excerpt) if is_hit]


def results(finding: Finding, *, page: int = 1, kind: str = "") -> tuple[list[Result], list[Result]]:
    """Page `page` (from 1) of what was written, and people. A few people, unless `kind` is theirs. In one query, and
    one more each where a topic with polls, or a post with files, was found.
    """
    written = finding.written[:MOST][(page - 1) * PAGE : page * PAGE]
    people = (
        finding.people[:MOST][(page - 1) * PAGE : page * PAGE] if kind == "person" else finding.people[:FEW]
    )
    if not written and not people:
        return [], []
    rows: dict[int, tuple[Any, ...]] = {
        row[0]: tuple(row) for row in session.execute(_rows([*written, *people]))
    }
    polls = words_of_polls(row[1].topic for row in rows.values() if row[1] and row[1].is_opening)
    files = words_of_files(row[1] for row in rows.values() if row[1])
    shown = {
        entry_id: _result(finding.stems, row, _said(row[1], polls=polls, files=files) if row[1] else "")
        for entry_id, row in rows.items()
    }
    return (
        [shown[each] for each in written if each in shown],
        [shown[each] for each in people if each in shown],
    )


def _rows(entry_ids: list[int]) -> sa.Select[int, Post, Message, Person, Space]:
    someone = sa.func.coalesce(Post.author_id, Message.author_id, SearchEntry.person_id)
    place = sa.func.coalesce(Topic.space_id, Message.space_id)
    return (
        sa.select(SearchEntry.id, Post, Message, Person, Space)
        .outerjoin(Post, Post.id == SearchEntry.post_id)
        .outerjoin(Topic, Topic.id == Post.topic_id)
        .outerjoin(Message, Message.id == SearchEntry.message_id)
        .outerjoin(Person, Person.id == someone)
        .outerjoin(Space, Space.id == place)
        .options(
            contains_eager(Post.topic),
            defer(Post.text, raiseload=True),
            defer(Message.text, raiseload=True),
            joinedload(Person.organisation),
            raiseload("*"),
        )
        .where(SearchEntry.id.in_(entry_ids))
    )


def _result(wanted: frozenset[str], row: tuple[Any, ...], said: str) -> Result:
    _, post, message, person, space = row
    if post is not None:
        title = list(stems.pieces(post.topic.title, wanted))
        return Result(title, excerpt(said, wanted), author=person, space=space, post=post)
    if message is not None:
        text = plain(message.html, limit=WHOLE)
        return Result([], excerpt(text, wanted), author=person, space=space, message=message)
    about = person.about if person.shares_about else ""
    return Result(list(stems.pieces(person.name, wanted)), excerpt(about, wanted), person=person)


def _said(post: Post, *, polls: dict[int, list[str]], files: dict[int, str]) -> str:
    """What a post says and has attached, and after the first of a topic what its polls say."""
    words = plain(post.html, limit=WHOLE) if post.is_readable() else ""
    asked = polls.get(post.topic_id, []) if post.is_opening else []
    attached = [f"Attached: {files[post.id]}"] if post.id in files else []
    return " ".join([words, *attached, *(f"Poll: {each}" for each in asked)]).strip()


def excerpt(text: str, wanted: frozenset[str]) -> Pieces:
    """What to show of `text`: from a little before the first hit, cut between words, with the hits told apart."""
    begin = _begin(text, wanted)
    end = len(text) if begin + SHOWN >= len(text) else _between_words(text, begin + SHOWN)
    shown = list(stems.pieces(text[begin:end].strip(), wanted))
    return [*([("… ", False)] if begin else []), *shown, *([(" …", False)] if end < len(text) else [])]


def _begin(text: str, wanted: frozenset[str]) -> int:
    for at, end in stems.spans(text):
        if not wanted.isdisjoint(stems.stems(text[at:end])):
            return _between_words(text, at - BEFORE) if at > BEFORE else 0
    return 0


def _between_words(text: str, at: int) -> int:
    """The next place at or after `at` where a word ends; `at` itself where there is none near."""
    space = text.find(" ", at, at + stems.LONGEST)
    return space if space >= 0 else at
