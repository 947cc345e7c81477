"""Invitations: how a person joins, into which spaces and with which roles."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.memberships import RoleName
from cop.models.people import AppointmentRole, Person
from cop.models.spaces import Space

LIFE = timedelta(days=28)


class Invitation(Base):
    """Its link is signed from `id` and `issue`: nothing usable is at rest, and a new issue ends the older links.

    `inviter_id` is None where the installation's operator invites from the command line, which
    alone offers an appointment.
    """

    __tablename__ = "invitation"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(index=True)
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    appointment: Mapped[AppointmentRole | None]
    issue: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    inviter: Mapped[Person | None] = relationship()
    places: Mapped[list["Place"]] = relationship(back_populates="invitation", order_by="Place.id")

    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > clock.now()

    @property
    def sent_at(self) -> datetime:
        """When its present link was made."""
        return self.expires_at - LIFE

    def renew(self) -> None:
        """A fresh 28 days under a new link; the older link is dead."""
        self.issue += 1
        self.expires_at = clock.now() + LIFE


class Place(Base):
    """A role in a space that an invitation offers."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("invitation_id", "space_id"),)

    id: Mapped[Id]
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    role: Mapped[RoleName]

    invitation: Mapped[Invitation] = relationship(back_populates="places")
    space: Mapped[Space] = relationship()
