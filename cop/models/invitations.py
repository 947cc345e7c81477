"""Invitations: how a person joins, into which spaces and with which roles."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, get, session
from cop.models.letters import Letter, LetterKind
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

    @classmethod
    def write(
        cls,
        email: str,
        places: Iterable[tuple[int, RoleName]],
        *,
        inviter_id: int | None,
        appointment: AppointmentRole | None = None,
    ) -> "Invitation":
        """Invite an address into `places`, ids of spaces with a role in each, and put the letter in the post."""
        invitation = cls(
            email=email, inviter_id=inviter_id, appointment=appointment, expires_at=clock.now() + LIFE
        )
        for space_id, role in places:
            invitation.places.append(Place(space=get(Space, space_id), role=role))
        session.add(invitation)
        session.flush()
        invitation.post()
        return invitation

    @classmethod
    def open_for(cls, email: str, space_ids: Iterable[int]) -> "Invitation | None":
        """The open one of this address into any of these spaces."""
        query = (
            sa.select(cls)
            .join(cls.places)
            .where(cls.email == email, Place.space_id.in_(space_ids), cls.accepted_at.is_(None))
            .where(cls.revoked_at.is_(None), cls.expires_at > clock.now())
        )
        return session.scalars(query.order_by(cls.id)).unique().first()

    def post(self) -> None:
        Letter.write(LetterKind.INVITATION, address=self.email, invitation_id=self.id)

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
