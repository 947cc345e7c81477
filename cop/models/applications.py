"""Applications: how somebody whom nobody has invited asks to join a programme, and what it asks of them (A16, A31)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id, session
from cop.identifiers import Detector
from cop.models.address_changes import AddressChange
from cop.models.invitations import Invitation
from cop.models.organisations import Organisation
from cop.models.people import Person, ProfessionalRole
from cop.models.programmes import Programme
from cop.models.spaces import Space


class Band(StrEnum):
    """Agenda for Change, from the lowest; OTHER is for those who are not on it, such as consultants."""

    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT_A = "8a"
    EIGHT_B = "8b"
    EIGHT_C = "8c"
    EIGHT_D = "8d"
    NINE = "9"
    OTHER = "other"

    @property
    def label(self) -> str:
        return "Another contract (medical, very senior, university)" if self is Band.OTHER else f"Band {self}"


class Recruitment(Base):
    """What a programme asks of who applies. `least_band` and `regions` (one a line) are rules that are looked at for
    each application; none where they are empty. `criteria` is what people read. While it `is_open` anybody may apply.
    Where it `splits_pairs`, the two of a pair are not to be in the same set.
    """

    __tablename__ = "recruitment"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    criteria: Mapped[str] = mapped_column(default="")
    least_band: Mapped[Band | None]
    regions: Mapped[str] = mapped_column(default="")
    is_open: Mapped[bool] = mapped_column(default=False)
    splits_pairs: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    programme: Mapped[Programme] = relationship(lazy="joined")

    @property
    def region_names(self) -> list[str]:
        return self.regions.splitlines()

    @classmethod
    def of(cls, programme_id: int) -> "Recruitment | None":
        return session.get(cls, programme_id)


class Check(NamedTuple):
    """A rule in words, and whether an application meets it."""

    rule: str
    is_met: bool


class ApplicationState(StrEnum):
    """Nobody has confirmed its address; somebody looks at it; they asked for more; it was decided."""

    BEGUN = "begun"
    WAITING = "waiting"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LOOKED_AT = (ApplicationState.WAITING, ApplicationState.ASKED)
"""In which somebody decides about it: its address was confirmed."""


class Application(Base):
    """`cohort` is where they would like to go (None: wherever there is room). `question` is what they were asked last,
    `answer` what they said to that. `doubts` are detectors that found what they say is no patient's. `key` is of the
    form that made it, so that sending it twice makes one. Its form showed the statements that were published up to the
    version `accepted_up_to`.
    """

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_email", "email"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    email: Mapped[str]
    name: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    elsewhere: Mapped[str] = mapped_column(default="")
    professional_role: Mapped[ProfessionalRole]
    band: Mapped[Band]
    statement: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    doubts: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.BEGUN)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    accepted_up_to: Mapped[int] = mapped_column(default=0, server_default="0")

    programme: Mapped[Programme] = relationship()
    cohort: Mapped[Space | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else self.elsewhere

    @property
    def standing(self) -> str:
        return ", ".join(filter(None, (self.professional_role.label, self.organisation_name)))

    @property
    def doubtful(self) -> list[str]:
        """What it may have of a patient, in words."""
        return [Detector(word).label for word in self.doubts.split()]

    def is_open(self) -> bool:
        """Whether it may still come to something."""
        return self.state in (ApplicationState.BEGUN, *LOOKED_AT)

    def checks(self, recruitment: Recruitment | None) -> list[Check]:
        """Each rule of its programme, and whether it is met: one that is not can be set aside, with a reason."""
        if recruitment is None:
            return []
        found = []
        if recruitment.least_band is not None:
            found.append(
                Check(f"{recruitment.least_band.label} or above", _reaches(self.band, recruitment.least_band))
            )
        if recruitment.region_names:
            region = self.organisation.region.casefold() if self.organisation else ""
            found.append(
                Check(
                    f"From {' or '.join(recruitment.region_names)}",
                    region in map(str.casefold, recruitment.region_names),
                )
            )
        return found

    @classmethod
    def standing_of(cls, email: str, programme_id: int) -> "Application | None":
        """The application from this address to the programme that somebody looks at."""
        query = sa.select(cls).where(
            cls.email == email, cls.programme_id == programme_id, cls.state.in_(LOOKED_AT)
        )
        return session.scalars(query.order_by(cls.id).limit(1)).one_or_none()

    def likenesses(self) -> list[str]:
        """What else is known of its address or its name, in words: it may be the same person."""
        found = []
        if session.scalar(sa.select(Person.id).where(Person.email == self.email)):
            found.append("Somebody with this address has an account")
        elif AddressChange.had(self.email):
            found.append("Somebody who had this address has an account under another one")
        others = sa.select(sa.func.count()).where(
            Application.id != self.id,
            Application.confirmed_at.is_not(None),
            sa.or_(Application.email == self.email, sa.func.lower(Application.name) == self.name.lower()),
        )
        if number := session.scalar(others):
            found.append(
                f"{number} other application{'s' * (number > 1)} from this address or under this name"
            )
        namesakes = sa.select(Person.id).where(
            sa.func.lower(Person.name) == self.name.lower(), Person.email != self.email
        )
        if session.scalar(namesakes.limit(1)):
            found.append("Somebody of this name has an account under another address")
        return found


def _reaches(band: Band, least: Band) -> bool:
    """Who is on another contract is not below any band: a person looks at that."""
    order = list(Band)
    return order.index(band) >= order.index(least)
