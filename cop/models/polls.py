"""Polls: a question within a topic, the options that answer it, and until when people may choose."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person
from cop.models.states import Sent
from cop.models.topics import Topic

if TYPE_CHECKING:
    from cop.models.outcomes import Outcome

MOST_IN_A_TOPIC = 10
FEWEST, MOST = 2, 20
"""Options of a poll."""

LEAST_ANONYMOUS = 3
"""So many must have voted before an anonymous poll says what they chose: fewer know one another's choice from it."""

RUNNING = sa.text("closed_at IS NULL AND closes_at IS NOT NULL")


class PollKind(StrEnum):
    """How an option is answered: chosen or not (one of them, or several), given a place, or a day that suits."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKED = "ranked"
    DATES = "dates"


class Poll(Sent, Base):
    """`is_anonymous` is fixed as it is opened. `voted` counts its ballots. It is closed from `closes_at` on, whether or
    not a job has run, or since `closed_at`, and for ever.
    """

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        Index("ix_poll_running", "closes_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[PollKind]
    question: Mapped[str]
    is_anonymous: Mapped[bool]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    voted: Mapped[int] = mapped_column(default=0)

    topic: Mapped[Topic] = relationship(back_populates="polls")
    author: Mapped[Person] = relationship()
    options: Mapped[list["PollOption"]] = relationship(
        order_by="PollOption.place", cascade="all, delete-orphan", passive_deletes=True
    )
    outcome: Mapped["Outcome | None"] = relationship(
        back_populates="poll",
        uselist=False,
        lazy="joined",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def author_ids(self) -> list[int]:
        """Whose words go with it: whoever asked, and who wrote what it has come to."""
        return [self.author_id, *([self.outcome.author_id] if self.outcome else [])]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= clock.now())

    @property
    def ended_at(self) -> datetime | None:
        """When it was closed, or closed by itself; None while it is open."""
        return (self.closed_at or self.closes_at) if self.is_closed else None

    @property
    def last_day(self) -> date | None:
        """The day in the United Kingdom with which it ends by itself; None where it does not."""
        last = self.closes_at and self.closes_at - timedelta(seconds=1)
        return last.astimezone(clock.LONDON).date() if last else None

    @property
    def shows_results(self) -> bool:
        """Whether what was chosen is shown: of a named poll always; of an anonymous one once it is closed, because
        whoever watched an open one would see from each change what the last to vote has chosen.
        """
        return not self.is_anonymous or (self.is_closed and self.hides_in_numbers)

    @property
    def hides_in_numbers(self) -> bool:
        """Whether so many have voted that nobody knows another's choice from what all have chosen."""
        return self.voted >= LEAST_ANONYMOUS


class PollOption(Base):
    """What can be chosen, in words, or as a day in the United Kingdom with or without a time."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("poll_id", "place"),)

    id: Mapped[Id]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    place: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None] = mapped_column(sa.Date)
    hour: Mapped[time | None] = mapped_column(sa.Time)

    @property
    def words(self) -> str:
        if self.day is None:
            return self.text
        at = f", {self.hour:%H:%M}" if self.hour else ""
        return f"{self.day:%a} {self.day.day} {self.day:%b %Y}{at}"


def hand_over_polls(topic: Topic, into: Topic) -> None:
    """Let the polls of one topic be those of another."""
    moved = sa.update(Poll).where(Poll.topic_id == topic.id).values(topic_id=into.id)
    session.execute(moved.execution_options(synchronize_session=False))
    into.poll_count, topic.poll_count = into.poll_count + topic.poll_count, 0
    for each in (topic, into):
        session.expire(each, ["polls"])
