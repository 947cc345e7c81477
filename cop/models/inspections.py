"""Inspections: a set is read for a day by who is not in it, once two people have opened it (domain.md 2.4)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import RosterChanged
from cop.models.dated import NOW
from cop.models.memberships import Membership, Role, RoleName
from cop.models.people import Person
from cop.models.reports import Report
from cop.models.spaces import Space
from cop.models.stances import Stance

LASTS = timedelta(hours=24)
ANSWERED_WITHIN = timedelta(days=7)
"""After so long nobody can answer it any more."""

LATEST_DAYS = 30
"""So many days the set can be told later."""

LOOKS_IN = "They read this set for a day, by an inspection. Bring them in once that is over."

UNFINISHED = text("approved_at IS NOT NULL AND (closed_at IS NULL OR told_at IS NULL)")


class Basis(StrEnum):
    """What an inspection rests on; nothing else will do."""

    REPORT = "report"
    LEGAL = "legal"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Basis.REPORT: "a report from a member of the set", Basis.LEGAL: "a legal demand"}


class Inspection(Base):
    """Somebody asks to read a set; once somebody else has approved it they do, by a membership that ends by itself.

    The report, the reference and the reason are for who decides about it: they could tell who reported. The set is told
    at `tells_at` by whom, on which basis and until when, and if it is told late for which `delay_reason`. It is
    `closed_at` when its end was written down, or whoever asked took it back.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("(basis = 'report') = (report_id IS NOT NULL)", name="on_a_report"),
        CheckConstraint("decider_id IS NULL OR decider_id <> asker_id", name="two_people"),
        CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name="one_answer"),
        CheckConstraint("(delay_days = 0) = (delay_reason = '')", name="delay_has_a_reason"),
        Index("ix_inspection_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
    )

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[Basis]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    reference: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    delay_days: Mapped[int] = mapped_column(default=0)
    delay_reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), unique=True)
    ends_at: Mapped[datetime | None]
    tells_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=[asker_id])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decider_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
    report: Mapped[Report | None] = relationship()
    membership: Mapped[Membership | None] = relationship()

    def is_waiting(self) -> bool:
        answered = self.approved_at or self.refused_at or self.closed_at
        return answered is None and clock.now() < self.lapses_at

    def is_open(self) -> bool:
        """Whether whoever asked can read the set now: as their membership has it."""
        return self.membership is not None and self.membership.is_current()

    @property
    def lapses_at(self) -> datetime:
        return self.asked_at + ANSWERED_WITHIN

    @property
    def ended_at(self) -> datetime | None:
        """When reading ends or has ended, be it before its time; None where nobody has approved it."""
        return self.membership.ended_at if self.membership else None

    @classmethod
    def waits(cls) -> sa.ColumnElement[bool]:
        """The condition `is_waiting`."""
        unanswered = (cls.approved_at.is_(None), cls.refused_at.is_(None), cls.closed_at.is_(None))
        return sa.and_(*unanswered, cls.asked_at > clock.now() - ANSWERED_WITHIN)

    @classmethod
    def goes_on(cls) -> sa.ColumnElement[bool]:
        """The condition `is_open`."""
        return cls.membership_id.in_(sa.select(Membership.id).where(Membership.holds()))

    @classmethod
    def is_due(cls) -> sa.ColumnElement[bool]:
        """The condition that its set is to be told of it, or that it goes on or ended and nobody has written that
        down: what somebody has to look at.
        """
        to_tell = sa.and_(cls.told_at.is_(None), cls.tells_at <= NOW)
        return sa.and_(cls.approved_at.is_not(None), sa.or_(cls.closed_at.is_(None), to_tell))

    @classmethod
    def unfinished_of(cls, asker_id: int, space_id: int) -> "Inspection | None":
        """What somebody asks for or has in a set already."""
        query = sa.select(cls).where(cls.asker_id == asker_id, cls.space_id == space_id)
        return session.scalars(query.where(sa.or_(cls.waits(), cls.goes_on()))).first()

    @classmethod
    def is_of_any(cls, person_ids: Collection[int]) -> bool:
        """Whether one of these people reads a set at this moment."""
        theirs = sa.exists().where(cls.asker_id.in_(person_ids), cls.closed_at.is_(None), cls.goes_on())
        return bool(session.scalar(sa.select(theirs)))

    @classmethod
    def open_in(cls, space_id: int) -> list["Inspection"]:
        """Those by which a set is read now, whether it was told or not."""
        return cls._with_people(cls.space_id == space_id, cls.goes_on())

    @classmethod
    def told_in(cls, space_id: int) -> list["Inspection"]:
        """All that a set was told of, the newest first."""
        return cls._with_people(cls.space_id == space_id, cls.told_at.is_not(None))

    @classmethod
    def _with_people(cls, *where: sa.ColumnElement[bool]) -> list["Inspection"]:
        whole = (joinedload(cls.asker), joinedload(cls.decider), joinedload(cls.ended_by))
        query = sa.select(cls).options(*whole, joinedload(cls.membership)).where(*where)
        return list(session.scalars(query.order_by(cls.id.desc())).unique())

    def approve(self, decider_id: int) -> None:
        """Let whoever asked read the set from now on, for a day. Both people and the space are locked."""
        now = clock.now()
        self.decider_id, self.approved_at, self.ends_at = decider_id, now, now + LASTS
        self.tells_at = now + timedelta(days=self.delay_days)
        self.membership = self._look_in(until=self.ends_at)
        self._turn()

    def _look_in(self, *, until: datetime) -> Membership:
        """They observe it, and nothing in it is unread to them; the network does not come with it."""
        membership = Membership(person_id=self.asker_id, ended_at=until, stance=Stance.MUTED)
        membership.space, membership.roles = self.space, [Role(name=RoleName.OBSERVER)]
        membership.read_seq, membership.read_activity = self.space.said, self.space.activity
        session.add(membership)
        return membership

    def refuse(self, decider_id: int, answer: str) -> None:
        self.decider_id, self.refused_at, self.answer = decider_id, clock.now(), answer

    def close(self) -> None:
        """Write down that it is over; whoever still reads by it reads no more."""
        self.closed_at = clock.now()
        if self.membership is not None and self.membership.is_current():
            self.membership.leave()
        elif self.membership is not None:
            self._turn()

    def _turn(self) -> None:
        self.space.turn_roster()
        session.flush()
        record(RosterChanged(self.space_id, (self.asker_id,)))


@event.listens_for(Membership, "before_insert")
def _stay_apart(_mapper: object, connection: Connection, membership: Membership) -> None:
    """Nobody is brought in while they look in: their day would never end. Their row is locked by who does it."""
    if membership.ended_at is not None:
        return
    looks_in = sa.exists().where(
        Membership.person_id == membership.person_id,
        Membership.space_id == membership.space_id,
        Membership.looks_in(),
        Membership.holds(),
    )
    if connection.scalar(sa.select(looks_in)):
        raise Conflict(LOOKS_IN)
