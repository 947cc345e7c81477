"""Leaving the place: the account is closed at once; what is to be erased is erased by a job, and survives restarts."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts import queries
from cop.accounts.commands import sign_ins
from cop.accounts.commands.resets import require_password
from cop.db import command, get, record, session
from cop.errors import Conflict, NotFound
from cop.events import DepartureBegun, PersonChanged
from cop.models import (
    Conversation,
    Decision,
    Departure,
    Invitation,
    Letter,
    LetterKind,
    Membership,
    Person,
    Review,
    SignIn,
    Space,
    SpaceKind,
    Succession,
    Verdict,
    Way,
)
from cop.models.departures import nowhere
from cop.models.spaces import lock_spaces

NOBODY_ELSE = "Nobody else runs this network. Appoint a steward first, then leave."


def leave_place(*, actor_id: int, way: Way, password: str) -> Departure:
    """Close the actor's account for ever, all at once, and let what is theirs be erased `way`. A repeat returns the
    first.

    Raises Invalid (`password`), TooFast, Conflict for the last moderator of a cohort, a group or the network and for
    the last who runs the network.
    """
    require_password(actor_id, password)
    return _leave(actor_id, way)


@command
def _leave(person_id: int, way: Way) -> Departure:
    policy.lock_who_run(beside=[person_id])
    first = Departure.of(person_id)
    if first is not None:
        return first
    person = get(Person, person_id)
    if person.has_left:
        raise NotFound
    memberships = _locked(person_id)
    appointments = queries.standing_appointments(person_id)
    _require_others(person_id)
    departure = Departure(person_id=person_id, way=way, name=person.name, address=person.email)
    session.add(departure)
    Letter.write(LetterKind.LEAVING, address=person.email, person_id=person_id)
    _close(person)
    for membership in memberships:
        _end(membership)
    for appointment in appointments:
        appointment.end()
    _let_go(departure)
    record(PersonChanged(person_id))
    record(DepartureBegun(person_id))
    return departure


def _locked(person_id: int) -> Sequence[Membership]:
    """Their memberships, with all spaces locked that closing the account tells; so that who is writing, or is made a
    moderator, at this moment comes first, and nobody after.
    """
    mine = sa.select(Membership.space_id).where(Membership.person_id == person_id, Membership.holds())
    turned = (Space.kind == SpaceKind.COHORT,) if policy.load_actor(person_id).is_staff else ()
    lock_spaces(session.scalars(sa.select(Space.id).where(sa.or_(Space.id.in_(mine), *turned))))
    query = sa.select(Membership).where(Membership.person_id == person_id, Membership.holds())
    return session.scalars(query.order_by(Membership.space_id)).all()


def _require_others(person_id: int) -> None:
    """Conflict where nobody else would look after a space, or run the network."""
    alone = [space.name for space in queries.moderated_alone(person_id)]
    if alone:
        where = " and ".join(filter(None, (", ".join(alone[:-1]), alone[-1])))
        raise Conflict(f"You are the only moderator of {where}. Make somebody else a moderator, then leave.")
    if queries.runs_alone(person_id):
        raise Conflict(NOBODY_ELSE)


def _close(person: Person) -> None:
    """Nobody signs in as them any more, and their address is free: they may be invited anew, as somebody new."""
    person.deactivated_at = clock.now()
    person.email, person.password_hash = nowhere(person.id), ""
    person.is_listed = person.shares_email = False
    sign_ins.end(SignIn.person_id == person.id)


def _end(membership: Membership) -> None:
    membership.leave()
    if membership.space.kind is SpaceKind.DIRECT:
        Conversation.part(membership.space)
    who = {"actor_id": membership.person_id, "person_id": membership.person_id}
    Decision.log(Verdict.REMOVE_MEMBER, space_id=membership.space_id, **who)


def _let_go(departure: Departure) -> None:
    """Nothing waits for them any more: no invitation, no role to take over, no review that they look at."""
    person_id, now = departure.person_id, clock.now()
    invited = sa.update(Invitation).where(Invitation.email == departure.address, Invitation.is_waiting())
    session.execute(invited.values(revoked_at=now).execution_options(synchronize_session=False))
    asked = sa.select(Succession).where(Succession.accepted_at.is_(None), Succession.closed_at.is_(None))
    theirs = sa.or_(Succession.nominee_id == person_id, Succession.nominator_id == person_id)
    for succession in session.scalars(asked.where(theirs).with_for_update(of=Succession)):
        succession.closed_at = now
    claimed = sa.select(Review).where(Review.claimed_by_id == person_id, Review.decided_at.is_(None))
    for review in session.scalars(claimed.order_by(Review.id).with_for_update(of=Review)).unique():
        review.claim(None)
