"""What people write before a meeting: what they hope for, which the set reads, and notes that nobody else ever does."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.people import Person

HOPE_LIMIT = 300
NOTE_LIMIT = 10_000


class MeetingHope(Base):
    """What somebody hopes that a meeting gets to. It goes with what is said there."""

    __tablename__ = "meeting_hope"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


class MeetingNote(Base):
    """A sheet of somebody's own for a meeting: a draft of what they bring. It outlives the meeting. `version` counts
    how often it was saved.
    """

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
