"""Bookmarks: posts that a person wants to find again, and when they want to be reminded. Theirs alone."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person
from cop.models.posts import Post


class Bookmark(Base):
    """`remind_on` is a day in the United Kingdom; `reminded_at` is when that was told, None until then."""

    __tablename__ = "bookmark"
    __table_args__ = (
        UniqueConstraint("person_id", "post_id"),
        Index(
            "ix_bookmark_due",
            "remind_on",
            postgresql_where=sa.text("reminded_at IS NULL"),
            sqlite_where=sa.text("reminded_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    remind_on: Mapped[date | None] = mapped_column(sa.Date)
    reminded_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()

    @classmethod
    def of(cls, person_id: int, post_id: int) -> "Bookmark | None":
        """The one that a person has at a post, locked."""
        mine = (
            sa.select(cls).where(cls.person_id == person_id, cls.post_id == post_id).with_for_update(of=cls)
        )
        return session.scalars(mine.execution_options(populate_existing=True)).one_or_none()

    def remind(self, on: date | None) -> None:
        """Remind of it on another day than before, or no more; the same day as before tells nothing anew."""
        if on != self.remind_on:
            self.remind_on, self.reminded_at = on, None

    def is_due(self) -> bool:
        """Whether its day has come, and its person was not told yet."""
        today = clock.today()
        return self.remind_on is not None and self.remind_on <= today and self.reminded_at is None
