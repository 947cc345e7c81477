"""Successions: who is asked to take over a role, says yes, works beside its holder, goes on alone (domain.md ST6)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.models.appointment_roles import usual_end
from cop.models.dated import LONGEST
from cop.models.memberships import Membership, Role
from cop.models.people import Appointment, Person

OPEN = text("accepted_at IS NULL AND closed_at IS NULL")

Office = Role | Appointment
"""What one person can hand over to another."""


def together_with(name: str) -> str:
    """How the log says that a role is held beside somebody, whose name is taken out of it if they leave."""
    return f"together with {name} "


class Succession(Base):
    """A role in a space, or one outside of any, that `nominee` is asked to have alone from `hands_over_at` on; from the
    moment they accept to that one both hold it. It is `closed_at` when somebody said no.
    """

    __tablename__ = "succession"
    __table_args__ = (
        CheckConstraint("(role_id IS NULL) <> (appointment_id IS NULL)", name="one_office"),
        Index("ix_succession_open", "nominee_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    nominee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nominator_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    hands_over_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    role: Mapped[Role | None] = relationship()
    appointment: Mapped[Appointment | None] = relationship()
    nominee: Mapped[Person] = relationship(foreign_keys=[nominee_id])
    nominator: Mapped[Person] = relationship(foreign_keys=[nominator_id])

    @property
    def office(self) -> Office:
        return self.role or self.appointment  # type: ignore[return-value]  # says the constraint

    @property
    def last_day(self) -> datetime | None:
        """A moment of the last day on which both hold it, in UK time."""
        return clock.last_day(self.hands_over_at)

    @property
    def next_end(self) -> datetime | None:
        """When the role of whoever takes over will end: as long after the handover as the term was that they take over,
        else as is usual; None where neither has an end. To be asked before the holder's own end is moved.
        """
        office, together = self.office, self.hands_over_at - timedelta(seconds=1)
        if office.ended_at is None:
            return usual_end(office.role, after=together) if isinstance(office, Appointment) else None
        days = min(office.ended_at - office.started_at, LONGEST).days
        return clock.days_after(together, days)

    @property
    def next_last_day(self) -> datetime | None:
        """A moment of the last day of whoever takes over, in UK time."""
        return clock.last_day(self.next_end)

    @classmethod
    def is_of(cls, office: Office) -> sa.ColumnElement[bool]:
        """The condition that it is about this role."""
        return cls.role_id == office.id if isinstance(office, Role) else cls.appointment_id == office.id

    @classmethod
    def waits(cls) -> sa.ColumnElement[bool]:
        """The condition that its nominee has not answered, and still can: the role is not over."""
        role = sa.exists().where(
            Role.id == cls.role_id, Role.holds(), Membership.id == Role.membership_id, Membership.holds()
        )
        appointment = sa.exists().where(Appointment.id == cls.appointment_id, Appointment.holds())
        unanswered = (cls.accepted_at.is_(None), cls.closed_at.is_(None), cls.hands_over_at > clock.now())
        return sa.and_(*unanswered, sa.or_(role, appointment))

    @classmethod
    def waiting_for(cls, office: Office) -> "Succession | None":
        return session.scalars(sa.select(cls).where(cls.is_of(office), cls.waits())).one_or_none()

    def is_waiting(self) -> bool:
        unanswered = self.accepted_at is None and self.closed_at is None and self.hands_over_at > clock.now()
        return (
            unanswered
            and self.office.is_current()
            and (self.role is None or self.role.membership.is_current())
        )
