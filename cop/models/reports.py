"""What is brought up in a review: people's reports, and findings of which an author has said what they are."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.identifiers import Detector
from cop.models.grounds import Ground
from cop.models.people import Person

if TYPE_CHECKING:
    from cop.models.reviews import Review


class Report(Base):
    """A person's reason for asking a moderator to look; one for a person and what they read, which is `version`."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("review_id", "reporter_id", "version"),)

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[Ground]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    review: Mapped["Review"] = relationship(back_populates="reports")
    reporter: Mapped[Person] = relationship()


class Finding(Base):
    """What may have been a patient's identifier, of which a person said that it is none: which detector found it, and
    where in which part of what they wrote. Never the words themselves. Of a word that the space lists it is `word`, as
    the list has it.
    """

    __tablename__ = "finding"

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    detector: Mapped[Detector]
    word: Mapped[str] = mapped_column(default="", server_default="")
    part: Mapped[str]
    line: Mapped[int]
    start: Mapped[int]
    length: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(default=clock.now)

    review: Mapped["Review"] = relationship(back_populates="findings")
    person: Mapped[Person] = relationship()
