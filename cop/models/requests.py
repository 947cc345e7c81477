"""Requests: somebody of the network asks to be let into a group that can be asked for."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person
from cop.models.spaces import Space

OPEN = text("answered_at IS NULL")
AGAIN_AFTER = timedelta(days=14)
"""Whoever was turned away can ask again then."""


class JoinRequest(Base):
    """`said` is what they wrote to the moderators; it is answered by them, or taken back."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_open",
            "person_id",
            "space_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    said: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    was_let_in: Mapped[bool | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space] = relationship()

    @classmethod
    def waiting_of(cls, person_id: int, space_id: int) -> "JoinRequest | None":
        mine = (cls.person_id == person_id, cls.space_id == space_id, cls.answered_at.is_(None))
        return session.scalars(sa.select(cls).where(*mine)).one_or_none()

    @classmethod
    def turned_away_lately(cls, person_id: int, space_id: int) -> bool:
        lately = sa.exists().where(
            cls.person_id == person_id,
            cls.space_id == space_id,
            cls.was_let_in.is_(False),
            cls.answered_at > clock.now() - AGAIN_AFTER,
        )
        return bool(session.scalar(sa.select(lately)))

    def answer(self, *, let_in: bool | None) -> None:
        """Close it: with what was decided, or with None by whoever has asked."""
        self.answered_at, self.was_let_in = clock.now(), let_in
