"""The topics of a forum: pinned first, then by activity, in pages that stay put while people write."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop.db import BigId
from cop.forum.queries.entries import Entry, Located, with_entry
from cop.forum.queries.reader import Reader
from cop.forum.queries.unread import reading_of
from cop.models import Space, Stance, Topic, TopicReading, TopicState, TopicTag
from cop.models.statements import at_most
from cop.models.statements import rows as read
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
    Show.UNANSWERED: lambda: sa.and_(Topic.takes_replies(), Topic.has_no_reply()),
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

    def __str__(self) -> str:
        return f"{int(self.is_pinned)}.{self.activity}.{self.id}"


PLACE = sa.tuple_(*(sa.bindparam(column.key, type_=column.type) for column in ORDER))
_NOWHERE = Cursor(is_pinned=False, activity=0, id=0)


class Row(NamedTuple):
    """A topic in the list: its place in it, and what is shown."""

    place: Cursor
    entry: Entry
    is_unread: bool
    is_muted: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """`waiting` are the reader's own topics that a moderator holds or has declined."""

    waiting: list[Row]
    rows: list[Row]
    newer: Cursor | None
    older: Cursor | None

    @property
    def has_unread(self) -> bool:
        return any(row.is_unread for row in self.rows)


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
    asked = {"person_id": actor.id, "space_id": space.id, "tag_id": only.tag_id}
    asked |= (before or after or _NOWHERE)._asdict()
    query = _topics(_part(only, before=before, after=after), only.show, is_tagged=only.tag_id is not None)
    found = [_row(columns, reader, Located(space.slug)) for columns in read(query, asked).all()]
    waiting = [row for row in found if row.entry.state is not TopicState.OPEN]
    rows = sorted((row for row in found if row.entry.state is TopicState.OPEN), reverse=True)
    has_more = len(rows) > PAGE
    rows = rows[-PAGE:] if after else rows[:PAGE]
    first, last = (rows[0].place, rows[-1].place) if rows else (None, None)
    return Listing(
        waiting=waiting,
        rows=rows,
        newer=first if before or (after and has_more) else None,
        older=last if after or has_more else None,
    )


def _part(only: Filter, *, before: Cursor | None, after: Cursor | None) -> Part:
    if before:
        return Part.BEFORE
    if after:
        return Part.AFTER
    return Part.FIRST if only.is_whole else Part.NEWEST


def _row(columns: Iterable[Any], reader: Reader, space: Located) -> Row:
    activity, position, stance, *shown = columns
    entry = Entry.read(shown, space)
    is_unread = reader.finds_unread(activity=activity, left=entry.posts - (position or 0), stance=stance)
    place = Cursor(entry.is_pinned, activity, entry.id)
    return Row(place, entry, is_unread, is_muted=stance is Stance.MUTED)


@cache
def _topics(part: Part, show: Show, *, is_tagged: bool) -> sa.Select[*tuple[Any, ...]]:
    """The topics of a page with all that their rows show; on the first of the whole list, those that wait as well. Made
    once for each kind of page: to make it takes far longer than to run it.
    """
    page: Any = sa.select(_page(part, show, is_tagged=is_tagged).c.id)
    if part is Part.FIRST:
        page = page.union_all(sa.select(_waiting().c.id))
    query: Any = sa.select(Topic.activity, TopicReading.position, TopicReading.stance).select_from(Topic)
    query = query.outerjoin(TopicReading, reading_of(PERSON)).where(Topic.id.in_(page))
    return with_entry(query.order_by(Topic.id.desc()))


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
    return query.order_by(*order).limit(at_most(PAGE + 1)).subquery()


def _waiting() -> sa.Subquery:
    """Ids of the reader's own topics that wait, or were declined and are still theirs to take back."""
    query = sa.select(Topic.id).where(
        Topic.space_id == SPACE,
        Topic.author_id == PERSON,
        Topic.state.in_((TopicState.HELD, TopicState.DECLINED)),
    )
    return query.order_by(Topic.id.desc()).limit(at_most(PAGE)).subquery()
