"""Between which days the meetings of sets are to be, as whoever plans the cohort has typed them (domain.md A30)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.spaces import Space


class MeetingMode(StrEnum):
    """Whether an adviser leads a meeting, on the day of a workshop, or the set arranges it by itself."""

    FACILITATED = "facilitated"
    SELF_ARRANGED = "self_arranged"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    MeetingMode.FACILITATED: "with an adviser",
    MeetingMode.SELF_ARRANGED: "arranged by the set itself",
}


class BookingWindow(Base):
    """The days, in the United Kingdom, from the first to the last of which meeting `number` of a set is to be: of one
    set, or of all sets of a cohort that have none of their own under that number.
    """

    __tablename__ = "booking_window"
    __table_args__ = (UniqueConstraint("space_id", "number"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    number: Mapped[int]
    mode: Mapped[MeetingMode]
    first_on: Mapped[date]
    last_on: Mapped[date]

    space: Mapped[Space] = relationship(lazy="joined", innerjoin=True)

    def has(self, moment: datetime) -> bool:
        """Whether that is on one of its days."""
        return self.first_on <= moment.astimezone(clock.LONDON).date() <= self.last_on

    @property
    def days(self) -> str:
        """The same in words."""
        first, last = (f"{each.day} {each:%B %Y}" for each in (self.first_on, self.last_on))
        return first if first == last else f"{first} to {last}"

    @classmethod
    def of_cohort(cls, cohort: Space) -> "Sequence[BookingWindow]":
        """Those of a cohort and of its sets, by number; those of the whole cohort before those of one set."""
        sets = sa.select(Space.id).where(Space.parent_id == cohort.id)
        here = sa.or_(cls.space_id == cohort.id, cls.space_id.in_(sets))
        found = session.scalars(sa.select(cls).where(here).order_by(cls.number, cls.first_on, cls.id)).all()
        return sorted(found, key=lambda each: (each.number, each.space_id != cohort.id))

    @classmethod
    def of_set(cls, space: Space) -> "Sequence[BookingWindow]":
        """Those that hold for a set, by number."""
        theirs = cls.space_id.in_([each for each in (space.id, space.parent_id) if each is not None])
        found = session.scalars(sa.select(cls).where(theirs)).all()
        by_number = {each.number: each for each in sorted(found, key=lambda each: each.space_id == space.id)}
        return [by_number[number] for number in sorted(by_number)]


def missed(windows: Sequence[BookingWindow], moment: datetime) -> list[BookingWindow]:
    """Those of a set's windows that are not over, where `moment` lies in none of them all."""
    if any(each.has(moment) for each in windows):
        return []
    return [each for each in windows if each.last_on >= clock.today()]
