"""What an invitation still gives: whatever who sent it could give at this moment (security.md S37)."""

import sqlalchemy as sa

from cop import clock, policy
from cop.db import session
from cop.models import Invitation, Membership, Person, Place


def grantable(invitation: Invitation, person_id: int | None) -> list[Place]:
    """The places that who invited could still give, but none that the person has left or was removed from since it was
    sent: nobody comes back by an older letter.
    """
    left = _left_since(invitation, person_id)
    places = [place for place in invitation.places if place.space_id not in left]
    if invitation.inviter_id is None:
        return places
    inviter = policy.load_actor(invitation.inviter_id)
    coming = {
        place.space_id
        for place in places
        if policy.can_grant(inviter, place.space, role=place.role, to_person_id=person_id)
    }
    return [
        place
        for place in places
        if policy.can_bring_in(inviter, place.space, role=place.role, to_person_id=person_id, coming=coming)
    ]


def appoints(invitation: Invitation, person_id: int | None) -> bool:
    """Whether it offers a role outside of any space that is not over and that who invited could still give."""
    tenure = invitation.tenure
    if tenure is None or (tenure.until is not None and tenure.until <= clock.now()):
        return False
    if invitation.inviter_id is None:
        return True
    inviter = policy.load_actor(invitation.inviter_id)
    return policy.can_appoint(inviter, tenure.role, person_id=person_id)


def is_void(invitation: Invitation) -> bool:
    """Whether nothing of it could be accepted any more."""
    person_id = session.scalar(sa.select(Person.id).where(Person.email == invitation.email))
    return not (grantable(invitation, person_id) or appoints(invitation, person_id))


def _left_since(invitation: Invitation, person_id: int | None) -> set[int]:
    """Ids of the spaces that the person was in and is out of since the invitation was last sent."""
    if person_id is None:
        return set()
    ended = sa.select(Membership.space_id).where(
        Membership.person_id == person_id, Membership.ended_at > invitation.sent_at
    )
    return set(session.scalars(ended))
