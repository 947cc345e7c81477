"""Accepting an invitation: once, by whom it was sent to, and for no more than its sender could still give."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop import clock
from cop.accounts.commands import passwords, sign_ins, tokens
from cop.accounts.commands.grants import appoints, grantable
from cop.accounts.commands.sign_ins import HalfWay, SignedIn
from cop.db import add_once, command, get, lock, record, session
from cop.errors import Conflict, Invalid, NotFound
from cop.events import PersonChanged, PersonPlaced
from cop.models import (
    Acceptance,
    Affiliation,
    Appointment,
    Decision,
    Invitation,
    Membership,
    Organisation,
    Person,
    Place,
    ProfessionalRole,
    RoleName,
    Space,
    SpaceKind,
    Tenure,
    Verdict,
)
from cop.models.people import lock_people, written_name
from cop.models.spaces import cohorts_around, lock_spaces

DEAD = "This invitation can't be used any more. Ask the person who invited you to send it again."
VOID = "Who invited you can't do so any more. Ask them for a new invitation."
USED = "This invitation was used or withdrawn a moment ago."


@dataclass(frozen=True, slots=True)
class Offer:
    """An open invitation as its receiver sees it: the places that it still gives, and the role outside of any space.
    `person_id`: who has an account with its address, if anybody.
    """

    invitation: Invitation
    places: list[Place]
    tenure: Tenure | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who somebody says they are when they join. Their page showed what was published up to `accepted_up_to`."""

    name: str
    organisation_id: int | None
    professional_role: ProfessionalRole
    password: str
    accepted_up_to: int = 0


def open_offer(token: str) -> Offer:
    """What the link offers now; NotFound where it has expired, was used, withdrawn or replaced, or never was,
    and where its sender could give nothing of it any more. Its rows can be read when the session is gone.
    """
    invitation_id, _state = tokens.read_invitation(token) or (0, "")
    whole = [
        sa.orm.selectinload(Invitation.places).joinedload(Place.space),
        sa.orm.joinedload(Invitation.inviter),
        sa.orm.joinedload(Invitation.organisation),
    ]
    invitation = session.get(Invitation, invitation_id, options=whole)
    if invitation is None or not _is_current(invitation, token):
        raise NotFound(DEAD)
    person_id = session.scalars(sa.select(Person.id).where(Person.email == invitation.email)).one_or_none()
    places = grantable(invitation, person_id)
    tenure = invitation.tenure if appoints(invitation, person_id) else None
    if not places and tenure is None:
        raise NotFound(VOID)
    return Offer(invitation, places, tenure, person_id)


def join_as_newcomer(
    *, token: str, newcomer: Newcomer, device: str = "", browser: str | None = None
) -> SignedIn | HalfWay:
    """Make an account and its memberships, and sign in; half the way where what they are to do here asks for a second
    step. Invalid names the field; Conflict if it was used meanwhile.
    """
    offer = open_offer(token)
    name = written_name(newcomer.name)
    passwords.check(newcomer.password, about=(offer.invitation.email, name))
    kept = passwords.keep(newcomer.password)
    entered = _join_as_newcomer(token, name, newcomer, kept=kept, device=device, browser=browser)
    sign_ins.note(entered, entered.person_id, way="invitation")
    return entered


@command
def _join_as_newcomer(
    token: str, name: str, newcomer: Newcomer, *, kept: str, device: str, browser: str | None
) -> SignedIn | HalfWay:
    invitation = _lock_open(token)
    person = Person(
        email=invitation.email,
        name=name,
        professional_role=newcomer.professional_role,
        password_hash=kept,
    )
    add_once(person, taken="There is an account with this address already. Sign in to join.")
    _affiliate(person, newcomer.organisation_id)
    record(PersonChanged(person.id))
    _accept(invitation, person)
    Acceptance.note(person, up_to=newcomer.accepted_up_to)
    return sign_ins.let_on(person, device=device, browser=browser)


@command
def join(*, actor_id: int, token: str, accepted_up_to: int = 0) -> Invitation:
    """Accept with the account that there is; NotFound for somebody else's invitation. Their page showed what was
    published up to `accepted_up_to`.
    """
    lock_people([actor_id])  # before all else, as whoever changes an address or decides about people does
    invitation, person = _lock_open(token), get(Person, actor_id)
    if person.email != invitation.email:
        raise NotFound(DEAD)
    _accept(invitation, person)
    Acceptance.note(person, up_to=accepted_up_to)
    return invitation


def _lock_open(token: str) -> Invitation:
    read = tokens.read_invitation(token)
    if read is None:
        raise NotFound(DEAD)
    invitation = lock(Invitation, read[0])
    if not _is_current(invitation, token):
        raise Conflict(USED)
    return invitation


def _is_current(invitation: Invitation, token: str) -> bool:
    now = (invitation.id, tokens.state_of_invitation(invitation))
    return invitation.is_open() and tokens.read_invitation(token) == now


def _affiliate(person: Person, organisation_id: int | None) -> None:
    if organisation_id is None:
        return
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or organisation.successor_id is not None:
        raise Invalid("Choose your organisation from the list.", field="organisation")
    person.organisation = organisation
    session.add(Affiliation(person_id=person.id, organisation_id=organisation.id))


def _accept(invitation: Invitation, person: Person) -> None:
    wanted = [place.space_id for place in invitation.places]
    spaces = lock_spaces([*wanted, *cohorts_around(wanted)])
    places = grantable(invitation, person.id)
    if not places and not appoints(invitation, person.id):
        raise Conflict(VOID)
    for space_id, space in spaces.items():
        for place in places:
            if place.space_id == space_id:
                _enter(invitation, person, space, role=place.role)
    tenure = invitation.tenure
    if tenure is not None and appoints(invitation, person.id):
        Appointment.begin(
            person.id, tenure.role, tenure.organisation_id, since=tenure.since, until=tenure.until
        )
    invitation.accepted_at = clock.now()


def _enter(invitation: Invitation, person: Person, space: Space, *, role: RoleName) -> None:
    """A set is told who has come, and who had invited them."""
    is_new = Membership.of(person.id, space.id) is None
    Membership.begin(person.id, space, role)
    if is_new and space.kind is SpaceKind.SET:
        said = Decision.log(
            Verdict.ADD_MEMBER,
            space_id=space.id,
            actor_id=invitation.inviter_id,
            person_id=person.id,
            reason=role.value,
        )
        record(PersonPlaced(said.id))
