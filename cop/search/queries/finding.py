"""Finding: the entries that answer a question and that whoever asks may read, rights within the query (S22)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from cop import policy, stems
from cop.db import Base, BigId, session
from cop.models import (
    EntryKind,
    Message,
    Person,
    Post,
    SearchEntry,
    Space,
    State,
    Tag,
    Topic,
    TopicState,
    TopicTag,
)
from cop.models.findable import entries_between
from cop.models.statements import unindexed
from cop.policy import Actor
from cop.search.queries.matching import Choices, Match, is_walked_by_space
from cop.search.queries.questions import Question
from cop.search.queries.vocabulary import meant, vocabulary

MOST = 200
"""Entries that are counted: "200+" says that there are more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Ids of entries: of what was written, best or newest first, and of people. `stems` are what was found by; where
    `is_guessed`, what was typed finds nothing, and words like it were taken in its place.
    """

    written: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    stems: frozenset[str] = frozenset()
    is_newest_first: bool = False
    is_guessed: bool = False

    def __bool__(self) -> bool:
        return bool(self.written or self.people)

    @property
    def is_all(self) -> bool:
        """Whether there are no more than were counted."""
        return len(self.written) <= MOST

    @property
    def count(self) -> int:
        return min(len(self.written), MOST)


def find(actor: Actor, question: Question) -> Finding:
    """What answers `question` among all that `actor` may read: at most four queries, whatever there is.

    Where nothing does, each word may also be one like it. That is tried of every word alike, so that it tells nothing
    of words that only others may read.
    """
    words = question.words
    if not words:
        return Finding()
    exact = tuple((stems.stem(word),) for word in words)
    known = vocabulary(exact)
    found = _found(actor, question, exact, is_common=known.is_common(exact))
    if found:
        return found
    alike = meant(words)
    if alike.choices == exact:
        return found
    is_common = replace(known, counts=alike.counts).is_common(alike.choices)
    return replace(_found(actor, question, alike.choices, is_common=is_common), is_guessed=True)


def _found(actor: Actor, question: Question, choices: Choices, *, is_common: bool) -> Finding:
    match = Match(choices, in_title=question.kind == "topic")
    written: list[tuple[float, int]] = []
    people: list[tuple[float, int]] = []
    for kind, score, entry_id in session.execute(_entries(actor, question, match, is_common=is_common)):
        (people if kind == EntryKind.PERSON else written).append((score, entry_id))
    return Finding(
        written=[entry_id for _, entry_id in sorted(written, reverse=True)],
        people=[entry_id for _, entry_id in sorted(people, reverse=True)],
        stems=frozenset(stem for forms in choices for stem in forms),
        is_newest_first=is_common,
    )


def _entries(actor: Actor, question: Question, match: Match, *, is_common: bool) -> sa.CompoundSelect[Any]:
    """Rows of (kind, score, id), one more than is counted of each sort."""
    parts = []
    if question.kind != "person":
        wanted = _narrowed(question, _may_be_read(actor, question))
        written = _newest(actor, match, wanted) if is_common else _best(match, wanted)
        parts.append(sa.select(written.subquery()))
    if question.wants("person") and not question.is_narrowed:
        # A few entries of very many: there is an index of them.
        is_of_one = SearchEntry.person_id.is_not(None)
        is_seen = sa.and_(SearchEntry.kind == EntryKind.PERSON, is_of_one, policy.visible_people(actor))
        parts.append(sa.select(_best(match, is_seen).subquery()))
    return sa.union_all(*parts)


def _selected(match: Match, score: sa.ColumnElement[float]) -> sa.Select[EntryKind, float, int]:
    """Entries, and beside each the rows by which it is decided who may read it."""
    source = match.source()
    joined: tuple[tuple[type[Base], Any, Any], ...] = (
        (Post, SearchEntry.post_id, Post.id),
        (Topic, Post.topic_id, Topic.id),
        (Message, SearchEntry.message_id, Message.id),
        (Person, SearchEntry.person_id, Person.id),
    )
    for model, ours, theirs in joined:
        source = source.outerjoin(model.__table__, ours == theirs)
    return sa.select(SearchEntry.kind, score.label("score"), SearchEntry.id).select_from(source)


def _best(match: Match, wanted: sa.ColumnElement[bool]) -> sa.Select[EntryKind, float, int]:
    score = match.score()
    query = _selected(match, score).where(match.condition(), wanted)
    return query.order_by(score.desc(), SearchEntry.id.desc()).limit(MOST + 1)


def _newest(actor: Actor, match: Match, wanted: sa.ColumnElement[bool]) -> sa.Select[EntryKind, float, int]:
    """Where spaces are walked one by one, a few of each tell first how far back the newest of all can lie: a quiet
    space need not be walked as far as a busy one. Where those few are not enough, all is walked once more. The order
    is that of `match`, the entries' ids.

    Numbers are given as values, unlike those of pages: PostgreSQL, which knows nothing of how common a word is, would
    take all entries of a small space and sort them if it knew that there are hardly as many.
    """
    newest = _selected(match, sa.literal(0.0)).where(match.newest(), wanted).order_by(match.order().desc())
    if not is_walked_by_space():
        return newest.limit(MOST + 1)
    known = _of_each_space(actor, newest.limit(_share_of_a_space(actor))).subquery()
    last = sa.select(known.c.id).order_by(known.c.id.desc()).offset(MOST).limit(1)
    least = sa.func.coalesce(last.correlate(None).scalar_subquery(), 0)  # one for all spaces
    found = _of_each_space(actor, newest.where(SearchEntry.id >= least).limit(MOST + 1))
    return found.order_by(found.selected_columns.id.desc()).limit(MOST + 1)


def _share_of_a_space(actor: Actor) -> sa.ScalarSelect[int]:
    """So many of each space that `actor` can see that together they may be more than `MOST`."""
    number = sa.func.nullif(sa.func.count(Space.id), 0, type_=BigId)
    spaces = sa.select(number).where(policy.visible_spaces(actor))
    return sa.select(sa.literal(MOST) // spaces.scalar_subquery() + 1).scalar_subquery()


def _of_each_space(
    actor: Actor, entries: sa.Select[EntryKind, float, int]
) -> sa.Select[EntryKind, float, int]:
    here = entries.where(SearchEntry.space_id == Space.id).correlate(Space).lateral("here")
    spaces = sa.select(here.c.kind, here.c.score, here.c.id).select_from(Space).join(here, sa.true())
    return spaces.where(policy.visible_spaces(actor))


def _may_be_read(actor: Actor, question: Question) -> sa.ColumnElement[bool]:
    """What was written and is shown to all who read its space; nothing by a version that is not the one shown.

    Entries are found by their words, or by the walk through a space, and never by all spaces: PostgreSQL, which knows
    nothing of how rare a word is, would fetch all that the reader's spaces hold.
    """
    kinds = []
    if question.kind != "message":
        says = sa.or_(Post.state == State.RELEASED, SearchEntry.has_title.is_(True))
        is_shown = sa.and_(says, Topic.state == TopicState.OPEN, Post.version == SearchEntry.version)
        kinds.append(sa.and_(SearchEntry.kind == EntryKind.POST, policy.visible_posts(actor), is_shown))
    if question.kind in ("", "message"):
        is_shown = sa.and_(Message.state == State.RELEASED, Message.version == SearchEntry.version)
        kinds.append(sa.and_(SearchEntry.kind == EntryKind.MESSAGE, policy.visible_messages(actor), is_shown))
    spaces = sa.select(Space.id).where(policy.visible_spaces(actor))
    return sa.and_(unindexed(SearchEntry.space_id).in_(spaces), sa.or_(*kinds))


def _narrowed(question: Question, may: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """By space, author and day, and topics by tag and by whether there is an answer."""
    wanted = [may, entries_between(question.since, question.until), *_of_topics(question)]
    if question.kind == "topic":
        wanted.append(SearchEntry.has_title.is_(True))
    if question.space:
        here = sa.select(Space.id).where(Space.slug == question.space)
        wanted.append(sa.func.coalesce(Topic.space_id, Message.space_id).in_(here))
    if question.author:
        people = sa.select(Person.id).where(Person.name.icontains(question.author, autoescape=True))
        wanted.append(sa.func.coalesce(Post.author_id, Message.author_id).in_(people))
    return sa.and_(*wanted)


def _of_topics(question: Question) -> Iterator[sa.ColumnElement[bool]]:
    """What only a topic can be: of a line of a room there is none, and it is left out by each of these."""
    if question.tag:
        tagged = sa.select(TopicTag.topic_id).join(Tag, Tag.id == TopicTag.tag_id)
        yield Topic.id.in_(tagged.where(Tag.folded == question.tag.casefold()))
    if question.answered:
        yield Topic.answer_id.is_not(None) if question.answered == "yes" else Topic.answer_id.is_(None)
        yield Topic.id.is_not(None)
