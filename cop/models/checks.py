"""Checks: what was left, in which store, of something that was removed for good, counted once the commit stood."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base
from cop.models.decisions import Decision


class PurgeCheck(Base):
    """How many rows, texts or files `store` still held. A part of the log: written once, and never changed."""

    __tablename__ = "purge_check"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    store: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[int]
    checked_at: Mapped[datetime] = mapped_column(default=clock.now)

    decision: Mapped[Decision] = relationship()
