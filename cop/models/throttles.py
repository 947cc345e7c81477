"""Throttles are rows, so that pages, sockets and processes share them (S13)."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, session
from cop.models.statements import insert, rows


class Throttle(Base):
    """A bucket of `left` tokens as of `at`. It refills by itself, so that nobody is locked out for good."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[float]
    at: Mapped[datetime]

    @classmethod
    def take(cls, bucket: str, *, burst: int, every: timedelta) -> bool:
        """Take one token of `bucket`, which holds `burst` and gains one each `every`; False if it is empty."""
        taking = _taking(session.get_bind().dialect.name)
        full = {"bucket": bucket, "left": burst - 1.0, "at": clock.now()}
        return rows(taking, full | {"every": every.total_seconds()}).one_or_none() is not None

    @classmethod
    def wait(cls, bucket: str, *, every: timedelta) -> timedelta:
        """How long it is until `bucket`, which gains one token each `every`, has one to take."""
        row = session.get(cls, bucket, populate_existing=True)
        if row is None:
            return timedelta()
        return max(timedelta(), every * (1 - row.left) - (clock.now() - row.at))

    @classmethod
    def use(cls, bucket: str) -> bool:
        """Whether nobody has used `bucket` before, which can be used once. It is kept, empty, until it is forgotten."""
        empty = insert(cls.__table__).values(bucket=bucket, left=0, at=clock.now())
        using = empty.on_conflict_do_nothing().returning(cls.__table__.c.bucket)
        return session.scalar(using) is not None

    @classmethod
    def refill(cls, bucket: str) -> None:
        """Forget what was taken from `bucket`."""
        session.execute(sa.delete(cls).where(cls.bucket == bucket))


@cache
def _taking(database: str) -> Any:
    """Made once for each kind of database. A full bucket is made, less one token, or one is taken of the bucket that is
    there; where there is none to take nothing is changed, and no row comes back. Several at once wait for each other.
    """
    table, full = Throttle.__table__, insert(Throttle.__table__)
    seconds = _elapsed(database, table.c.at, full.excluded.at)
    every = sa.bindparam("every", type_=sa.Float)
    # Behind the clock that wrote it, one token comes at once and dates the bucket anew: nobody is locked out until the
    # clocks agree (F21).
    gained = table.c.left + sa.case((seconds < 0, 1.0), else_=seconds / every)
    least = sa.func.min if database == "sqlite" else sa.func.least
    return (
        full.values({name: sa.bindparam(name) for name in ("bucket", "left", "at")})
        .on_conflict_do_update(
            index_elements=[table.c.bucket],
            set_={"left": least(gained - 1, full.excluded.left), "at": full.excluded.at},
            where=gained >= 1,
        )
        .returning(table.c.bucket)
    )


def _elapsed(
    database: str, since: sa.ColumnElement[datetime], until: sa.ColumnElement[datetime]
) -> sa.ColumnElement[float]:
    """Seconds between two moments. SQLite keeps them as text, and tells days to the millisecond."""
    if database == "sqlite":
        return sa.func.round((sa.func.julianday(until) - sa.func.julianday(since)) * 86_400, 3)
    return sa.cast(sa.func.extract("epoch", until - since), sa.Float)
