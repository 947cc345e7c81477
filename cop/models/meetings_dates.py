"""Dates that are proposed for the next meeting of a set, and how each suits those who are to come (domain.md 2.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.meetings import Meeting
from cop.models.people import Person

MOST_DATES = 12


class Suits(StrEnum):
    """How a date suits somebody."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class MeetingDate(Base):
    """One that is proposed. Whoever proposed it can withdraw it, and its answers with it."""

    __tablename__ = "meeting_date"
    __table_args__ = (UniqueConstraint("meeting_id", "starts_at"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]

    proposer: Mapped[Person] = relationship()

    @classmethod
    def of(cls, meeting: Meeting) -> "Sequence[MeetingDate]":
        """Those of a meeting, the earliest first."""
        query = sa.select(cls).where(cls.meeting_id == meeting.id).options(joinedload(cls.proposer))
        return session.scalars(query.order_by(cls.starts_at)).all()

    @property
    def is_to_come(self) -> bool:
        return self.starts_at > clock.now()


class DateAnswer(Base):
    """What somebody says to a date; it can be said otherwise until the meeting has one."""

    __tablename__ = "meeting_date_answer"

    date_id: Mapped[int] = mapped_column(ForeignKey("meeting_date.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    suits: Mapped[Suits]

    @classmethod
    def say(cls, person_id: int, answers: Mapping[int, Suits]) -> None:
        """Let this person say so, by date. The meeting is locked."""
        theirs = sa.select(cls).where(cls.person_id == person_id, cls.date_id.in_(answers))
        there = {each.date_id: each for each in session.scalars(theirs)}
        for date_id, suits in answers.items():
            if date_id in there:
                there[date_id].suits = suits
            else:
                session.add(cls(date_id=date_id, person_id=person_id, suits=suits))

    @classmethod
    def to(cls, meeting: Meeting) -> "Sequence[DateAnswer]":
        """All that was said to the dates of a meeting."""
        query = sa.select(cls).join(MeetingDate, MeetingDate.id == cls.date_id)
        return session.scalars(query.where(MeetingDate.meeting_id == meeting.id)).all()
