"""Measures: what was decided about a person for some time, in one space or everywhere. Each has a reason, an end and
an appeal. What keeps to them is in abiding.py.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.decisions import Decision, Verdict
from cop.models.memberships import Membership
from cop.models.people import Person
from cop.models.spaces import Space


class MeasureKind(StrEnum):
    """From the mildest on. A note and a warning hold nobody back; what is held waits for a moderator, as first posts
    do; who reads only is as an observer; who is suspended or removed is a stranger.
    """

    NOTE = "note"
    WARNING = "warning"
    HELD = "held"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    MeasureKind.NOTE: "Note",
    MeasureKind.WARNING: "Warning",
    MeasureKind.HELD: "What they write waits for a moderator",
    MeasureKind.READ_ONLY: "They read and do not write",
    MeasureKind.SUSPENDED: "Suspended",
    MeasureKind.REMOVED: "Removed",
}

VERDICTS = {
    MeasureKind.NOTE: Verdict.NOTE,
    MeasureKind.WARNING: Verdict.WARN,
    MeasureKind.HELD: Verdict.HOLD_POSTS,
    MeasureKind.READ_ONLY: Verdict.READ_ONLY,
    MeasureKind.SUSPENDED: Verdict.SUSPEND,
    MeasureKind.REMOVED: Verdict.REMOVE_MEMBER,
}
"""How the log says which measure was taken."""

BOUNDS = {
    MeasureKind.HELD: Membership.held_until,
    MeasureKind.READ_ONLY: Membership.read_only_until,
    MeasureKind.SUSPENDED: Membership.suspended_until,
}
"""Which column of a membership says until when it holds its person back."""


class Measure(Base):
    """In force until `ends_at`, unless it was ended before. Without a space it holds in every one, also in those that
    its person joins later. What memberships and appointments say is made of these rows.
    """

    __tablename__ = "measure"
    __table_args__ = (
        Index("ix_measure_person", "person_id", "id"),
        Index("ix_measure_space", "space_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[MeasureKind]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    roles: Mapped[str] = mapped_column(default="", server_default="")
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space | None] = relationship()
    decision: Mapped[Decision] = relationship()

    def is_in_force(self) -> bool:
        return self.ended_at is None and (self.ends_at is None or self.ends_at > clock.now())

    @classmethod
    def in_force(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.ended_at.is_(None), sa.or_(cls.ends_at.is_(None), cls.ends_at > clock.now()))

    @classmethod
    def of(cls, person_id: int, space_id: int | None) -> list["Measure"]:
        """Those in force about a person in that space alone, or everywhere (None)."""
        query = sa.select(cls).where(cls.person_id == person_id, cls.space_id == space_id, cls.in_force())
        return list(session.scalars(query.order_by(cls.id)))

    @classmethod
    def holds_back(cls, person_id: int) -> bool:
        """Whether anything that holds everywhere keeps somebody from saying what they like."""
        silenced = sa.exists().where(
            cls.person_id == person_id,
            cls.space_id.is_(None),
            cls.kind.in_([*BOUNDS, MeasureKind.REMOVED]),
            cls.in_force(),
        )
        return bool(session.scalar(sa.select(silenced)))

    @classmethod
    def shuts_out(cls, person_id: int) -> bool:
        """Whether somebody is suspended from all spaces, or removed from them."""
        shut = sa.exists().where(
            cls.person_id == person_id,
            cls.space_id.is_(None),
            cls.kind.in_([MeasureKind.SUSPENDED, MeasureKind.REMOVED]),
            cls.in_force(),
        )
        return bool(session.scalar(sa.select(shut)))

    @classmethod
    def removal(cls, person_id: int, space_id: int | None) -> "Measure | None":
        """One by which somebody is out of that space, or of all."""
        where = sa.or_(cls.space_id.is_(None), cls.space_id == space_id)
        removals = sa.select(cls).where(
            cls.person_id == person_id, where, cls.kind == MeasureKind.REMOVED, cls.in_force()
        )
        return session.scalars(removals.order_by(cls.id).limit(1)).one_or_none()
