"""Rotas of a set: who hosts and who facilitates one after the other (domain.md 2.1, 2.5)."""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cop.db import Base, session


class Duty(StrEnum):
    """What somebody does for a meeting: see to it that it happens, or lead it."""

    HOSTS = "hosts"
    FACILITATORS = "facilitators"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class RotaTurn(Base):
    """The place of somebody in a rota. Whoever has left the set is passed over, wherever they stand."""

    __tablename__ = "rota_turn"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    duty: Mapped[Duty] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place: Mapped[int]

    @classmethod
    def order(cls, space_id: int, duty: Duty) -> list[int]:
        """Ids of people in the order of their turns."""
        query = sa.select(cls.person_id).where(cls.space_id == space_id, cls.duty == duty)
        return list(session.scalars(query.order_by(cls.place, cls.person_id)))

    @classmethod
    def arrange(cls, space_id: int, duty: Duty, person_ids: Sequence[int]) -> None:
        """Let these people take turns in this order, and nobody else. The space is locked."""
        session.execute(sa.delete(cls).where(cls.space_id == space_id, cls.duty == duty))
        session.add_all(
            cls(space_id=space_id, duty=duty, person_id=person_id, place=place)
            for place, person_id in enumerate(person_ids)
        )
        session.flush()


def in_turn(person_ids: Sequence[int], *, held: int) -> int | None:
    """Whose turn the next meeting is, of those who take turns, once `held` have been; None where nobody does."""
    return person_ids[held % len(person_ids)] if person_ids else None
