"""Blocks: a person has one against another, and nobody but themselves knows of it."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, session
from cop.models.people import Person


class Block(Base):
    """While it stands, the two can say nothing new to each other alone, whichever of them set it."""

    __tablename__ = "block"
    __table_args__ = (CheckConstraint("blocker_id <> blocked_id", name="of_somebody_else"),)

    blocker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    blocked: Mapped[Person] = relationship(foreign_keys=[blocked_id])

    @classmethod
    def of(cls, blocker_id: int, blocked_id: int) -> "Block | None":
        """The one that a person has against another."""
        return session.get(cls, (blocker_id, blocked_id), populate_existing=True)

    @classmethod
    def stands_among(cls, person_ids: Collection[int]) -> bool:
        """Whether any two of these people are kept apart by one, in either direction."""
        among = sa.exists().where(cls.blocker_id.in_(person_ids), cls.blocked_id.in_(person_ids))
        return bool(session.scalar(sa.select(among)))

    @classmethod
    def apart_from(cls, person_id: int) -> sa.CompoundSelect[int]:
        """Ids of all who are kept apart from this person, in either direction."""
        return sa.union_all(
            sa.select(cls.blocked_id).where(cls.blocker_id == person_id),
            sa.select(cls.blocker_id).where(cls.blocked_id == person_id),
        )
