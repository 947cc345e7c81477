"""Programmes: what a community came from, how far each is, and who stands behind it. Their ending ends no space."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.states import digest


class ProgrammeStatus(StrEnum):
    """How far a programme is (domain.md A01)."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    ARCHIVED = "archived"


OVER = (ProgrammeStatus.ENDED, ProgrammeStatus.ARCHIVED)
"""Nothing more is planned in such a programme. Its cohorts, their forums and their sets go on."""


class PartnerRole(StrEnum):
    """What an organisation is to a programme (domain.md A09, B01)."""

    DELIVERER = "deliverer"
    FUNDER = "funder"
    ALLOCATING_BODY = "allocating_body"
    PARTNER = "partner"
    EVALUATOR = "evaluator"


SAID = ("name", "parent", "summary", "rationale", "domain", "eligibility", "cost", "recognition")
"""What a programme says of itself, in words."""


class Programme(Base):
    """A leadership programme. `parent` is the work stream that it belongs to, by name; `domain` is what its community
    cares for and why. `status` is a ProgrammeStatus.
    """

    __tablename__ = "programme"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="", server_default="")
    domain: Mapped[str] = mapped_column(default="", server_default="")
    eligibility: Mapped[str] = mapped_column(default="", server_default="")
    cost: Mapped[str] = mapped_column(default="", server_default="")
    recognition: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[str] = mapped_column(default=ProgrammeStatus.RUNNING.value)
    ended_on: Mapped[date | None] = mapped_column(sa.Date)

    partners: Mapped[list["Partner"]] = relationship(order_by="Partner.id", back_populates="programme")

    @property
    def is_over(self) -> bool:
        """Whether its last day has been."""
        return self.ended_on is not None and self.ended_on < clock.today()

    @property
    def is_closed(self) -> bool:
        """Whether somebody has said that it is over: nothing more is planned in it."""
        return self.status in OVER

    def mark(self) -> str:
        """By which a page can tell that nothing it says of itself has changed since."""
        return digest(*(getattr(self, name) for name in SAID))


class Partner(Base):
    """An organisation that stands behind a programme, by the name that it goes by there, and as what."""

    __tablename__ = "programme_partner"
    __table_args__ = (UniqueConstraint("programme_id", "role", "name"),)

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    role: Mapped[PartnerRole]
    name: Mapped[str]

    programme: Mapped[Programme] = relationship(back_populates="partners")
