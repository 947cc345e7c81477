"""Rows that hold from one moment to another: nothing that was true is deleted."""

from datetime import datetime, timedelta

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


STAGES = (90, 30, 0)
"""So many days before its end whoever holds a role is told, and once more when it is over."""


class Term(Dated):
    """A role that may be for a time. `announced` is the stage of its end that its holder was told of last."""

    announced: Mapped[int | None]

    def last_until(self, moment: datetime | None) -> None:
        """Let it end then (None: no more), which is announced anew."""
        self.ended_at, self.announced = moment, None

    def end(self) -> None:
        super().end()
        self.announced = 0  # whoever ends it knows

    @property
    def last_day(self) -> datetime | None:
        """A moment of its last day, in UK time; None where it has no end."""
        return clock.last_day(self.ended_at)

    @property
    def stage(self) -> int | None:
        """The stage that its end has come to; None while it is far, or has none."""
        if self.ended_at is None:
            return None
        left = self.ended_at - clock.now()
        return min((stage for stage in STAGES if left <= timedelta(days=stage)), default=None)

    @classmethod
    def is_to_announce(cls) -> sa.ColumnElement[bool]:
        """The condition that its end has come to a stage that its holder was not told of."""
        now = clock.now()
        come = [
            sa.and_(
                cls.ended_at <= now + timedelta(days=stage),
                sa.or_(cls.announced.is_(None), cls.announced > stage),
            )
            for stage in STAGES
        ]
        return sa.or_(*come)
