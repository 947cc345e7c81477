"""Throttles are rows, so that pages, sockets and processes share them (S13)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base, session


class Throttle(Base):
    """A bucket of `left` tokens as of `at`. It refills by itself, so that nobody is locked out for good."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    left: Mapped[float]
    at: Mapped[datetime]

    @classmethod
    def take(cls, bucket: str, *, burst: int, every: timedelta) -> bool:
        """Take one token of `bucket`, which holds `burst` and gains one each `every`; False if it is empty."""
        row = session.scalars(
            sa.select(cls)
            .where(cls.bucket == bucket)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        now = clock.now()
        if row is None:
            row = cls(bucket=bucket, left=float(burst), at=now)
            session.add(row)
        row.left = min(float(burst), row.left + max(timedelta(), now - row.at) / every)
        row.at = now
        if row.left < 1:
            return False
        row.left -= 1
        return True

    @classmethod
    def refill(cls, bucket: str) -> None:
        """Forget what was taken from `bucket`."""
        session.execute(sa.delete(cls).where(cls.bucket == bucket))
