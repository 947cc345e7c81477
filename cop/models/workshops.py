"""Workshops of a cohort: days that somebody has set, what they are made of, and what is handed out there."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.spaces import Space
from cop.models.states import Sent


class Stage(StrEnum):
    """How far a cohort is."""

    RECRUITING = "recruiting"
    LIVE = "live"
    ALUMNI = "alumni"
    ARCHIVED = "archived"


class Component(StrEnum):
    """What a part of a workshop is there for (domain.md A23)."""

    KNOWLEDGE = "knowledge"
    LEADERSHIP = "leadership"


class Cohort(Base):
    """What a space of kind cohort is beside a space: where its people come together, and how far they are. One of which
    nobody has said anything has no row: it is live.
    """

    __tablename__ = "cohort"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    venue: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage] = mapped_column(default=Stage.LIVE)

    @classmethod
    def of(cls, space_id: int) -> "Cohort":
        """What is said of the cohort; where that is nothing, a row that is not kept."""
        return session.get(cls, space_id) or cls(space_id=space_id, venue="", stage=Stage.LIVE)


class Workshop(Sent, Base):
    """A day of a cohort. Its date is what somebody has set and follows from no other (domain.md A28); `begins` and
    `ends` are of that day, in the United Kingdom. `sequence` is raised by each change of when and where it is, so that
    calendars know the newest (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "workshop"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    day: Mapped[date] = mapped_column(sa.Date)
    begins: Mapped[time | None] = mapped_column(sa.Time)
    ends: Mapped[time | None] = mapped_column(sa.Time)
    venue: Mapped[str] = mapped_column(default="")
    objectives: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    segments: Mapped[list["Segment"]] = relationship(
        order_by="Segment.place, Segment.id", back_populates="workshop"
    )
    materials: Mapped[list["Material"]] = relationship(order_by="Material.id", back_populates="workshop")

    @property
    def has_been(self) -> bool:
        return self.day < clock.today()

    def turn(self) -> None:
        """State that when or where it is, or whether it is at all, has changed."""
        self.sequence += 1
        self.changed_at = clock.now()

    def cancel(self) -> bool:
        """Let it not be held; whether that is new."""
        if self.cancelled_at is not None:
            return False
        self.cancelled_at = clock.now()
        self.turn()
        return True

    def restore(self) -> bool:
        """Let it be held after all; whether that is new."""
        if self.cancelled_at is None:
            return False
        self.cancelled_at = None
        self.turn()
        return True


class Segment(Base):
    """A part of a workshop, in the order of `place`."""

    __tablename__ = "segment"

    id: Mapped[Id]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    place: Mapped[int]
    title: Mapped[str]
    component: Mapped[Component]

    workshop: Mapped[Workshop] = relationship(back_populates="segments")


class Material(Base):
    """Something to read for a workshop, where it stands on the web."""

    __tablename__ = "material"

    id: Mapped[Id]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    title: Mapped[str]
    address: Mapped[str]

    workshop: Mapped[Workshop] = relationship(back_populates="materials")
