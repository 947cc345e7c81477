"""The topics of a forum: pinned first, then by activity, in pages that stay put while people write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
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

    def holds(self) -> sa.ColumnElement[bool]:
        conditions = [_SHOWN[self.show]()]
        if self.tag_id is not None:
            conditions.append(
                Topic.id.in_(sa.select(TopicTag.topic_id).where(TopicTag.tag_id == self.tag_id))
            )
        return sa.and_(*conditions)


_SHOWN: Mapping[Show, Callable[[], sa.ColumnElement[bool]]] = {
    Show.CURRENT: Topic.is_current,
    Show.UNANSWERED: lambda: sa.and_(Topic.takes_replies(), Topic.posts == 1),
    Show.ANSWERED: lambda: sa.and_(Topic.is_current(), Topic.answer_id.is_not(None)),
    Show.ARCHIVED: lambda: sa.and_(Topic.state == TopicState.OPEN, Topic.archived_at.is_not(None)),
}
WHOLE = Filter()

ORDER = (Topic.is_pinned, Topic.activity, Topic.id)


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


@dataclass(frozen=True, slots=True)
class Row:
    topic: Topic
    is_unread: bool
    is_muted: bool = False


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
    page = _page(space, only, before=before, after=after)
    is_first = before is None and after is None and only.is_whole
    found = [
        Row(topic, reader.finds_unread(topic, position, stance), is_muted=stance is Stance.MUTED)
        for topic, position, stance in session.execute(
            _topics(actor, space, page, is_first=is_first)
        ).unique()
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


def _topics(
    actor: Actor, space: Space, subquery: sa.Subquery, *, is_first: bool
) -> sa.Select[Topic, int | None, Stance | None]:
    """The topics of a page with all that their rows show; on the first of the whole list, those that wait as well."""
    page = sa.select(subquery.c.id)
    if is_first:
        page = page.union_all(sa.select(_waiting(actor, space).c.id))  # type: ignore[assignment]
    return (
        sa.select(Topic, TopicReading.position, TopicReading.stance)
        .outerjoin(TopicReading, reading_of(actor.id))
        .options(
            joinedload(Topic.author, innerjoin=True), joinedload(Topic.last_author), joinedload(Topic.tags)
        )
        .where(Topic.id.in_(page))
        .order_by(Topic.id.desc())
    )


def _page(space: Space, only: Filter, *, before: Cursor | None, after: Cursor | None) -> sa.Subquery:
    """Ids of one topic more than a page holds."""
    query = sa.select(Topic.id).where(Topic.space_id == space.id, only.holds())
    if before is not None:
        query = query.where(sa.tuple_(*ORDER) < sa.tuple_(*before))
    if after is not None:
        query = query.where(sa.tuple_(*ORDER) > sa.tuple_(*after))
    order = [column.asc() if after else column.desc() for column in ORDER]
    return query.order_by(*order).limit(PAGE + 1).subquery()


def _waiting(actor: Actor, space: Space) -> sa.Subquery:
    """Ids of the actor's own topics that wait, or were declined and are still theirs to take back."""
    query = sa.select(Topic.id).where(
        Topic.space_id == space.id,
        Topic.author_id == actor.id,
        Topic.state.in_((TopicState.HELD, TopicState.DECLINED)),
    )
    return query.order_by(Topic.id.desc()).limit(PAGE).subquery()
