"""What a line of a wave asks for, and how much of that is left to do."""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from cop import policy
from cop.accounts.commands.addressees import Addressee
from cop.accounts.commands.addresses import written as written_address
from cop.accounts.commands.grants import appoints, grantable
from cop.accounts.commands.wave_names import Meant
from cop.db import BigId, session
from cop.errors import Invalid
from cop.models import (
    Appointment,
    AppointmentRole,
    Invitation,
    Line,
    Membership,
    Organisation,
    Pair,
    Place,
    ProfessionalRole,
    RoleName,
    Space,
)
from cop.models.pairs import SIZE
from cop.models.people import written_name
from cop.policy import Actor

LONGEST_LABEL = 20
MOVED = (
    "Whoever had this address has another one by now. Ask them for it. If the address is somebody else’s today, invite "
    "them from the page of a space."
)
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
    """What of a wish is neither there nor on its way; `pairs` and `sponsors`: whether these are. `pair` is that of the
    wish, where it stands already.
    """

    spaces: tuple[Space, ...]
    pair: Pair | None
    pairs: bool
    sponsors: bool

    def __bool__(self) -> bool:
        return bool(self.spaces) or self.pairs or self.sponsors


def understand(line: Line, meant: Meant) -> Wish:
    """What `line` asks for, which names these. Raises Invalid, in words for whoever sent the list."""
    organisation = meant.organisation.present if meant.organisation else None
    wish = Wish(
        email=written_address(line.email),
        name=written_name(line.name) if line.name else "",
        organisation=organisation,
        professional_role=_role(line.role),
        spaces=meant.spaces,
        label=_label(line.pair, organisation),
        sponsors=_sponsors(line.sponsor, organisation),
    )
    if not (wish.spaces or wish.label or wish.sponsors):
        raise Invalid("It says neither a cohort nor a pair, nor that this is a sponsor.")
    return wish


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


def rest_of(wish: Wish, actor: Actor, who: Addressee) -> Rest:
    """What is left to do of `wish`. Raises Invalid where `actor` can't give it, the pair is complete, or the address is
    not theirs any more who would get something by it.
    """
    rest = _rest_of(wish, actor, who)
    if rest and who.has_moved:
        raise Invalid(MOVED)
    return rest


def _rest_of(wish: Wish, actor: Actor, who: Addressee) -> Rest:
    if who.person_id == actor.id:
        raise Invalid("This is your own address. Somebody else brings you in.")
    if who.is_closed:
        raise Invalid("The account with this address is closed.")
    for space in wish.spaces:
        if not policy.can_grant(actor, space, role=RoleName.MEMBER, to_person_id=who.person_id):
            raise Invalid(f"You can't invite people into {space.name}.")
    if wish.sponsors and not policy.can_appoint(actor, AppointmentRole.SPONSOR, person_id=who.person_id):
        raise Invalid("You can't appoint sponsors.")
    there, pair = _places_of(who), _standing(wish)
    return Rest(
        spaces=tuple(space for space in wish.spaces if space.id not in there),
        pair=pair,
        pairs=bool(wish.half) and (pair is None or _has_room(wish, pair, there)),
        sponsors=wish.sponsors and not _is_sponsor(wish, who),
    )


def _places_of(who: Addressee) -> set[int]:
    """Ids of the spaces where they are, or are invited to come."""
    offered = {
        place.space_id for invitation in who.invitations for place in grantable(invitation, who.person_id)
    }
    if who.person_id is None:
        return offered
    memberships = sa.select(Membership.space_id).where(
        Membership.person_id == who.person_id, Membership.ended_at.is_(None)
    )
    return set(session.scalars(memberships)) | offered


def _standing(wish: Wish) -> Pair | None:
    return Pair.standing(*wish.half) if wish.half else None


def _has_room(wish: Wish, pair: Pair, there: set[int]) -> bool:
    """Whether whoever is to be in all of `there` is no half of it yet; Invalid where two others are the pair."""
    if pair.space_id in there:
        return False
    if (session.scalar(_size(), {"space_id": pair.space_id}) or 0) >= SIZE:
        raise Invalid(f"Pair {wish.label} of {pair.organisation.name} is two people already.")
    return True


@cache
def _size() -> sa.Select[int]:
    """How many are in the space of a pair or are invited to it."""
    space_id = sa.bindparam("space_id", type_=BigId)
    members = sa.select(sa.func.count()).where(Membership.space_id == space_id, Membership.ended_at.is_(None))
    invited = (
        sa.select(sa.func.count())
        .select_from(Place)
        .join(Place.invitation)
        .where(Place.space_id == space_id, Invitation.is_waiting())
    )
    return sa.select(members.scalar_subquery() + invited.scalar_subquery())


def _is_sponsor(wish: Wish, who: Addressee) -> bool:
    """Whether they are one of this organisation, or are invited to be."""
    organisation_id = wish.organisation.id if wish.organisation else None
    held = sa.exists().where(
        Appointment.person_id == who.person_id,
        Appointment.role == AppointmentRole.SPONSOR,
        Appointment.organisation_id == organisation_id,
        Appointment.holds(),
    )
    is_one = who.person_id is not None and bool(session.scalar(sa.select(held)))
    return is_one or any(
        each.organisation_id == organisation_id and appoints(each, who.person_id) for each in who.invitations
    )
