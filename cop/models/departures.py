"""Departures: who leaves the place, what is to become of what they wrote, and how far that has come."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, session
from cop.models.people import Person
from cop.models.spaces import SpaceKind

UNDER_WAY = text("done_at IS NULL")

FORMER = "A former member"
"""What somebody is called who leaves their name behind."""

NAMED = "a former member"
"""The same within a sentence of somebody else."""

CONFIDENTIAL = (SpaceKind.SET, SpaceKind.DIRECT)
"""What was written there stays in no case (domain.md C04)."""


def nowhere(person_id: int) -> str:
    """In the place of the address of who has left: nothing can be sent to it."""
    return f"left-{person_id}@invalid"


class Way(StrEnum):
    """What is to become of what somebody wrote: it stays under their name, without it, or it goes."""

    NAMED = "named"
    UNNAMED = "unnamed"
    REMOVED = "removed"


class Step(StrEnum):
    """What is done one after the other once somebody has left, each in transactions of its own."""

    PERSON = "person"
    WAITING = "waiting"
    WORDS = "words"
    SHARED = "shared"
    TALLIES = "tallies"
    NAME = "name"
    BELONGINGS = "belongings"
    REST = "rest"
    LETTER = "letter"
    END = "end"


class Departure(Base):
    """`name` and `address` are those that the person had, for as long as something is to be done with them. `step` is
    what is done next. Words that were reported stay until somebody has decided, and all of it while a legal hold lasts.
    """

    __tablename__ = "departure"
    __table_args__ = (
        Index("ix_departure_under_way", "person_id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    way: Mapped[Way]
    name: Mapped[str]
    address: Mapped[str]
    step: Mapped[Step] = mapped_column(default=Step.PERSON)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @classmethod
    def of(cls, person_id: int) -> "Departure | None":
        return session.get(cls, person_id)

    @classmethod
    def under_way(cls) -> list[int]:
        """Ids of the people for whom something is left to be done, who left first first."""
        query = sa.select(cls.person_id).where(cls.done_at.is_(None)).order_by(cls.asked_at, cls.person_id)
        return list(session.scalars(query))

    @property
    def keeps_name(self) -> bool:
        return self.way is Way.NAMED

    @property
    def keeps_words(self) -> bool:
        return self.way is not Way.REMOVED

    def go_on(self) -> None:
        """The step is done: the next one is to come."""
        steps = list(Step)
        self.step = steps[steps.index(self.step) + 1]

    def end(self) -> None:
        """All is done, and nothing is kept here by which the person could be found."""
        self.name = self.address = ""
        self.done_at = clock.now()
