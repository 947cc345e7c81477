"""Rows that hold from one moment to another: nothing that was true is deleted."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import UtcDateTime

NOW = sa.bindparam("now", callable_=clock.now, type_=UtcDateTime())
"""The moment a statement is run: one that is kept and run again asks anew."""


class Dated:
    """Holds from `started_at` (included) to `ended_at` (excluded; None: until further notice)."""

    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    def is_current(self) -> bool:
        now = clock.now()
        return self.started_at <= now and (self.ended_at is None or self.ended_at > now)

    @classmethod
    def holds(cls) -> sa.ColumnElement[bool]:
        """The condition `is_current` for a select, at the moment it is run."""
        return sa.and_(cls.started_at <= NOW, sa.or_(cls.ended_at.is_(None), cls.ended_at > NOW))

    def end(self) -> None:
        self.ended_at = clock.now()
