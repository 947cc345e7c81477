"""What was chosen instead of the schedule's own periods, and how much has gone by it on each day."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, session
from cop.models.keeping import DAY, SCHEDULE, Kept
from cop.models.statements import insert


class KeepingRule(Base):
    """A kind that is kept for `days`; who said so, and why, stands in the log."""

    __tablename__ = "keeping_rule"

    kind: Mapped[Kept] = mapped_column(primary_key=True)
    days: Mapped[int]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))


class KeepingRun(Base):
    """How much of a kind went on a day, and when the last of it did. Never what it was, or whose."""

    __tablename__ = "keeping_run"

    kind: Mapped[Kept] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    went: Mapped[int]
    ran_at: Mapped[datetime]

    @classmethod
    def note(cls, kind: Kept, went: int) -> None:
        """Count with the day what goes in this transaction: the two stand or fall together."""
        now = clock.now()
        counted = insert(cls).values(kind=kind, day=clock.today(), went=went, ran_at=now)
        session.execute(
            counted.on_conflict_do_update(
                index_elements=["kind", "day"], set_={"went": cls.went + went, "ran_at": now}
            )
        )

    @classmethod
    def latest(cls) -> "dict[Kept, KeepingRun]":
        """The newest of each kind."""
        newest = sa.select(cls.kind, sa.func.max(cls.day).label("day")).group_by(cls.kind).subquery()
        query = sa.select(cls).join(newest, sa.and_(cls.kind == newest.c.kind, cls.day == newest.c.day))
        return {each.kind: each for each in session.scalars(query)}


def periods() -> dict[Kept, timedelta | None]:
    """For how long each kind is kept now."""
    chosen = {each.kind: each.days * DAY for each in session.scalars(sa.select(KeepingRule))}
    return {kind: chosen.get(kind, rule.period) for kind, rule in SCHEDULE.items()}


def period_of(kind: Kept) -> timedelta:
    """For how long a kind is kept that has a period."""
    chosen = session.get(KeepingRule, kind, populate_existing=True)
    period = chosen.days * DAY if chosen is not None else SCHEDULE[kind].period
    if period is None:
        raise ValueError(kind)
    return period
