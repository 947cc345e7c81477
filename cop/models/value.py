"""What has come of it: impact at three levels, and stories that walk the cycles of value (domain.md B23, 3.1)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.intentions import Intention
from cop.models.people import Person
from cop.models.pieces import PieceKind, Written
from cop.models.topics import Topic


class ImpactLevel(StrEnum):
    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Impact(Written, Base):
    """Something that has changed on a day, by an intention of a pair or by what one person does. `is_shared` lets
    others read it than whoever wrote it and their pair.
    """

    __tablename__ = "impact"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    kind_of_piece, says = PieceKind.IMPACT, ("text", "evidence")

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    intention_id: Mapped[int | None] = mapped_column(ForeignKey("intention.id"), index=True)
    level: Mapped[ImpactLevel]
    happened_on: Mapped[date] = mapped_column(sa.Date)
    text: Mapped[str]
    evidence: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()
    intention: Mapped[Intention | None] = relationship()


class Cycle(StrEnum):
    """The cycles of value, by the names of the columns that tell of them."""

    IMMEDIATE = "immediate"
    POTENTIAL = "potential"
    APPLIED = "applied"
    REALISED = "realised"
    TRANSFORMATIVE = "transformative"

    @property
    def label(self) -> str:
        return ASKED[self]


ASKED = {
    Cycle.IMMEDIATE: "What I noticed",
    Cycle.POTENTIAL: "What I took away",
    Cycle.APPLIED: "What I tried",
    Cycle.REALISED: "What changed",
    Cycle.TRANSFORMATIVE: "What we now see differently",
}


class ValueStory(Written, Base):
    """A person's account of what the community was worth. They alone read it until they agree that it is published, and
    again once they agree no more; that evaluators read it is another consent. Of a meeting it says only that there was
    one.
    """

    __tablename__ = "value_story"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    kind_of_piece, says = PieceKind.STORY, ("title", *(each.value for each in Cycle))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    immediate: Mapped[str]
    potential: Mapped[str]
    applied: Mapped[str]
    realised: Mapped[str]
    transformative: Mapped[str]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    intention_id: Mapped[int | None] = mapped_column(ForeignKey("intention.id"))
    began_at_meeting: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    for_evaluation: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    topic: Mapped[Topic | None] = relationship()
    intention: Mapped[Intention | None] = relationship()

    @property
    def told(self) -> list[tuple[Cycle, str]]:
        """What it says of each cycle that it tells of."""
        return [(each, getattr(self, each)) for each in Cycle if getattr(self, each)]
