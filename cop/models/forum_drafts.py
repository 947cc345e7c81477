"""What somebody has begun to write in a forum: a topic, a reply or the new text of a post, theirs alone until then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.holds import held
from cop.models.memberships import Membership
from cop.models.posts import Post
from cop.models.spaces import Space
from cop.models.topics import Topic


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody writes on: a new topic of the space, a reply in the topic, or a new text for the post of this id.
    A person has one draft for each.
    """

    kind: Literal["space_id", "topic_id", "post_id"]
    id: int


class ForumDraft(Base):
    """A person's unsent words on a sheet. `key` is of the form that will send them: sent from two pages they make one
    post. `seen_version` is the version of the post that an edit began from. `turn` counts its savings, so that one
    of two pages that write on one sheet is told of the other. A discarded one can be taken back for a while.
    """

    __tablename__ = "forum_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "space_id"),
        UniqueConstraint("person_id", "topic_id"),
        UniqueConstraint("person_id", "post_id"),
        CheckConstraint(
            "CASE WHEN space_id IS NULL THEN 0 ELSE 1 END + CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END = 1",
            name="on_one_sheet",
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    key: Mapped[str] = mapped_column(default="")
    seen_version: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    discarded_at: Mapped[datetime | None]

    space: Mapped[Space | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    post: Mapped[Post | None] = relationship()

    @property
    def sheet(self) -> Sheet:
        if self.post_id is not None:
            return Sheet("post_id", self.post_id)
        return (
            Sheet("topic_id", self.topic_id)
            if self.topic_id is not None
            else Sheet("space_id", self.space_id or 0)
        )

    @classmethod
    def begun_by(cls, person_id: int) -> sa.ColumnElement[bool]:
        """Drafts of a person that wait to be sent: not those that they threw away, nor one whose form was sent."""
        was_sent = sa.exists().where(Post.author_id == cls.person_id, Post.key == cls.key)
        return sa.and_(cls.person_id == person_id, cls.discarded_at.is_(None), ~was_sent)

    @classmethod
    def on(cls, sheet: Sheet) -> sa.ColumnElement[bool]:
        column: sa.ColumnElement[int | None] = getattr(cls, sheet.kind)
        return column == sheet.id

    @classmethod
    def forget(cls, person_id: int, sheet: Sheet) -> None:
        """There is nothing that they have begun to write there. Where that is under a legal hold, it is thrown away."""
        theirs, stays = (cls.person_id == person_id, cls.on(sheet)), _held()
        thrown = sa.update(cls).where(*theirs, cls.discarded_at.is_(None), stays)
        session.execute(thrown.values(discarded_at=clock.now()).execution_options(synchronize_session=False))
        _delete(*theirs, ~stays)

    @classmethod
    def spend(cls, person_id: int, sheet: Sheet, *, key: str, text: str) -> None:
        """What was kept of `text`, or of the form with this `key`, is sent. What another page wrote there stays."""
        _delete(cls.person_id == person_id, cls.on(sheet), sa.or_(cls.key == key, cls.text == text))

    @classmethod
    def hand_over(cls, *, from_id: int, into_id: int) -> None:
        """What people have begun to reply in one topic is begun in another, behind what they have begun there."""
        begun = session.scalars(sa.select(cls).where(cls.topic_id.in_([from_id, into_id]))).all()
        there = {draft.person_id: draft for draft in begun if draft.topic_id == into_id}
        for draft in (each for each in begun if each.topic_id == from_id):
            other = there.get(draft.person_id)
            if other is None:
                draft.topic_id = into_id
            elif draft.discarded_at is None:
                other.text, other.turn = f"{other.text}\n\n{draft.text}", other.turn + 1
                other.discarded_at = None
                session.delete(draft)

    @classmethod
    def forget_of_former(cls, space_id: int, person_ids: Iterable[int]) -> None:
        """What those of `person_ids` who belong to the space no longer had begun to write in its forum goes too."""
        stays = sa.exists().where(
            Membership.person_id == cls.person_id,
            Membership.space_id == space_id,
            Membership.ended_at.is_(None),
        )
        topics = sa.select(Topic.id).where(Topic.space_id == space_id)
        posts = sa.select(Post.id).where(Post.topic_id.in_(topics))
        there = sa.or_(cls.space_id == space_id, cls.topic_id.in_(topics), cls.post_id.in_(posts))
        _delete(cls.person_id.in_(person_ids), there, ~stays, ~_held())


def sheet_space_id() -> sa.ColumnElement[int | None]:
    """The space where a draft is written, for a select of drafts."""
    of_post = sa.select(Post.topic_id).where(Post.id == ForumDraft.post_id).correlate(ForumDraft)
    topic_id = sa.func.coalesce(ForumDraft.topic_id, of_post.scalar_subquery())
    of_topic = sa.select(Topic.space_id).where(Topic.id == topic_id).correlate(ForumDraft)
    return sa.func.coalesce(ForumDraft.space_id, of_topic.scalar_subquery())


def _held() -> sa.ColumnElement[bool]:
    return held(ForumDraft.person_id, space_id=sheet_space_id())


def _delete(*which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(ForumDraft).where(*which).execution_options(synchronize_session=False))
