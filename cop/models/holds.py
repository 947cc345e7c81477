"""Legal holds: what has to be kept, whatever else says that it goes (domain.md C16, C17)."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Id, session
from cop.models.decisions import Decision
from cop.models.departures import Departure
from cop.models.gates import Gate, pass_alone, pass_together
from cop.models.memberships import Membership
from cop.models.people import Person
from cop.models.spaces import Space

OPEN = text("lifting_id IS NULL")


class Hold(Base):
    """All that a person wrote and that is known of them, or all of a space, or simply everything, has to be kept.

    By whom, when and why it was placed and lifted stands in the log. `reference` is of the matter that asks for it.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR space_id IS NULL", name="on_one"),
        Index("ix_hold_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    reference: Mapped[str]
    placing_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    lifting_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))

    person: Mapped[Person | None] = relationship()
    space: Mapped[Space | None] = relationship()
    placing: Mapped[Decision] = relationship(foreign_keys=[placing_id])
    lifting: Mapped[Decision | None] = relationship(foreign_keys=[lifting_id])

    @property
    def is_open(self) -> bool:
        return self.lifting_id is None

    @property
    def subject(self) -> str:
        """What it is on, by name."""
        if self.person is not None:
            return self.person.name
        return self.space.name if self.space is not None else "everything"

    def why(self, decision: Decision) -> str:
        """The reason for placing or lifting it, without the reference that the log has before it."""
        return decision.reason.removeprefix(f"{self.reference}: ")


def held(*person_ids: Any, space_id: Any = None, email: Any = None) -> sa.ColumnElement[bool]:
    """The condition, for a select or a DELETE, that a row has to be kept: it is of a person (by their id, or by the
    address that they have or had when they left) or of a space that is under hold, or everything is. Each is a value, a
    column, or a select of several; with none of them it is that everything is.
    """
    on = [sa.and_(Hold.person_id.is_(None), Hold.space_id.is_(None))]
    on += [_is(Hold.person_id, each) for each in person_ids]
    if space_id is not None:
        on.append(_is(Hold.space_id, space_id))
    if email is not None:
        theirs = sa.select(Person.id).where(_is(Person.email, email)).correlate_except(Person)
        left = sa.select(Departure.person_id).where(_is(Departure.address, email)).correlate_except(Departure)
        on += [Hold.person_id.in_(theirs), Hold.person_id.in_(left)]
    return sa.exists().where(Hold.lifting_id.is_(None), sa.or_(*on))


def _is(column: sa.orm.InstrumentedAttribute[Any], asked: Any) -> sa.ColumnElement[bool]:
    return column.in_(asked) if isinstance(asked, sa.Select) else column == asked


def has_to_stay(*person_ids: int, space_id: int | None = None) -> bool:
    """Whether what is of these people, and in this space where it is in one, has to be kept."""
    return bool(session.scalar(sa.select(held(*person_ids, space_id=space_id))))


def is_space_held(space_id: int) -> bool:
    """Whether a hold is on this very space."""
    stands = sa.exists().where(Hold.lifting_id.is_(None), Hold.space_id == space_id)
    return bool(session.scalar(sa.select(stands)))


def is_of_hold_on(person_id: int) -> sa.ColumnElement[bool]:
    """The condition that a decision placed or lifted a hold on this person, who is not told."""
    theirs = sa.or_(Hold.placing_id == Decision.id, Hold.lifting_id == Decision.id)
    return sa.exists().where(Hold.person_id == person_id, theirs)


def is_held(person_id: int) -> bool:
    """Whether a person can't be erased: they are under hold, or a space is to which they ever belonged."""
    belonged = sa.select(Membership.space_id).where(Membership.person_id == person_id)
    there = sa.exists().where(Hold.lifting_id.is_(None), Hold.space_id.in_(belonged))
    return bool(session.scalar(sa.select(sa.or_(held(person_id), there))))


def wait_for_holds() -> None:
    """The first thing that a command does which removes: a hold that is being placed is there when it goes on, and one
    that comes after waits until it is done. So whoever was told that a hold stands loses nothing more.
    """
    pass_together(Gate.HOLDS)


def wait_for_removals() -> None:
    """The first thing that a command does which places a hold, or says for how long what is kept: what is being removed
    is gone when it goes on.
    """
    pass_alone(Gate.HOLDS)
