"""Exports: a copy of all that is kept of a person, asked for by them, made by a job and kept for a week (S25)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cop import clock
from cop.db import Base

KEEP = timedelta(days=7)
LOST = timedelta(minutes=10)
"""So long after a job was last heard of, another takes over."""

TRIES = 5
WAITING = text("made_at IS NULL AND failed_at IS NULL")


class Export(Base):
    """A person has one at a time: nobody's but theirs can be asked for, and a new one takes the place of the old.

    `turn` rises whenever it is asked for or a job takes it: whoever makes it under an older one has lost it. `done` of
    `steps` is how far that job has come, and `moved_at` when it said so. The bytes are kept as `stored`.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_waiting", "moved_at", sqlite_where=WAITING, postgresql_where=WAITING),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    stored: Mapped[str | None] = mapped_column(unique=True)
    size: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    @property
    def kept_until(self) -> datetime | None:
        return self.made_at + KEEP if self.made_at else None

    def is_waiting(self) -> bool:
        return self.made_at is None and self.failed_at is None

    def is_ready(self) -> bool:
        return self.kept_until is not None and clock.now() < self.kept_until

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """The condition `is_ready` for a select."""
        return cls.made_at > clock.now() - KEEP

    @classmethod
    def is_to_make(cls) -> sa.ColumnElement[bool]:
        """The condition that it waits, and that no job is at it."""
        idle = sa.or_(cls.moved_at.is_(None), cls.moved_at <= clock.now() - LOST)
        return sa.and_(cls.made_at.is_(None), cls.failed_at.is_(None), idle)

    @classmethod
    def is_over(cls) -> sa.ColumnElement[bool]:
        """The condition that nobody can do anything with it any more."""
        return sa.or_(cls.made_at <= clock.now() - KEEP, cls.failed_at <= clock.now() - KEEP)

    def ask(self) -> None:
        """Wait to be made from now on."""
        self.asked_at = clock.now()
        self.renew()

    def renew(self) -> None:
        """Wait to be made anew, whoever is making it at this moment; what bytes there are go as a job takes it."""
        self.turn += 1
        self.tries = self.done = self.steps = 0
        self.moved_at = self.made_at = self.failed_at = None

    def take(self) -> bool:
        """Let a job make it, which counts as a try; False if there is nothing to do, or another is at it."""
        is_idle = self.moved_at is None or self.moved_at <= clock.now() - LOST
        if not (self.is_waiting() and is_idle):
            return False
        if self.tries >= TRIES:
            self.failed_at = clock.now()
            return False
        self.turn, self.tries = self.turn + 1, self.tries + 1
        self.move(0, 0)
        return True

    def move(self, done: int, steps: int) -> None:
        """Have come so far."""
        self.done, self.steps, self.moved_at = done, steps, clock.now()

    def give_up_bytes(self) -> str | None:
        """The name of the bytes of before, which nobody needs by now."""
        old, self.stored, self.size = self.stored, None, 0
        return old

    def keep(self, stored: str, *, size: int) -> None:
        """Be ready, with these bytes."""
        self.stored, self.size, self.made_at = stored, size, clock.now()
