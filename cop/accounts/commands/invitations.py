"""Invitations: sent, sent again, withdrawn. A decision is logged in each space they are into."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.commands.addresses import written
from cop.accounts.commands.grants import is_void
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import (
    AppointmentRole,
    Decision,
    Invitation,
    Membership,
    Person,
    Place,
    RoleName,
    Space,
    SpaceKind,
    Tenure,
    Throttle,
    Verdict,
    appointing,
)
from cop.models.appointment_roles import require_end
from cop.models.dated import read_day
from cop.models.spaces import lock_spaces
from cop.policy import Actor

REMIND_WITHIN = timedelta(days=7)
"""Of the end of a link whoever has not come is reminded: many take weeks to accept."""

Offer = tuple[int, RoleName]
"""The id of a space, and a role in it."""


@command
def invite(*, actor_id: int, email: str, places: Sequence[Offer]) -> Invitation:
    """Invite `email` into `places` (one at least) and put the letter in the post. The same invitation again is the
    first one; another one into a space with an open invitation is a Conflict.
    """
    email = written(email)
    spaces = lock_spaces(space_id for space_id, _ in places)
    actor = policy.load_actor(actor_id)
    _require_grants(actor, spaces, places, to=_person_with(email))
    standing = Invitation.open_for(email, spaces)
    if standing is not None:
        return _same(standing, actor_id, places)
    _refuse_members(email, spaces)
    throttle(actor_id)
    invitation = Invitation.write(email, places, inviter_id=actor_id)
    log_invitation(Verdict.INVITE, invitation, actor_id)
    return invitation


@command
def invite_as_operator(
    *,
    email: str,
    places: Sequence[Offer] = (),
    appointment: AppointmentRole | None = None,
    until: datetime | None = None,
) -> Invitation:
    """An invitation by who runs the installation: nobody's rights bound it, and it may offer an appointment, until then
    (None: without an end, which a guest and an evaluator need). Invalid (`email`, `until`).
    """
    tenure = None
    if appointment is not None:
        require_end(appointment, read_day(until))
        tenure = Tenure(appointment, until=until)
    elif until is not None:
        raise Invalid("Only a role outside of any space is given with its end.", field="until")
    return Invitation.write(written(email), places, inviter_id=None, tenure=tenure)


@command
def resend_invitation(*, actor_id: int, invitation_id: int) -> Invitation:
    """A new link for 28 more days; the old one is dead. Who sends it again answers for it from now on."""
    invitation, actor = _managed(invitation_id, actor_id)
    _refuse_closed(invitation)
    offers = [(place.space_id, place.role) for place in invitation.places]
    spaces = {place.space_id: place.space for place in invitation.places}
    if offers:
        _require_grants(actor, spaces, offers, to=_person_with(invitation.email), coming=spaces)
    _require_appointing(actor, invitation)
    if invitation.inviter_id is not None:
        invitation.inviter_id = actor_id
    throttle(actor_id, invitation_id)
    invitation.renew()
    _refuse_void(invitation)
    invitation.post()
    log_invitation(Verdict.INVITE, invitation, actor_id)
    return invitation


@command
def revoke_invitation(*, actor_id: int, invitation_id: int) -> Invitation:
    """Withdraw it: its link is dead at once. Withdrawing twice changes nothing."""
    invitation, actor = _managed(invitation_id, actor_id)
    if invitation.revoked_at is not None:
        return invitation
    _refuse_closed(invitation)
    policy.require(
        all(_could_give(actor, place) for place in invitation.places),
        "This invitation is into other spaces too. Its sender, programme staff or a steward can withdraw it.",
    )
    _require_appointing(actor, invitation)
    invitation.revoked_at = clock.now()
    log_invitation(Verdict.REVOKE_INVITATION, invitation, actor_id)
    return invitation


def _require_appointing(actor: Actor, invitation: Invitation) -> None:
    """Forbidden for an invitation that also offers a role which is not the actor's to give; nobody drops it unseen."""
    role = invitation.appointment
    policy.require(
        role is None or policy.can_appoint(actor, role, person_id=_person_with(invitation.email)),
        f"They are invited as {role} as well. Programme staff or a steward can do that.",
    )


def remind_invited() -> None:
    """Send their link once more to all whose link ends within a week and who have had it once."""
    late = sa.select(Invitation.id).where(
        Invitation.is_waiting(),
        Invitation.expires_at < clock.now() + REMIND_WITHIN,
        Invitation.reminded_at.is_(None),
    )
    for invitation_id in session.scalars(late.order_by(Invitation.id)).all():
        _remind(invitation_id)


@command
def _remind(invitation_id: int) -> None:
    invitation = lock(Invitation, invitation_id)
    if invitation.is_open() and invitation.reminded_at is None and not is_void(invitation):
        invitation.remind()


def _person_with(email: str) -> int | None:
    return session.scalars(sa.select(Person.id).where(Person.email == email)).one_or_none()


def _require_grants(
    actor: Actor,
    spaces: dict[int, Space],
    places: Sequence[Offer],
    *,
    to: int | None,
    coming: Collection[int] = (),
) -> None:
    """NotFound for a space that the actor may not know of, Forbidden for one they may not invite into."""
    if not places or len(spaces) != len(places):
        raise NotFound
    for space_id, _ in places:
        if not _knows(actor, spaces[space_id]):
            raise NotFound
    for space_id, role in places:
        policy.require(
            policy.can_bring_in(actor, spaces[space_id], role=role, to_person_id=to, coming=coming),
            f"You can't invite somebody as {role} into {spaces[space_id].name}.",
        )


def _same(standing: Invitation, actor_id: int, places: Sequence[Offer]) -> Invitation:
    offered = {(place.space_id, place.role) for place in standing.places}
    if standing.inviter_id != actor_id or offered != set(places):
        raise Conflict("This address has an open invitation already. Send that one again.", field="email")
    return standing


def _refuse_members(email: str, spaces: dict[int, Space]) -> None:
    query = (
        sa.select(Space.name)
        .join(Membership, Membership.space_id == Space.id)
        .join(Membership.person)
        .where(Person.email == email, Space.id.in_(spaces), Membership.holds())
    )
    for name in session.scalars(query):
        raise Invalid(f"The person with this address is a member of {name} already.", field="email")


def throttle(actor_id: int, invitation_id: int | None = None) -> None:
    """A hundred letters at once by one person, three of them for the same invitation."""
    if not Throttle.take(f"invite:{actor_id}", burst=100, every=timedelta(minutes=5)):
        raise TooFast("You have sent many invitations. Wait an hour before you send more.", field="email")
    if invitation_id is None:
        return
    if not Throttle.take(f"resend-invitation:{invitation_id}", burst=3, every=timedelta(hours=1)):
        raise TooFast("This invitation was sent several times. Wait an hour before you send it again.")


def _managed(invitation_id: int, actor_id: int) -> tuple[Invitation, Actor]:
    """The locked invitation; NotFound unless the actor manages the members of one of its spaces."""
    invitation, actor = lock(Invitation, invitation_id), policy.load_actor(actor_id)
    managed = (
        _knows(actor, place.space) and policy.can_manage_members(actor, place.space)
        for place in invitation.places
    )
    if not (any(managed) or (not invitation.places and policy.can_bring_waves(actor))):
        raise NotFound
    return invitation, actor


def _knows(actor: Actor, space: Space) -> bool:
    """Pairs stand in lists of people, and in no list of spaces to invite into."""
    is_in_lists = space.kind is SpaceKind.PAIR and policy.can_bring_waves(actor)
    return is_in_lists or policy.can_name_space(actor, space) or policy.can_place_in(actor, space)


def _could_give(actor: Actor, place: Place) -> bool:
    is_placing = place.role is RoleName.MEMBER and policy.can_place_in(actor, place.space)
    return is_placing or policy.can_manage_members(actor, place.space)


def _refuse_closed(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict(
            "This invitation was accepted." if invitation.accepted_at else "This invitation was withdrawn."
        )


def _refuse_void(invitation: Invitation) -> None:
    """Conflict for one that could not be accepted: its role outside of any space would be over."""
    if is_void(invitation):
        raise Conflict("What it offers would be over already. Withdraw it, and invite them anew.")


def log_invitation(verdict: Verdict, invitation: Invitation, actor_id: int) -> None:
    for place in invitation.places:
        Decision.log(
            verdict, space_id=place.space_id, actor_id=actor_id, reason=f"{invitation.email} as {place.role}"
        )
    if invitation.tenure is not None:
        said = f"{invitation.email} as {appointing.in_words(invitation.tenure)}"
        Decision.log(verdict, space_id=None, actor_id=actor_id, reason=said)
