"""Outcomes: what a poll has come to, written by whoever asked, and the day on which that is looked at again."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base
from cop.markup import Words
from cop.models.people import Person
from cop.models.polls import Poll
from cop.models.shared_texts import SharedText

UNTOLD = sa.text("reminded_at IS NULL")


class Outcome(SharedText, Base):
    """`author` is who wrote it last. `review_on` is a day in the United Kingdom; `reminded_at` is when its author was
    told that the day has come, None until then.
    """

    __tablename__ = "poll_outcome"
    __table_args__ = (
        Index("ix_poll_outcome_due", "review_on", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    review_on: Mapped[date | None] = mapped_column(sa.Date)
    reminded_at: Mapped[datetime | None]

    poll: Mapped[Poll] = relationship(back_populates="outcome")
    author: Mapped[Person] = relationship()

    def write(self, words: Words, *, author_id: int, seen_version: int) -> None:
        """Say `words` from now on; Conflict if somebody wrote since `seen_version`."""
        self.is_unchanged_since(seen_version)
        self.say(words)
        self.author_id, self.written_at = author_id, clock.now()

    def review(self, on: date | None) -> None:
        """Be looked at again on another day than before, or not; the same day as before tells nothing anew."""
        if on != self.review_on:
            self.review_on, self.reminded_at = on, None

    def is_due(self) -> bool:
        """Whether its day has come, and its author was not told yet."""
        today = clock.today()
        return self.review_on is not None and self.review_on <= today and self.reminded_at is None
