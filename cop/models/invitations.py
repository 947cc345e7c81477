"""Invitations: how a person joins, into which spaces and with which roles."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, get, session
from cop.models.appointment_roles import AppointmentRole, Tenure, usual_end
from cop.models.dated import NOW
from cop.models.letters import Letter, LetterKind
from cop.models.memberships import RoleName
from cop.models.organisations import Organisation
from cop.models.people import Person, ProfessionalRole
from cop.models.spaces import Space

LIFE = timedelta(days=28)


class Known(NamedTuple):
    """What is known of somebody before they come."""

    name: str = ""
    organisation_id: int | None = None
    professional_role: ProfessionalRole | None = None


NOTHING = Known()


class Invitation(Base):
    """Its link is signed from `id`, `issue` and its address: nothing usable is at rest, and a new issue or another
    address ends the older links.

    `inviter_id` is None where the installation's operator invites from the command line. `name`, `organisation_id` and
    `professional_role` are what whoever invites knows of them, as a beginning of what they say themselves;
    an `appointment` is one at that organisation, from `appointed_from` (None: once they accept) to `appointed_until`.
    """

    __tablename__ = "invitation"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(index=True)
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    appointment: Mapped[AppointmentRole | None]
    appointed_from: Mapped[datetime | None]
    appointed_until: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(default="", server_default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    professional_role: Mapped[ProfessionalRole | None]
    issue: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    inviter: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    places: Mapped[list["Place"]] = relationship(back_populates="invitation", order_by="Place.id")

    @classmethod
    def write(
        cls,
        email: str,
        places: Iterable[tuple[int, RoleName]],
        *,
        inviter_id: int | None,
        tenure: Tenure | None = None,
        known: Known = NOTHING,
    ) -> "Invitation":
        """Invite an address into `places`, ids of spaces with a role in each, and into `tenure`, a role outside of
        any; and put the letter in the post.
        """
        invitation = cls(
            email=email,
            inviter_id=inviter_id,
            appointment=tenure.role if tenure else None,
            appointed_from=tenure.since if tenure else None,
            appointed_until=tenure.until if tenure else None,
            name=known.name,
            organisation_id=tenure.organisation_id if tenure else known.organisation_id,
            professional_role=known.professional_role,
            expires_at=clock.now() + LIFE,
        )
        for space_id, role in places:
            invitation.places.append(Place(space=get(Space, space_id), role=role))
        session.add(invitation)
        session.flush()
        invitation.post()
        return invitation

    @classmethod
    def is_waiting(cls) -> sa.ColumnElement[bool]:
        """The condition `is_open` for a select, at the moment it is run."""
        return sa.and_(cls.accepted_at.is_(None), cls.revoked_at.is_(None), cls.expires_at > NOW)

    @classmethod
    def open_for(cls, email: str, space_ids: Iterable[int]) -> "Invitation | None":
        """The open one of this address into any of these spaces."""
        query = (
            sa.select(cls)
            .join(cls.places)
            .where(cls.email == email, Place.space_id.in_(space_ids), cls.is_waiting())
        )
        return session.scalars(query.order_by(cls.id)).unique().first()

    @classmethod
    def open_into(cls, email: str, tenure: Tenure) -> "Invitation | None":
        """The open one of this address into this role (at this organisation) and no space."""
        same = cls.organisation_id.is_not_distinct_from(tenure.organisation_id)
        query = sa.select(cls).where(
            cls.email == email, cls.is_waiting(), cls.appointment == tenure.role, same
        )
        return session.scalars(query.where(~cls.places.any()).order_by(cls.id)).first()

    @property
    def tenure(self) -> Tenure | None:
        """The role outside of any space that it offers; one that needs an end and was offered without has the usual."""
        if self.appointment is None:
            return None
        until = self.appointed_until or usual_end(self.appointment, after=self.sent_at)
        return Tenure(self.appointment, self.organisation_id, self.appointed_from, until)

    def post(self) -> None:
        Letter.write(LetterKind.INVITATION, address=self.email, invitation_id=self.id)

    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > clock.now()

    @property
    def sent_at(self) -> datetime:
        """When its present link was made."""
        return self.expires_at - LIFE

    def remind(self) -> None:
        """Send the same link once more."""
        self.reminded_at = clock.now()
        self.post()

    def renew(self) -> None:
        """A fresh 28 days under a new link; the older link is dead."""
        self.issue += 1
        self.reminded_at = None
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
