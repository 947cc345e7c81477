"""What a board sponsor promises the pair of their organisation, and how they encourage it (domain.md B28)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.intentions import Intention
from cop.models.pairs import Pair
from cop.models.people import Person
from cop.models.pieces import PieceKind, Written


class Commitment(Written, Base):
    """What a sponsor undertakes, with the time that is protected for it, and the day on which that is looked at again.
    The newest of a pair holds; those before stay, also of sponsors before.
    """

    __tablename__ = "commitment"
    kind_of_piece, says = PieceKind.COMMITMENT, ("text", "time_protected")

    id: Mapped[Id]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    time_protected: Mapped[str]
    review_on: Mapped[date] = mapped_column(sa.Date)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    reminded_at: Mapped[datetime | None]

    pair: Mapped[Pair] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def days_left(self) -> int:
        """Until it is looked at again; below nought once that day is over."""
        return (self.review_on - clock.today()).days


class Encouragement(Written, Base):
    """What a sponsor says to the pair about an intention: one thing, which they can say otherwise."""

    __tablename__ = "encouragement"
    kind_of_piece, says = PieceKind.ENCOURAGEMENT, ("text",)

    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    intention: Mapped[Intention] = relationship()
    person: Mapped[Person] = relationship()
