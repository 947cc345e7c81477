"""What a pair says each quarter: what has changed around them, and in how they lead (domain.md B17)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.intentions import Intention
from cop.models.people import Person
from cop.models.pieces import PieceKind, Written


class ProgressUpdate(Written, Base):
    """Both questions are answered. When it is looked at next stands with the intention."""

    __tablename__ = "progress_update"
    kind_of_piece, says = PieceKind.UPDATE, ("organisation", "leadership")
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[Id]
    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation: Mapped[str]
    leadership: Mapped[str]
    key: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    intention: Mapped[Intention] = relationship()
    person: Mapped[Person] = relationship()
