"""Topics: titled conversations of a forum, and how far each person has read one."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.dated import NOW
from cop.models.people import Person
from cop.models.slowing import in_words
from cop.models.spaces import Space
from cop.models.stances import Stance

if TYPE_CHECKING:
    from cop.models.messages import Message
    from cop.models.polls import Poll
    from cop.models.sources import TopicSource
    from cop.models.summaries import Summary
    from cop.models.tags import Tag

PAGE = 20
"""Posts on a page of a topic, and topics on a page of a forum."""


class TopicState(StrEnum):
    """A topic follows its first post: its title is not readable where that post is held or hidden.

    One that was merged has no posts and no readers; its address leads to the topic that it went into.
    """

    HELD = "held"
    OPEN = "open"
    DECLINED = "declined"
    HIDDEN = "hidden"
    REMOVED = "removed"
    MERGED = "merged"


HAS_NO_REPLY = sa.text("posts = 1")
IS_CURRENT = sa.text("state = 'open' AND archived_at IS NULL")
DATED = [(name, sa.text(f"{name} IS NOT NULL")) for name in ("pinned_until", "closes_at")]


class Topic(Base):
    """`posts` counts the places given to posts (1, 2, 3 …, tombstones included); `activity` orders a forum.

    `last_*` speak of the newest readable post only, never of a held or hidden one (S35). `last_post_id` orders
    topics of several spaces, which share no counter; it names no foreign key, because posts refer to topics already.
    Nor do `first_line_id`, the first of the lines of the room that it was begun from, and `answer_id`, the post that
    answers it. `layout` counts how often places were given anew: who knows another one reads the page afresh.
    Where `poll_count` is 0 nobody need ask for its polls. `slow_posts`: so many seconds a person waits between two
    posts.
    """

    __tablename__ = "topic"
    __table_args__ = (
        Index("ix_topic_listing", "space_id", "is_pinned", "activity"),
        Index("ix_topic_last_post", "last_post_id"),
        Index("ix_topic_newest", "space_id", "last_post_id"),
        *(
            Index(f"ix_topic_{name}", name, sqlite_where=is_there, postgresql_where=is_there)
            for name, is_there in DATED
        ),
        Index("ix_topic_activity", "space_id", "activity"),
        Index("ix_topic_unanswered", "id", sqlite_where=HAS_NO_REPLY, postgresql_where=HAS_NO_REPLY),
        Index(
            "ix_topic_unread",
            "space_id",
            "activity",
            "id",
            "posts",
            sqlite_where=IS_CURRENT,
            postgresql_where=IS_CURRENT,
        ),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    state: Mapped[TopicState]
    is_pinned: Mapped[bool] = mapped_column(default=False)
    pinned_until: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    answer_id: Mapped[int | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    layout: Mapped[int] = mapped_column(default=0)
    poll_count: Mapped[int] = mapped_column(default=0)
    slow_posts: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    posts: Mapped[int] = mapped_column(default=0)
    activity: Mapped[int] = mapped_column(default=0)
    last_post_id: Mapped[int | None]
    first_line_id: Mapped[int | None]
    last_author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    last_posted_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    last_author: Mapped[Person | None] = relationship(foreign_keys=[last_author_id])
    first_line: Mapped["Message | None"] = relationship(
        primaryjoin="foreign(Topic.first_line_id) == Message.id", viewonly=True
    )
    sources: Mapped[list["TopicSource"]] = relationship(
        back_populates="topic", order_by="TopicSource.message_id"
    )
    tags: Mapped[list["Tag"]] = relationship(secondary="topic_tag", order_by="Tag.folded")
    summary: Mapped["Summary | None"] = relationship(back_populates="topic", uselist=False)
    polls: Mapped[list["Poll"]] = relationship(
        back_populates="topic", order_by="Poll.id", passive_deletes="all"
    )

    def turn(self, state: TopicState) -> None:
        """Be in `state` from now on. Where that opens or closes it to readers, the lines of the room that it was begun
        from lead to it from now on, or no longer; the row of the space must be locked.
        """
        was_open, self.state = self.state is TopicState.OPEN, state
        if self.first_line_id is None or was_open is (state is TopicState.OPEN):
            return
        for source in self.sources:
            source.withdraw() if was_open else source.show()

    def rename(self, title: str) -> None:
        """Be called `title` from now on, in the lines of the room that it was begun from too; the row of the space must
        be locked.
        """
        self.title = title
        if self.first_line_id is None:
            return
        for source in self.sources:
            if source.message.continued_in_id == self.id:
                source.show()

    @property
    def has_lost_lines(self) -> bool:
        """Whether one of the lines that it was begun from was taken back or hidden since."""
        return self.first_line_id is not None and any(each.message.is_taken_back() for each in self.sources)

    @property
    def is_locked(self) -> bool:
        """By a moderator, or because the day has come on which it closes: no job needs to have run for that."""
        return is_locked(self.locked_at, self.closes_at)

    @property
    def last_day_for_replies(self) -> datetime | None:
        """The UK day at whose end it closes, as a moment of it; None where it closes at no time by itself."""
        return clock.last_day(self.closes_at)

    @property
    def last_day_on_top(self) -> datetime | None:
        """The same for its pin."""
        return clock.last_day(self.pinned_until)

    @property
    def closing_word(self) -> str:
        """When it closes, for a form to carry along: empty where it closes at no time by itself."""
        return self.closes_at.isoformat() if self.closes_at else ""

    @property
    def pin_word(self) -> str:
        """How it is pinned, for a form to carry along: empty where it is not."""
        until = self.pinned_until.isoformat() if self.pinned_until else "without end"
        return until if self.is_pinned else ""

    @property
    def slowness(self) -> str:
        """In how long one person posts once in it; empty where that is as they like."""
        return in_words(self.slow_posts)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @classmethod
    def is_current(cls) -> sa.ColumnElement[bool]:
        """Those that stand in their forum's list: open and not archived."""
        return sa.and_(cls.state == TopicState.OPEN, cls.archived_at.is_(None))

    @classmethod
    def has_no_reply(cls) -> sa.ColumnElement[bool]:
        """Whether nobody has answered. The number stands in the statement: as a value it has no use of the index."""
        return cls.posts == sa.literal_column("1")

    @classmethod
    def takes_replies(cls) -> sa.ColumnElement[bool]:
        """Those of them that members can reply to now."""
        is_open = sa.or_(cls.closes_at.is_(None), cls.closes_at > NOW)
        return sa.and_(cls.is_current(), cls.locked_at.is_(None), is_open)

    @property
    def last_page(self) -> int:
        return page_of(self.posts)


def is_locked(locked_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether a topic is locked that was so at a moment, or that closes at one."""
    return locked_at is not None or (closes_at is not None and closes_at <= clock.now())


FOLLOWED = text("stance = 'followed'")


class TopicReading(Base):
    """How a person stands to a topic: the place up to which they have read it (0: nowhere), and whether they follow it.

    One row for a person and a topic; there is none for a post. `read_at` only puts in order, for this person alone,
    where they have been reading lately.
    """

    __tablename__ = "topic_reading"
    __table_args__ = (
        Index("ix_topic_reading_followed", "topic_id", sqlite_where=FOLLOWED, postgresql_where=FOLLOWED),
        Index("ix_topic_reading_lately", "person_id", "read_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    position: Mapped[int]
    stance: Mapped[Stance | None]
    read_at: Mapped[datetime | None]


def page_of(position: int) -> int:
    """The page of a topic that holds `position` (both from 1)."""
    return max(1, (position - 1) // PAGE + 1)
