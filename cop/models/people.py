"""People, and what they are outside any space."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock, guarding
from cop.db import Base, Id, record, session
from cop.errors import Conflict, Invalid
from cop.events import AppointmentChanged, RosterChanged
from cop.models.appointment_roles import AppointmentRole, require_end
from cop.models.dated import NOW, Term
from cop.models.organisations import Affiliation, Organisation
from cop.models.spaces import Space, SpaceKind


class ProfessionalRole(StrEnum):
    """domain.md B04."""

    RD_DIRECTOR = "rd_director"
    RD_MANAGER = "rd_manager"
    SERVICE_LEAD = "service_lead"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ProfessionalRole.RD_DIRECTOR: "R&D director",
    ProfessionalRole.RD_MANAGER: "R&D manager",
    ProfessionalRole.SERVICE_LEAD: "Service lead",
    ProfessionalRole.OTHER: "Other role",
}


def in_a_line(role: ProfessionalRole, organisation: Organisation | None) -> str:
    """Role and organisation, as shown beside a name; of a role that is none of the list, elsewhere, there is nothing to
    say.
    """
    if organisation is None:
        return "" if role is ProfessionalRole.OTHER else role.label
    return f"{role.label}, {organisation.name}"


LONGEST_NAME = 80


def written_name(raw: str) -> str:
    """A person's name as it is kept: NFKC, single spaces; Invalid (field `name`) where it could pass for another.

    Control, bidirectional and invisible characters are refused, not taken out (security.md S29).
    """
    name = " ".join(unicodedata.normalize("NFKC", raw).split())
    if not any(character.isalpha() for character in name):
        raise Invalid("Enter your name.", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Use {LONGEST_NAME} characters or fewer for your name.", field="name")
    if any(unicodedata.category(character)[0] == "C" for character in name):
        raise Invalid("Your name contains a character that can't be seen. Type it again.", field="name")
    guarding.check(name, field="name")
    return name


def initials_of(name: str) -> str:
    """First letters of the first and the last word of a name, titles apart."""
    words = [word for word in name.split() if word.rstrip(".") not in {"Dr", "Prof"}]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Person(Base):
    """Someone with an account. `email` is kept in lower case and is the name to sign in with.

    `organisation_id` is the organisation of the open affiliation, kept beside it so that a page of people needs
    no second look-up. They accept all statements that were published up to the version `accepted_up_to`.
    """

    __tablename__ = "person"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    professional_role: Mapped[ProfessionalRole] = mapped_column(default=ProfessionalRole.OTHER)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    about: Mapped[str] = mapped_column(default="")
    shares_email: Mapped[bool] = mapped_column(default=False)
    shares_about: Mapped[bool] = mapped_column(default=True)
    is_listed: Mapped[bool] = mapped_column(default=True)
    accepted_up_to: Mapped[int] = mapped_column(default=0, server_default="0")
    password_hash: Mapped[str] = mapped_column(deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deactivated_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    affiliations: Mapped[list[Affiliation]] = relationship(order_by=Affiliation.id)

    @classmethod
    def is_called(cls, name: str) -> sa.ColumnElement[bool]:
        """The condition that a person's name contains these words, wildcards taken literally."""
        return sa.and_(*(cls.name.icontains(word, autoescape=True) for word in name.split()[:5]), sa.true())

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def standing(self) -> str:
        """Role and organisation in a line, as shown beside a name."""
        return in_a_line(self.professional_role, self.organisation)

    @property
    def has_left(self) -> bool:
        return self.deactivated_at is not None


def lock_people(person_ids: Iterable[int]) -> None:
    """Lock these people's rows, in the order of ids, against what is decided about them at the same moment; what merely
    refers to them need not wait.
    """
    query = sa.select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    session.execute(query.with_for_update(key_share=True)).all()


def lock_present(person_id: int) -> None:
    """Lock a person's row as `lock_people` does; Conflict if they have left the place."""
    query = sa.select(Person.id).where(Person.id == person_id, Person.deactivated_at.is_(None))
    if session.scalar(query.with_for_update(key_share=True)) is None:
        raise Conflict("They have left this place.")


class Appointment(Term, Base):
    """A dated role outside any space. Staff read every cohort, so theirs turns the rosters of all of them."""

    __tablename__ = "appointment"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[AppointmentRole]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    suspended_until: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @classmethod
    def holds(cls) -> sa.ColumnElement[bool]:
        """Current, and its person is not suspended everywhere."""
        return sa.and_(super().holds(), sa.or_(cls.suspended_until.is_(None), cls.suspended_until <= NOW))

    def suspend(self, until: datetime | None) -> None:
        """Let it give no rights until then; None gives them back."""
        if self.suspended_until != until:
            self.suspended_until = until
            self._turn()

    @classmethod
    def standing(
        cls, person_id: int, role: AppointmentRole, organisation_id: int | None
    ) -> "Appointment | None":
        """That of a person (at this organisation) which has not ended, whether it rests for now, is still to come, or
        neither.
        """
        query = sa.select(cls).where(
            cls.person_id == person_id,
            cls.role == role,
            cls.organisation_id.is_not_distinct_from(organisation_id),
            cls.lasts(),
        )
        return session.scalars(query.order_by(cls.id).limit(1)).one_or_none()

    @classmethod
    def begin(
        cls,
        person_id: int,
        role: AppointmentRole,
        organisation_id: int | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> "Appointment":
        """Let a person be `role` from then (None: from now) until then (None: until further notice). The one they hold
        already (at that organisation), if there is one, stays as it is; one that is still to come begins no later.

        Raises Invalid (`until`) for a role that needs an end, without one.
        """
        begins = max(since or clock.now(), clock.now())
        appointment = cls.standing(person_id, role, organisation_id)
        if appointment is None:
            appointment = cls(person_id=person_id, role=role, organisation_id=organisation_id)
            appointment.started_at = begins
            appointment.last_as_told(until)
            session.add(appointment)
            appointment._turn()
        elif appointment.started_at > begins:
            appointment.started_at = begins
            appointment._turn()
        return appointment

    def last_until(self, moment: datetime | None) -> None:
        require_end(self.role, moment)
        super().last_until(moment)

    def end(self) -> None:
        """Now; one that was still to come has never been."""
        super().end()
        self.started_at = min(self.started_at, clock.now())
        self._turn()

    def run_out(self) -> None:
        """Let everybody know that it has ended by its date."""
        self._turn()

    def _turn(self) -> None:
        session.flush()
        record(AppointmentChanged(self.person_id))
        if self.role is AppointmentRole.STAFF:
            cohorts = sa.select(Space).where(Space.kind == SpaceKind.COHORT).order_by(Space.id)
            for cohort in session.scalars(cohorts).all():
                cohort.turn_roster()
                record(RosterChanged(cohort.id, (self.person_id,)))
