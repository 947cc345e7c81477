"""Improvement intentions: what a pair wants to change in its organisation, and how that stands (domain.md B16)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.errors import Conflict
from cop.models.organisations import Organisation
from cop.models.pairs import Pair
from cop.models.people import Person
from cop.models.pieces import PieceKind, Written
from cop.models.stakeholders import Stakeholder, Theme

OPEN = text("closed_at IS NULL")
CHANGED = "The other half of your pair has changed this meanwhile. Their words are below, and yours are kept."


class IntentionStatus(StrEnum):
    DRAFT = "draft"
    SHARED = "shared"
    IN_PROGRESS = "in_progress"
    REVISED = "revised"
    ACHIEVED = "achieved"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def is_closed(self) -> bool:
        return self in (IntentionStatus.ACHIEVED, IntentionStatus.STOPPED)


class Intention(Base):
    """A pair has at most one that is not closed. What it says stands in its wordings: `shown` is the number of the one
    that others read, 0 while it is a draft. `asked_by_id` is the half who would share the newest one and waits for the
    other; a change of it lets that go. Once it is shared it may be `for_sponsor` of the pair's organisation too.
    `review_on` is the day in the United Kingdom on which they look again, `reminded_of` the last they were told of.
    """

    __tablename__ = "intention"
    __table_args__ = (
        Index("uq_intention_open", "pair_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_intention_pair", "pair_id"),
    )

    id: Mapped[Id]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"))
    status: Mapped[IntentionStatus] = mapped_column(default=IntentionStatus.DRAFT)
    shown: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    shared_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    for_sponsor: Mapped[bool] = mapped_column(default=False)
    review_on: Mapped[date | None] = mapped_column(sa.Date)
    reminded_of: Mapped[date | None] = mapped_column(sa.Date)

    pair: Mapped[Pair] = relationship()
    asked_by: Mapped[Person | None] = relationship()
    wording: Mapped["Wording | None"] = relationship(
        primaryjoin="and_(Wording.intention_id == Intention.id, Wording.number == Intention.shown)",
        viewonly=True,
        uselist=False,
    )
    """The one that others read."""
    latest: Mapped["Wording | None"] = relationship(
        primaryjoin=lambda: _is_latest(),  # noqa: PLW0108 - it stands below
        viewonly=True,
        uselist=False,
    )
    """What it says by now, for a page that loads it together with the rest."""

    @classmethod
    def open_of(cls, pair_id: int) -> "Intention | None":
        """The one of a pair that is not closed."""
        return session.scalars(
            sa.select(cls).where(cls.pair_id == pair_id, cls.closed_at.is_(None))
        ).one_or_none()

    @property
    def is_shared(self) -> bool:
        return self.shown > 0

    @property
    def newest(self) -> "Wording | None":
        """What it says by now, shared or not."""
        query = sa.select(Wording).where(Wording.intention_id == self.id)
        return session.scalars(query.order_by(Wording.number.desc()).limit(1)).one_or_none()

    def say(self, said: "Wording", *, seen: int) -> None:
        """Let `said` be its newest wording; Conflict if there is a newer one than that of the number `seen`. What it
        says already changes nothing.
        """
        before = self.newest
        if before is not None and before.same_as(said):
            return
        if (before.number if before else 0) != seen:
            raise Conflict(CHANGED)
        said.intention_id, said.number = self.id, seen + 1
        session.add(said)
        self.asked_by_id = None

    def share(self, wording: "Wording") -> None:
        """Let others read it as this newest wording has it."""
        wording.shared_at = clock.now()
        self.status = IntentionStatus.REVISED if self.is_shared else IntentionStatus.SHARED
        self.shared_at = self.shared_at or wording.shared_at
        self.shown, self.asked_by_id = wording.number, None

    def become(self, status: IntentionStatus) -> None:
        self.status = status
        self.closed_at = (self.closed_at or clock.now()) if status.is_closed else None


class Wording(Written, Base):
    """What an intention said from then on: never changed, but followed by another. `stakeholders` are the kinds, with
    spaces between them. Without `shared_at` only the pair ever read it.
    """

    __tablename__ = "intention_wording"
    kind_of_piece, says, by = PieceKind.WORDING, ("statement", "ambition"), "editor_id"

    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    statement: Mapped[str]
    ambition: Mapped[str]
    theme: Mapped[Theme]
    stakeholders: Mapped[str]
    editor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    shared_at: Mapped[datetime | None]

    editor: Mapped[Person] = relationship()
    intention: Mapped[Intention] = relationship(viewonly=True)

    @property
    def kinds(self) -> list[Stakeholder]:
        return [Stakeholder(word) for word in self.stakeholders.split()]

    def same_as(self, other: "Wording") -> bool:
        return all(getattr(self, name) == getattr(other, name) for name in SAID)


def _is_latest() -> sa.ColumnElement[bool]:
    other = sa.orm.aliased(Wording)
    last = sa.select(sa.func.max(other.number)).where(other.intention_id == Intention.id)
    of_it = Wording.intention_id == Intention.id
    return sa.and_(of_it, Wording.number == last.correlate(Intention).scalar_subquery())


SAID = ("statement", "ambition", "theme", "stakeholders")


class KeyRelationship(Base):
    """A relationship that an intention rests on: `who` here has it with which `partner` (domain.md B22)."""

    __tablename__ = "key_relationship"

    id: Mapped[Id]
    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), index=True)
    kind: Mapped[Stakeholder]
    who: Mapped[str]
    partner: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    intention: Mapped[Intention] = relationship()


class Offer(Written, Base):
    """Help that somebody of another organisation offers with an intention. The pair and whoever offers read it; once
    the pair has accepted it, everybody who reads the intention does. `organisation` is theirs at the time.
    """

    __tablename__ = "offer"
    kind_of_piece, says = PieceKind.OFFER, ("text",)
    __table_args__ = (sa.UniqueConstraint("person_id", "key"),)

    id: Mapped[Id]
    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    key: Mapped[str]
    offered_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    was_accepted: Mapped[bool] = mapped_column(default=False)

    intention: Mapped[Intention] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    def answer(self, *, accepted: bool) -> None:
        self.answered_at, self.was_accepted = clock.now(), accepted
