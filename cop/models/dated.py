"""Rows that hold from one moment to another: nothing that was true is deleted."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import UtcDateTime
from cop.errors import Invalid

NOW = sa.bindparam("now", callable_=clock.now, type_=UtcDateTime())
"""The moment a statement is run: one that is kept and run again asks anew."""

LONGEST = timedelta(days=5 * 366)
"""For how long somebody can be given a role at once."""

NO_DAY = "Choose a day after today and within five years."


def read_day(moment: datetime | None, *, field: str = "until") -> datetime | None:
    """The end of a term, or its beginning, as it is kept; Invalid for one that is no day to come."""
    now = clock.now()
    if moment is not None and not now < moment <= now + LONGEST:
        raise Invalid(NO_DAY, field=field)
    return moment


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
        return sa.and_(cls.started_at <= NOW, cls.lasts())

    @classmethod
    def lasts(cls) -> sa.ColumnElement[bool]:
        """The condition that it is not over, whether it has begun or not."""
        return sa.or_(cls.ended_at.is_(None), cls.ended_at > NOW)

    def is_over(self) -> bool:
        return self.ended_at is not None and self.ended_at <= clock.now()

    def end(self) -> None:
        self.ended_at = clock.now()


STAGES = (90, 30, 0)
"""So many days before its end whoever holds a role is told, and once more when it is over."""

A_WEEK = timedelta(days=7)


class Term(Dated):
    """A role that may be for a time. `announced` is the stage of its end that its holder was told of last."""

    announced: Mapped[int | None]

    def last_until(self, moment: datetime | None) -> None:
        """Let it end then (None: no more), which is announced anew."""
        self.ended_at, self.announced = moment, None

    def last_as_told(self, moment: datetime | None) -> None:
        """The same, where its holder is told at this moment: what comes within the week they hear no second time."""
        self.last_until(moment)
        if moment is not None and self.started_at <= clock.now():
            left = moment - clock.now() - A_WEEK
            before = (stage for stage in STAGES if stage and left <= timedelta(days=stage))
            self.announced = min(before, default=None)

    def end(self) -> None:
        super().end()
        self.announced = 0  # whoever ends it knows

    @property
    def last_day(self) -> datetime | None:
        """A moment of its last day, in UK time; None where it has no end."""
        return clock.last_day(self.ended_at)

    @property
    def stage(self) -> int | None:
        """The stage that its end has come to; None while it is far, or has none, and before it has begun."""
        if self.ended_at is None or self.started_at > clock.now():
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
        return sa.and_(cls.started_at <= now, sa.or_(*come))
