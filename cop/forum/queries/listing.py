"""The topics of a forum: pinned first, then by activity, in pages that stay put while people write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import BigId, session
from cop.forum.queries.entries import Entry
from cop.forum.queries.reader import Reader
from cop.forum.queries.unread import reading_of
from cop.models import Space, Stance, Topic, TopicReading, TopicState, TopicTag
from cop.models.topics import PAGE
from cop.policy import Actor


class Show(StrEnum):
    """Which topics of a forum: those in use, or some of them, or those that were put away."""

    CURRENT = "current"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Filter:
    """`tag_id`: only those with this tag."""

    show: Show = Show.CURRENT
    tag_id: int | None = None

    @property
    def is_whole(self) -> bool:
        return self == Filter()


_SHOWN: Mapping[Show, Callable[[], sa.ColumnElement[bool]]] = {
    Show.CURRENT: Topic.is_current,
    Show.UNANSWERED: lambda: sa.and_(Topic.takes_replies(), Topic.posts == 1),
    Show.ANSWERED: lambda: sa.and_(Topic.is_current(), Topic.answer_id.is_not(None)),
    Show.ARCHIVED: lambda: sa.and_(Topic.state == TopicState.OPEN, Topic.archived_at.is_not(None)),
}
WHOLE = Filter()

ORDER = (Topic.is_pinned, Topic.activity, Topic.id)

PERSON: Any = sa.bindparam("person_id", type_=BigId)
SPACE: Any = sa.bindparam("space_id", type_=BigId)


class Part(StrEnum):
    """Which part of a list: what a reader comes to first, the newest of what was asked for, or beyond a place in it."""

    FIRST = "first"
    NEWEST = "newest"
    BEFORE = "before"
    AFTER = "after"


class Cursor(NamedTuple):
    """A place in the order of a forum."""

    is_pinned: bool
    activity: int
    id: int

    @classmethod
    def of(cls, topic: Topic) -> "Cursor":
        return cls(topic.is_pinned, topic.activity, topic.id)

    def __str__(self) -> str:
        return f"{int(self.is_pinned)}.{self.activity}.{self.id}"


PLACE = sa.tuple_(*(sa.bindparam(column.key, type_=column.type) for column in ORDER))
_NOWHERE = Cursor(is_pinned=False, activity=0, id=0)


@dataclass(frozen=True, slots=True)
class Row:
    topic: Topic
    is_unread: bool
    is_muted: bool = False

    @property
    def entry(self) -> Entry:
        return Entry.of(self.topic)


@dataclass(frozen=True, slots=True)
class Listing:
    """`waiting` are the reader's own topics that a moderator holds or has declined."""

    waiting: list[Row]
    rows: list[Row]
    newer: Cursor | None
    older: Cursor | None


def listing(
    actor: Actor,
    space: Space,
    reader: Reader,
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
    only: Filter = WHOLE,
) -> Listing:
    """A page of the forum of `space` as `actor` sees it, in one query: the newest, or what stands before or after."""
    part = Part.FIRST if only.is_whole else Part.NEWEST
    part = Part.BEFORE if before else Part.AFTER if after else part
    asked = {"person_id": actor.id, "space_id": space.id, "tag_id": only.tag_id}
    asked |= (before or after or _NOWHERE)._asdict()
    query = _topics(part, only.show, is_tagged=only.tag_id is not None)
    found = [
        Row(topic, reader.finds_unread(topic, position, stance), is_muted=stance is Stance.MUTED)
        for topic, position, stance in session.execute(query, asked).unique()
    ]
    waiting = [row for row in found if row.topic.state is not TopicState.OPEN]
    rows = sorted(
        (row for row in found if row.topic.state is TopicState.OPEN),
        key=lambda row: Cursor.of(row.topic),
        reverse=True,
    )
    has_more = len(rows) > PAGE
    rows = rows[-PAGE:] if after else rows[:PAGE]
    first, last = (Cursor.of(rows[0].topic), Cursor.of(rows[-1].topic)) if rows else (None, None)
    return Listing(
        waiting=waiting,
        rows=rows,
        newer=first if before or (after and has_more) else None,
        older=last if after or has_more else None,
    )


@cache
def _topics(part: Part, show: Show, *, is_tagged: bool) -> sa.Select[Topic, int | None, Stance | None]:
    """The topics of a page with all that their rows show; on the first of the whole list, those that wait as well. Made
    once for each kind of page: to make it takes far longer than to run it.
    """
    page: Any = sa.select(_page(part, show, is_tagged=is_tagged).c.id)
    if part is Part.FIRST:
        page = page.union_all(sa.select(_waiting().c.id))
    return (
        sa.select(Topic, TopicReading.position, TopicReading.stance)
        .outerjoin(TopicReading, reading_of(PERSON))
        .options(
            joinedload(Topic.author, innerjoin=True), joinedload(Topic.last_author), joinedload(Topic.tags)
        )
        .where(Topic.id.in_(page))
        .order_by(Topic.id.desc())
    )


def _page(part: Part, show: Show, *, is_tagged: bool) -> sa.Subquery:
    """Ids of one topic more than a page holds."""
    query = sa.select(Topic.id).where(Topic.space_id == SPACE, _SHOWN[show]())
    if is_tagged:
        tagged = sa.select(TopicTag.topic_id).where(TopicTag.tag_id == sa.bindparam("tag_id", type_=BigId))
        query = query.where(Topic.id.in_(tagged))
    if part is Part.BEFORE:
        query = query.where(sa.tuple_(*ORDER) < PLACE)
    if part is Part.AFTER:
        query = query.where(sa.tuple_(*ORDER) > PLACE)
    order = [column.asc() if part is Part.AFTER else column.desc() for column in ORDER]
    return query.order_by(*order).limit(PAGE + 1).subquery()


def _waiting() -> sa.Subquery:
    """Ids of the reader's own topics that wait, or were declined and are still theirs to take back."""
    query = sa.select(Topic.id).where(
        Topic.space_id == SPACE,
        Topic.author_id == PERSON,
        Topic.state.in_((TopicState.HELD, TopicState.DECLINED)),
    )
    return query.order_by(Topic.id.desc()).limit(PAGE).subquery()
