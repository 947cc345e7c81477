"""How one reader stands to a space and to a topic: how far they have read, and with how many others."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from cop import policy
from cop.db import BigId, session
from cop.forum.queries.stamps import Stamp
from cop.models import (
    Bookmark,
    ForumDraft,
    Membership,
    Policy,
    Post,
    Sheet,
    Space,
    Stance,
    Topic,
    TopicReading,
)
from cop.models.statements import in_a_row, rows
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

    def finds_new(self, post: Stamp) -> bool:
        """Whether `post` is one that they have not seen. What stood there before they joined is not new."""
        if self.read_activity is None or post.position is None:
            return False
        return post.position > self.position and (post.activity or 0) > self.read_activity

    def finds_unread(self, *, activity: int, left: int, stance: Stance | None = None) -> bool:
        """Whether a topic that has come to `activity`, with so many posts left, counts as holding something new."""
        return Stance.MUTED not in (stance, self.space_stance) and left > 0 and self._finds_active(activity)

    def has_left(self, topic: Topic, position: int) -> bool:
        """Whether something in `topic` after `position` is new to them, muted or not."""
        return topic.posts > position and self._finds_active(topic.activity)

    def _finds_active(self, activity: int) -> bool:
        return self.read_activity is not None and activity > self.read_activity


def reader_of(
    actor: Actor, space: Space, *, topic_id: int | None = None, sheet: Sheet | None = None
) -> Reader:
    """How `actor` stands to `space` and to a topic of it, in one query; and what they have begun on a sheet there, in
    another one where they have begun something. `audience` may be two seconds old, as the list is that pushes go by.
    """
    query = _standing(
        policy.rule_for(actor, space),
        is_of_topic=topic_id is not None,
        sheet=sheet and sheet.kind,
    )
    asked = {
        "person_id": actor.id,
        "space_id": space.id,
        "topic_id": topic_id,
        "sheet_id": sheet and sheet.id,
    }
    found: Any = rows(query, asked).one()
    read_activity, is_held, space_stance, position, stance, kept, draft_id = found
    ids = tuple(map(int, (kept or "").split()))
    draft = session.get(ForumDraft, draft_id) if draft_id else None
    audience = len(policy.known_readers(space.id, kind=space.kind, roster=space.roster))
    return Reader(audience, read_activity, bool(is_held), space_stance, position, stance, ids, draft)


@cache
def _standing(rule: Policy, *, is_of_topic: bool, sheet: str | None) -> sa.Select[Any]:
    """Made once for each rule of a space and kind of sheet: to make it takes far longer than to run it."""
    names = ("person_id", "space_id", "topic_id", "sheet_id")
    named: list[Any] = [sa.bindparam(name, type_=BigId) for name in names]
    person_id, space_id, topic_id, sheet_id = named
    query: sa.Select[Any] = sa.select(
        read_activity_in(person_id, space_id).scalar_subquery(),
        policy.held_under(rule, person_id=person_id, space_id=space_id),
        _of_membership(Membership.stance, person_id, space_id).scalar_subquery(),
        *(_of_topic(person_id, topic_id) if is_of_topic else _OF_NO_TOPIC),
    )
    if sheet is None:
        return query.add_columns(sa.null())
    begun = sa.and_(getattr(ForumDraft, sheet) == sheet_id, ForumDraft.begun_by(person_id))
    return query.add_columns(ForumDraft.id).select_from(_one_row()).outerjoin(ForumDraft, begun)


_OF_NO_TOPIC = (sa.literal(0), sa.null(), sa.null())


def _of_topic(person_id: Any, topic_id: Any) -> tuple[sa.ColumnElement[Any], ...]:
    mine = (TopicReading.person_id == person_id, TopicReading.topic_id == topic_id)
    return (
        sa.func.coalesce(position_in(person_id, topic_id).scalar_subquery(), 0),
        sa.select(TopicReading.stance).where(*mine).scalar_subquery(),
        _kept(person_id, topic_id).scalar_subquery(),
    )


def _one_row() -> sa.Subquery:
    return sa.select(sa.literal(1).label("one")).subquery()


def first_unread(actor: Actor, topic: Topic) -> int | None:
    """The position of the first post of `topic` that is new to `actor`; None where nothing is."""
    read_activity = read_activity_in(actor.id, topic.space_id).scalar_subquery()
    position = sa.func.coalesce(position_in(actor.id, topic.id).scalar_subquery(), 0)
    query = sa.select(sa.func.min(Post.position)).where(
        Post.topic_id == topic.id, Post.position > position, Post.activity > read_activity
    )
    return session.scalar(query)


def read_activity_in(person_id: Any, space_id: Any) -> sa.Select[int]:
    """How far a person has read the forum of a space as a whole; nothing where they are no member."""
    return _of_membership(Membership.read_activity, person_id, space_id)


def _of_membership(
    column: sa.orm.InstrumentedAttribute[Any], person_id: Any, space_id: Any
) -> sa.Select[Any]:
    theirs = (Membership.person_id == person_id, Membership.space_id == space_id, Membership.reads())
    return sa.select(column).where(*theirs, ~Membership.looks_in())


def _kept(person_id: Any, topic_id: Any) -> sa.Select[str]:
    """Ids of the posts of a topic that a person has bookmarked, in a row."""
    return (
        sa.select(in_a_row(sa.cast(Bookmark.post_id, sa.Text), " "))
        .join(Bookmark.post)
        .where(Bookmark.person_id == person_id, Post.topic_id == topic_id)
    )


def position_in(person_id: Any, topic_id: Any) -> sa.Select[int]:
    """How far a person has read a topic; nothing where they have not begun."""
    return sa.select(TopicReading.position).where(
        TopicReading.person_id == person_id, TopicReading.topic_id == topic_id
    )
