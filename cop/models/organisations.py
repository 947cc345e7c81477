"""Organisations, their mergers, and who belonged to which, when."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop.db import Base, Id
from cop.models.dated import Dated
from cop.models.gates import Gate, pass_alone


class Organisation(Base):
    """An NHS Trust or a partner. A merged one keeps its history and points to its successor (domain.md B09)."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    town: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="", index=True)
    kind: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    successor: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    @classmethod
    def is_called(cls, name: str) -> sa.ColumnElement[bool]:
        """The condition that name or code contain these words, wildcards taken literally."""
        found = (
            sa.or_(cls.name.icontains(word, autoescape=True), cls.code.icontains(word, autoescape=True))
            for word in name.split()[:5]
        )
        return sa.and_(*found, sa.true())

    @property
    def present(self) -> "Organisation":
        """The one that it is now: itself, or the last that took it in."""
        found, passed = self, {self}
        while found.successor is not None and found.successor not in passed:
            found = found.successor
            passed.add(found)
        return found


class Affiliation(Dated, Base):
    """A person's time at an organisation; at most one is open."""

    __tablename__ = "affiliation"
    __table_args__ = (
        Index(
            "uq_affiliation_open",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation] = relationship()


def wait_for_mergers() -> None:
    """The first thing that a command does which says what took an organisation in: two, each right by itself, could go
    round in a circle.
    """
    pass_alone(Gate.MERGERS)
