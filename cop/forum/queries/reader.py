"""How one reader stands to a space and to a topic: how far they have read, and with how many others."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.forum.queries.stamps import Stamp
from cop.models import (
    Bookmark,
    ForumDraft,
    Membership,
    Post,
    Sheet,
    Space,
    Stance,
    Topic,
    TopicReading,
)
from cop.policy import Actor


@dataclass(frozen=True, slots=True)
class Reader:
    """`audience` people read the space. `read_activity` is None for who is no member: nothing is unread to them.

    `is_held` says that what they write waits for a moderator. `position` is how far they have read the topic, 0 where
    they have not, and `kept` are the posts of it that they have bookmarked. `space_stance` and `stance` say what they
    have chosen for the space and for the topic. `draft` is what they have begun to write.
    """

    audience: int
    read_activity: int | None
    is_held: bool
    space_stance: Stance | None = None
    position: int = 0
    stance: Stance | None = None
    kept: tuple[int, ...] = ()
    draft: ForumDraft | None = None

    def finds_new(self, post: Post | Stamp) -> bool:
        """Whether `post` is one that they have not seen. What stood there before they joined is not new."""
        if self.read_activity is None or post.position is None:
            return False
        return post.position > self.position and (post.activity or 0) > self.read_activity

    def finds_unread(self, topic: Topic, position: int | None, stance: Stance | None = None) -> bool:
        """Whether `topic`, read up to `position`, counts as holding something new to them."""
        if Stance.MUTED in (stance, self.space_stance):
            return False
        return self.has_left(topic, position or 0)

    def has_left(self, topic: Topic, position: int) -> bool:
        """Whether something in `topic` after `position` is new to them, muted or not."""
        if self.read_activity is None:
            return False
        return topic.activity > self.read_activity and topic.posts > position


def reader_of(
    actor: Actor, space: Space, *, topic_id: int | None = None, sheet: Sheet | None = None
) -> Reader:
    """How `actor` stands to `space` and to a topic of it, and what they have begun on a sheet there, in one query."""
    columns: list[sa.ColumnElement[Any]] = [
        policy.reader_count(space),
        _of_membership(Membership.read_activity, actor.id, space.id).scalar_subquery(),
        policy.held_column(actor, space),
        _of_membership(Membership.stance, actor.id, space.id).scalar_subquery(),
    ]
    if topic_id is not None:
        columns += [
            sa.func.coalesce(_position(actor.id, topic_id).scalar_subquery(), 0),
            sa.select(TopicReading.stance)
            .where(TopicReading.person_id == actor.id, TopicReading.topic_id == topic_id)
            .scalar_subquery(),
            _kept(actor.id, topic_id).scalar_subquery(),
        ]
    query: sa.Select[Any] = sa.select(*columns)
    if sheet is not None:
        begun = sa.and_(ForumDraft.on(sheet), ForumDraft.begun_by(actor.id))
        query = query.add_columns(ForumDraft).select_from(_one_row()).outerjoin(ForumDraft, begun)
    counted, read_activity, is_held, space_stance, *found = session.execute(query).one()
    draft = found.pop() if sheet is not None else None
    position, stance, kept = found or (0, None, "")
    ids = tuple(map(int, (kept or "").split()))
    return Reader(counted, read_activity, bool(is_held), space_stance, position, stance, ids, draft)


def _one_row() -> sa.Subquery:
    return sa.select(sa.literal(1).label("one")).subquery()


def first_unread(actor: Actor, topic: Topic) -> int | None:
    """The position of the first post of `topic` that is new to `actor`; None where nothing is."""
    read_activity = _of_membership(Membership.read_activity, actor.id, topic.space_id).scalar_subquery()
    position = sa.func.coalesce(_position(actor.id, topic.id).scalar_subquery(), 0)
    query = sa.select(sa.func.min(Post.position)).where(
        Post.topic_id == topic.id, Post.position > position, Post.activity > read_activity
    )
    return session.scalar(query)


def has_read_all(person_id: int, topic: Topic) -> bool:
    """Whether nothing in `topic` is new to a person, as it stands in this transaction."""
    place = session.scalar(_position(person_id, topic.id)) or 0
    read_activity = session.scalar(_of_membership(Membership.read_activity, person_id, topic.space_id)) or 0
    return topic.posts <= place or topic.activity <= read_activity


def _of_membership(
    column: sa.orm.InstrumentedAttribute[Any], person_id: int, space_id: int
) -> sa.Select[Any]:
    return sa.select(column).where(
        Membership.person_id == person_id, Membership.space_id == space_id, Membership.reads()
    )


def _kept(person_id: int, topic_id: int) -> sa.Select[str]:
    """Ids of the posts of a topic that a person has bookmarked, in a row."""
    return (
        sa.select(sa.func.aggregate_strings(sa.cast(Bookmark.post_id, sa.Text), " "))
        .join(Bookmark.post)
        .where(Bookmark.person_id == person_id, Post.topic_id == topic_id)
    )


def _position(person_id: int, topic_id: int) -> sa.Select[int]:
    return sa.select(TopicReading.position).where(
        TopicReading.person_id == person_id, TopicReading.topic_id == topic_id
    )
