"""The topics of a forum: pinned first, then by activity, in pages that stay put while people write."""

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.forum.queries.reader import Reader
from cop.forum.queries.unread import reading_of
from cop.models import Space, Stance, Topic, TopicReading, TopicState
from cop.models.topics import PAGE
from cop.policy import Actor

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
    actor: Actor, space: Space, reader: Reader, *, before: Cursor | None = None, after: Cursor | None = None
) -> Listing:
    """A page of the forum of `space` as `actor` sees it, in one query: the newest, or what stands before or after."""
    found = [
        Row(topic, reader.finds_unread(topic, position, stance), is_muted=stance is Stance.MUTED)
        for topic, position, stance in session.execute(_topics(actor, space, before=before, after=after))
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
    actor: Actor, space: Space, *, before: Cursor | None, after: Cursor | None
) -> sa.Select[Topic, int | None, Stance | None]:
    page = sa.select(_page(space, before=before, after=after).c.id)
    if before is None and after is None:
        page = page.union_all(sa.select(_waiting(actor, space).c.id))  # type: ignore[assignment]
    return (
        sa.select(Topic, TopicReading.position, TopicReading.stance)
        .outerjoin(TopicReading, reading_of(actor.id))
        .options(joinedload(Topic.author, innerjoin=True), joinedload(Topic.last_author))
        .where(Topic.id.in_(page))
        .order_by(Topic.id.desc())
    )


def _page(space: Space, *, before: Cursor | None, after: Cursor | None) -> sa.Subquery:
    """Ids of one topic more than a page holds."""
    query = sa.select(Topic.id).where(Topic.space_id == space.id, Topic.state == TopicState.OPEN)
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
