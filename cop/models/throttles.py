"""Throttles are rows, so that pages, sockets and processes share them (S13)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, insert, session


class Throttle(Base):
    """A bucket of `left` tokens as of `at`. It refills by itself, so that nobody is locked out for good."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[float]
    at: Mapped[datetime]

    @classmethod
    def take(cls, bucket: str, *, burst: int, every: timedelta) -> bool:
        """Take one token of `bucket`, which holds `burst` and gains one each `every`; False if it is empty."""
        row = cls._lock(bucket) or cls._lock_new(bucket, burst=burst)
        now = clock.now()
        gained = (now - row.at) / every
        # Behind the clock that wrote it, one token comes at once and dates the bucket anew: a refusal is rolled back,
        # and would lock somebody out until the clocks agree (F21).
        row.left = min(float(burst), row.left + (gained if gained >= 0 else 1))
        row.at = now
        if row.left < 1:
            return False
        row.left -= 1
        return True

    @classmethod
    def _lock(cls, bucket: str) -> "Throttle | None":
        query = sa.select(cls).where(cls.bucket == bucket).with_for_update()
        return session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    @classmethod
    def _lock_new(cls, bucket: str, *, burst: int) -> "Throttle":
        """A full bucket; of several who make it at once, one does and all then wait for its row."""
        full = insert(cls).values(bucket=bucket, left=float(burst), at=clock.now())
        session.execute(full.on_conflict_do_nothing())
        return cls._lock(bucket) or cls._lock_new(bucket, burst=burst)

    @classmethod
    def refill(cls, bucket: str) -> None:
        """Forget what was taken from `bucket`."""
        session.execute(sa.delete(cls).where(cls.bucket == bucket))

    @classmethod
    def forget(cls, *, older_than: timedelta) -> None:
        """Drop buckets that nobody has drawn from for so long that they are full."""
        session.execute(sa.delete(cls).where(cls.at < clock.now() - older_than))
