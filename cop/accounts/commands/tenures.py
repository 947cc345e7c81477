"""Bringing somebody in by their address, straight into a role outside of any space."""

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.commands.addresses import written
from cop.accounts.commands.invitations import log_invitation, throttle
from cop.db import command, get, session
from cop.errors import Conflict, Invalid
from cop.models import Appointment, Invitation, Organisation, Person, Tenure, Verdict, appointing
from cop.policy import require

NOT_YOURS = "Programme staff appoint anybody, stewards anybody but staff, and nobody appoints themselves."


def appoint_by_address(*, actor_id: int, email: str, tenure: Tenure) -> Invitation | Appointment:
    """Invite whoever has this address into a role, with one letter; who has an account with it is appointed at once,
    and told. To who sends it both look alike; whom it became stands where all appointments stand. The same again is
    the first one.

    Raises Invalid (`email`, `organisation`, `since`, `until`), Forbidden for oneself and for a role that is not the
    actor's to give, Conflict where this address has that role, or an invitation into it, for another time.
    """
    return _appoint_by_address(actor_id, written(email), tenure.read())


@command
def _appoint_by_address(actor_id: int, email: str, tenure: Tenure) -> Invitation | Appointment:
    policy.lock_who_run(beside=session.scalars(sa.select(Person.id).where(Person.email == email)).all())
    actor = policy.load_actor(actor_id)
    person = session.scalars(sa.select(Person).where(Person.email == email)).one_or_none()
    require(policy.can_appoint(actor, tenure.role, person_id=person.id if person else None), NOT_YOURS)
    if tenure.organisation_id is not None:
        get(Organisation, tenure.organisation_id)
    if person is None:
        return _invite(actor_id, email, tenure)
    return _appoint(actor_id, person, tenure)


def _appoint(actor_id: int, person: Person, tenure: Tenure) -> Appointment:
    if person.has_left:
        raise Invalid("The account with this address is closed.", field="email")
    held = Appointment.standing(person.id, tenure.role, tenure.organisation_id)
    if held is None:
        throttle(actor_id)
    elif held.ended_at != tenure.until or _begins_another_day(held, tenure):
        raise Conflict("They have this role already. Change its days instead.", field="email")
    return appointing.give(tenure, person, actor_id=actor_id)


def _begins_another_day(held: Appointment, tenure: Tenure) -> bool:
    """Of what has begun nobody asks when it did."""
    return held.started_at > clock.now() and held.started_at != tenure.since


def _invite(actor_id: int, email: str, tenure: Tenure) -> Invitation:
    standing = Invitation.open_into(email, tenure)
    if standing is not None:
        if standing.inviter_id != actor_id or standing.tenure != tenure:
            raise Conflict(
                "This address has an open invitation already. Send that one again, or withdraw it.",
                field="email",
            )
        return standing
    throttle(actor_id)
    invitation = Invitation.write(email, [], inviter_id=actor_id, tenure=tenure)
    log_invitation(Verdict.INVITE, invitation, actor_id)
    return invitation
