"""Waves: people who are brought in together by a list, each of its lines with what came of it (domain.md B33, ST5)."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.invitations import Invitation
from cop.models.people import Person


class Fate(StrEnum):
    """What comes of a line: it will be sent, it was sent, there is nothing to do, or something in it is wrong."""

    NEW = "new"
    SENT = "sent"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list as it was typed, each cell in one line."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    role: str = ""
    cohort: str = ""
    set_name: str = ""
    pair: str = ""
    sponsor: str = ""


class Wave(Base):
    """A list that somebody uploaded under `name`. Nothing of it is sent before they say so."""

    __tablename__ = "wave"

    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sending_since: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    actor: Mapped[Person] = relationship()

    @property
    def is_being_sent(self) -> bool:
        return self.sending_since is not None and self.sent_at is None


class WaveRow(Base):
    """The line `number` of a wave's file, and what came of it; `said` is why, or what its sender should know."""

    __tablename__ = "wave_row"
    __table_args__ = (Index("ix_wave_row_fate", "wave_id", "fate", "number"),)

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    name: Mapped[str]
    email: Mapped[str]
    organisation: Mapped[str]
    role: Mapped[str]
    cohort: Mapped[str]
    set_name: Mapped[str]
    pair: Mapped[str]
    sponsor: Mapped[str]
    fate: Mapped[Fate]
    said: Mapped[str] = mapped_column(default="")
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))

    wave: Mapped[Wave] = relationship()
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def line(self) -> Line:
        return Line(**{each.name: getattr(self, each.name) for each in fields(Line)})
