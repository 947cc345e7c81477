"""What a line of a wave asks for, and how much of that is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cop import policy
from cop.accounts.commands.addresses import written as written_address
from cop.accounts.commands.grants import appoints, grantable
from cop.db import session
from cop.errors import Invalid
from cop.models import (
    Appointment,
    AppointmentRole,
    Invitation,
    Line,
    Membership,
    Organisation,
    Pair,
    Person,
    Place,
    ProfessionalRole,
    RoleName,
    Space,
    SpaceKind,
)
from cop.models.pairs import SIZE
from cop.models.people import written_name
from cop.policy import Actor

LONGEST_LABEL = 20
YES = ("yes", "y", "true", "x", "1")
NO = ("", "no", "n", "false", "0")
ROLES = {
    "": ProfessionalRole.OTHER,
    "director": ProfessionalRole.RD_DIRECTOR,
    "manager": ProfessionalRole.RD_MANAGER,
    "lead": ProfessionalRole.SERVICE_LEAD,
    "other": ProfessionalRole.OTHER,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A line that was understood. `spaces` are the cohort and the set; `label` is of a pair of the organisation."""

    email: str
    name: str
    organisation: Organisation | None
    professional_role: ProfessionalRole
    spaces: tuple[Space, ...]
    label: str
    sponsors: bool

    @property
    def cohort(self) -> Space | None:
        return self.spaces[0] if self.spaces else None

    @property
    def half(self) -> tuple[int, int | None, str] | None:
        """Which pair it is a half of: organisation, cohort, label."""
        if not self.label or self.organisation is None:
            return None
        return self.organisation.id, self.cohort.id if self.cohort else None, self.label.casefold()


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a wish is neither there nor on its way; `pairs` and `sponsors`: whether these are."""

    spaces: tuple[Space, ...]
    pairs: bool
    sponsors: bool

    def __bool__(self) -> bool:
        return bool(self.spaces) or self.pairs or self.sponsors


def understand(line: Line) -> Wish:
    """Raises Invalid, in words for whoever sent the list."""
    organisation = _organisation(line.organisation)
    cohort = _cohort(line.cohort)
    wish = Wish(
        email=written_address(line.email),
        name=written_name(line.name) if line.name else "",
        organisation=organisation,
        professional_role=_role(line.role),
        spaces=tuple(each for each in (cohort, _set(line.set_name, cohort)) if each is not None),
        label=_label(line.pair, organisation),
        sponsors=_sponsors(line.sponsor, organisation),
    )
    if not (wish.spaces or wish.label or wish.sponsors):
        raise Invalid("It says neither a cohort nor a pair, nor that this is a sponsor.")
    return wish


def _organisation(called: str) -> Organisation | None:
    """By its code or name; the one that took it in, if it was merged."""
    if not called:
        return None
    known = sa.or_(Organisation.code == called.upper(), sa.func.lower(Organisation.name) == called.lower())
    found = session.scalars(
        sa.select(Organisation).where(known).order_by(Organisation.id).limit(1)
    ).one_or_none()
    if found is None:
        raise Invalid(f"No organisation has the code or name “{called}”.")
    while found.successor is not None:
        found = found.successor
    return found


def _cohort(called: str) -> Space | None:
    if not called:
        return None
    return _one(Space.kind == SpaceKind.COHORT, called=called, missing=f"There is no cohort “{called}”.")


def _set(called: str, cohort: Space | None) -> Space | None:
    if not called:
        return None
    if cohort is None:
        raise Invalid("It names a set and not the cohort that this is in.")
    within = sa.and_(Space.kind == SpaceKind.SET, Space.parent_id == cohort.id)
    return _one(within, called=called, missing=f"There is no set “{called}” in {cohort.name}.")


def _one(within: sa.ColumnElement[bool], *, called: str, missing: str) -> Space:
    known = sa.or_(Space.slug == called.lower(), sa.func.lower(Space.name) == called.lower())
    found = session.scalars(sa.select(Space).where(within, known).limit(2)).all()
    if len(found) > 1:
        raise Invalid(f"More than one is called “{called}”. Say the last part of its address instead.")
    if not found:
        raise Invalid(missing)
    return found[0]


def _role(called: str) -> ProfessionalRole:
    """Whatever its last word is one of ours; titles differ from Trust to Trust."""
    words = called.casefold().replace("_", " ").split()
    role = ROLES.get(words[-1] if words else "")
    if role is None:
        raise Invalid(f"The role “{called}” is none of: R&D director, R&D manager, service lead, other.")
    return role


def _label(called: str, organisation: Organisation | None) -> str:
    if called and organisation is None:
        raise Invalid("A pair is of an organisation: say which.")
    if len(called) > LONGEST_LABEL:
        raise Invalid(f"What a pair is called has at most {LONGEST_LABEL} characters, such as 1.")
    return called


def _sponsors(said: str, organisation: Organisation | None) -> bool:
    word = said.casefold()
    if word not in YES + NO:
        raise Invalid("The column for sponsors takes yes, or nothing.")
    if word in YES and organisation is None:
        raise Invalid("A sponsor is of an organisation: say which.")
    return word in YES


def rest_of(wish: Wish, actor: Actor) -> Rest:
    """What is left to do of `wish`. Raises Invalid where `actor` can't give it, or the pair is complete."""
    person_id = session.scalar(sa.select(Person.id).where(Person.email == wish.email))
    if person_id == actor.id:
        raise Invalid("This is your own address. Somebody else brings you in.")
    if session.scalar(sa.select(Person.deactivated_at).where(Person.id == person_id)) is not None:
        raise Invalid("The account with this address is closed.")
    there = _places_of(wish.email, person_id)
    for space in wish.spaces:
        if not policy.can_grant(actor, space, role=RoleName.MEMBER, to_person_id=person_id):
            raise Invalid(f"You can't invite people into {space.name}.")
    if wish.sponsors and not policy.can_appoint(actor, AppointmentRole.SPONSOR, person_id=person_id):
        raise Invalid("You can't appoint sponsors.")
    return Rest(
        spaces=tuple(space for space in wish.spaces if space.id not in there),
        pairs=_lacks_its_pair(wish, there),
        sponsors=wish.sponsors and not _is_sponsor(wish, person_id),
    )


def _places_of(email: str, person_id: int | None) -> set[int]:
    """Ids of the spaces where they are, or are invited to come."""
    memberships = sa.select(Membership.space_id).where(
        Membership.person_id == person_id, Membership.ended_at.is_(None)
    )
    offered = {place.space_id for invitation in _open_of(email) for place in grantable(invitation, person_id)}
    return set(session.scalars(memberships)) | offered


def _open_of(email: str) -> Sequence[Invitation]:
    """The open invitations of this address; of a sender who lost the right they give nothing."""
    query = sa.select(Invitation).where(Invitation.email == email, Invitation.is_waiting())
    return session.scalars(query.order_by(Invitation.id)).all()


def _lacks_its_pair(wish: Wish, there: set[int]) -> bool:
    half = wish.half
    pair = Pair.standing(*half) if half else None
    if pair is None:
        return half is not None
    if pair.space_id in there:
        return False
    members = sa.select(sa.func.count()).where(
        Membership.space_id == pair.space_id, Membership.ended_at.is_(None)
    )
    invited = (
        sa.select(sa.func.count())
        .select_from(Place)
        .join(Place.invitation)
        .where(Place.space_id == pair.space_id, Invitation.is_waiting())
    )
    if (session.scalar(members) or 0) + (session.scalar(invited) or 0) >= SIZE:
        raise Invalid(f"Pair {wish.label} of {pair.organisation.name} is two people already.")
    return True


def _is_sponsor(wish: Wish, person_id: int | None) -> bool:
    """Whether they are one of this organisation, or are invited to be."""
    organisation_id = wish.organisation.id if wish.organisation else None
    held = sa.exists().where(
        Appointment.person_id == person_id,
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.organisation_id == organisation_id,
        Appointment.holds(),
    )
    return bool(session.scalar(sa.select(held))) or any(
        each.organisation_id == organisation_id and appoints(each, person_id) for each in _open_of(wish.email)
    )
