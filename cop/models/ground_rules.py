"""Ground rules of a set, in versions that are never changed; and who has accepted which (domain.md 2.5, SM1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.people import Person


class GroundRules(Base):
    """A version as somebody of the set has written it down. The newest is what everybody is asked to accept."""

    __tablename__ = "ground_rules"
    __table_args__ = (UniqueConstraint("space_id", "number"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    number: Mapped[int]
    text: Mapped[str]
    change: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[Person] = relationship()

    @classmethod
    def of(cls, space_id: int) -> "Sequence[GroundRules]":
        """All versions of a set, the newest first."""
        query = sa.select(cls).where(cls.space_id == space_id).options(joinedload(cls.author))
        return session.scalars(query.order_by(cls.number.desc())).unique().all()

    @classmethod
    def newest(cls, space_id: int) -> "GroundRules | None":
        """What a set is asked to accept; None where nothing is written yet."""
        query = sa.select(cls).where(cls.space_id == space_id).order_by(cls.number.desc()).limit(1)
        return session.scalars(query).one_or_none()

    def accept(self, person_id: int) -> None:
        """Within a command that has locked the set: somebody accepts this version; a repeat changes nothing."""
        if session.get(RulesAcceptance, (self.id, person_id)) is None:
            session.add(RulesAcceptance(rules_id=self.id, person_id=person_id))

    def accepted_by(self) -> dict[int, datetime]:
        """Who accepts this version, and since when."""
        query = sa.select(RulesAcceptance).where(RulesAcceptance.rules_id == self.id)
        return {each.person_id: each.accepted_at for each in session.scalars(query)}


class RulesAcceptance(Base):
    """That somebody accepts a version, and since when."""

    __tablename__ = "rules_acceptance"

    rules_id: Mapped[int] = mapped_column(ForeignKey("ground_rules.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)


@event.listens_for(GroundRules, "before_update")
@event.listens_for(GroundRules, "before_delete")
def _stays(_mapper: object, _connection: object, _rules: Any) -> None:
    raise RuntimeError("what a set was asked to accept stays as it was: write another version")
