"""Indicators: figures by which a pair sees how far an intention has come, never of single patients (domain.md B32)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.intentions import Intention


class IndicatorKind(StrEnum):
    """Three that the first Trusts reported, and whatever a pair counts besides."""

    PATIENTS = "patients"
    INVESTMENT = "investment"
    SYSTEMS = "systems"
    OWN = "own"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    IndicatorKind.PATIENTS: "Patient numbers: people who take part in research",
    IndicatorKind.INVESTMENT: "Research investment",
    IndicatorKind.SYSTEMS: "Research management systems",
    IndicatorKind.OWN: "Something else that you count",
}


class Indicator(Base):
    """What is counted, in which `unit`, where it began and where it is to be. Days are days in the United Kingdom."""

    __tablename__ = "indicator"

    id: Mapped[Id]
    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), index=True)
    kind: Mapped[IndicatorKind]
    name: Mapped[str]
    unit: Mapped[str]
    baseline: Mapped[float]
    baseline_on: Mapped[date] = mapped_column(sa.Date)
    target: Mapped[float]
    target_on: Mapped[date] = mapped_column(sa.Date)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    intention: Mapped[Intention] = relationship()
    values: Mapped[list["IndicatorValue"]] = relationship(
        back_populates="indicator", order_by="IndicatorValue.day", cascade="all, delete-orphan"
    )

    @property
    def latest(self) -> "IndicatorValue | None":
        return self.values[-1] if self.values else None


class IndicatorValue(Base):
    """What it was on a day; there is one for each."""

    __tablename__ = "indicator_value"
    __table_args__ = (UniqueConstraint("indicator_id", "day"),)

    id: Mapped[Id]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    day: Mapped[date] = mapped_column(sa.Date)
    value: Mapped[float]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    indicator: Mapped[Indicator] = relationship(back_populates="values")
