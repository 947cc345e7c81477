"""Handing a role on: somebody is asked, says yes, works beside its holder, and goes on alone (domain.md ST6)."""

from datetime import datetime, timedelta

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import (
    Appointment,
    Letter,
    LetterKind,
    Membership,
    Person,
    Succession,
    Throttle,
    Verdict,
)
from cop.models.dated import read_day
from cop.models.people import lock_people
from cop.models.successions import Office, together_with
from cop.policy import Actor
from cop.spaces.commands.terms import decided, end_at, lock_office, require_held

GONE = "This was answered or withdrawn already."


def nominate(
    *,
    actor_id: int,
    nominee_id: int,
    until: datetime | None,
    role_id: int | None = None,
    appointment_id: int | None = None,
) -> Succession:
    """Ask somebody to take over a role; its holder's ends at `until`, once they have said yes. The same again is the
    first one.

    Raises Invalid (`until`, `person`), NotFound for what the actor can't know of, Conflict where somebody is asked
    already or the role is over.
    """
    if until is None:
        raise Invalid("Choose the day of the handover.", field="until")
    return _nominate(
        actor_id, nominee_id, read_day(until) or until, role_id=role_id, appointment_id=appointment_id
    )


@command
def _nominate(
    actor_id: int, nominee_id: int, until: datetime, *, role_id: int | None, appointment_id: int | None
) -> Succession:
    office, actor = lock_office(actor_id, role_id=role_id, appointment_id=appointment_id)
    if not policy.can_hand_over(actor, office, to_person_id=None):
        raise NotFound
    require_held(office)
    waiting = Succession.waiting_for(office)
    if waiting is not None:
        return _same(waiting, nominee_id, until)
    nominee = _nominee(office, actor, nominee_id)
    if office.ended_at is not None and until > office.ended_at:
        raise Invalid("Choose a day before this role ends.", field="until")
    if not Throttle.take(f"nominate:{actor.id}", burst=20, every=timedelta(minutes=30)):
        raise TooFast("You have asked many people. Wait an hour before you ask more.")
    succession = Succession(nominee_id=nominee.id, nominator_id=actor.id, hands_over_at=until)
    succession.role_id, succession.appointment_id = role_id, appointment_id
    session.add(succession)
    session.flush()
    _write(succession, nominee)
    return succession


def _same(waiting: Succession, nominee_id: int, until: datetime) -> Succession:
    if (waiting.nominee_id, waiting.hands_over_at) != (nominee_id, until):
        raise Conflict(f"{waiting.nominee.name} is asked already. Withdraw that first.", field="person")
    return waiting


def _nominee(office: Office, actor: Actor, nominee_id: int) -> Person:
    """Somebody else, who is there and does not hold the role; of a space's role, a member who may read it."""
    if not policy.can_hand_over(actor, office, to_person_id=nominee_id) or nominee_id == office.person_id:
        raise Invalid("Choose somebody else.", field="person")
    nominee = session.get(Person, nominee_id)
    if nominee is None or nominee.deactivated_at is not None or not _fits(office, nominee_id):
        raise Invalid("Choose somebody from the list, who does not have this role yet.", field="person")
    return nominee


def _fits(office: Office, person_id: int) -> bool:
    actor = policy.load_actor(person_id)
    if isinstance(office, Appointment):
        return not actor.has(office.role) and bool(actor.communities or actor.appointments)
    space = office.membership.space
    return policy.writes_in(actor, space) and office.name not in actor.roles_in(space.id)


def _write(succession: Succession, person: Person) -> None:
    """What the letter says is told by how it stands when it is sent."""
    Letter.write(
        LetterKind.SUCCESSION, address=person.email, person_id=person.id, succession_id=succession.id
    )


@command
def accept_succession(*, actor_id: int, succession_id: int) -> Succession:
    """Take the role over: from now on beside its holder, whose own ends on the day, and for as long after it as the
    term was, or is usual. A repeat changes nothing; Conflict
    where whoever asked can't give it any more, or it is over.
    """
    succession, office, actor = _of_mine(actor_id, succession_id)
    if succession.accepted_at is not None:
        return succession
    _require_open(succession)
    require_held(office)
    nominator = policy.load_actor(succession.nominator_id)
    if not policy.can_hand_over(nominator, office, to_person_id=actor.id) or not _fits(office, actor.id):
        raise Conflict("This can’t be handed over to you any more. Ask whoever asked you.")
    ends = succession.next_end
    _give(office, actor.id, until=ends)
    if office.ended_at is None or office.ended_at > succession.hands_over_at:
        end_at(office, succession.hands_over_at)
    succession.accepted_at = clock.now()
    decided(
        Verdict.HAND_OVER, office, nominator, person_id=actor.id, said=_together(succession, office, ends)
    )
    for person_id in {office.person_id, succession.nominator_id}:
        _write(succession, session.get_one(Person, person_id))
    return succession


def _give(office: Office, person_id: int, *, until: datetime | None) -> None:
    if isinstance(office, Appointment):
        Appointment.begin(person_id, office.role, office.organisation_id, until=until)
        return
    membership = Membership.begin(person_id, office.membership.space, office.name)
    (given,) = (each for each in membership.terms if each.name is office.name)
    if until is not None:
        end_at(given, until)


def _together(succession: Succession, office: Office, ends: datetime | None) -> str:
    holder = session.get_one(Person, office.person_id)
    alone = f", alone {clock.term_in_words(ends)}" if ends else ""
    return f"{together_with(holder.name)}{clock.term_in_words(succession.hands_over_at)}{alone}"


@command
def refuse_succession(*, actor_id: int, succession_id: int) -> Succession:
    """Say no. A repeat changes nothing; Conflict once it was accepted."""
    succession, _, _ = _of_mine(actor_id, succession_id)
    if succession.closed_at is None:
        _require_open(succession)
        succession.closed_at = clock.now()
        _write(succession, session.get_one(Person, succession.nominator_id))
    return succession


@command
def withdraw_succession(*, actor_id: int, succession_id: int) -> Succession:
    """Ask somebody no longer: by whoever asked, or could. A repeat changes nothing; Conflict once it was accepted."""
    succession, office, actor = _locked(actor_id, succession_id)
    if succession.nominator_id != actor.id and not policy.can_hand_over(actor, office, to_person_id=None):
        raise NotFound
    if succession.closed_at is None:
        _require_open(succession)
        succession.closed_at = clock.now()
    return succession


def _of_mine(actor_id: int, succession_id: int) -> tuple[Succession, Office, Actor]:
    """NotFound for everybody but who is asked."""
    found = _locked(actor_id, succession_id)
    if found[0].nominee_id != actor_id:
        raise NotFound
    return found


def _locked(actor_id: int, succession_id: int) -> tuple[Succession, Office, Actor]:
    """Locked in the order of the house: the people, the space, the role, then who takes it over."""
    place = session.get(Succession, succession_id)
    if place is None:
        raise NotFound
    lock_people([place.nominee_id, place.office.person_id])
    office, actor = lock_office(actor_id, role_id=place.role_id, appointment_id=place.appointment_id)
    return lock(Succession, succession_id), office, actor


def _require_open(succession: Succession) -> None:
    if not succession.is_waiting():
        raise Conflict(GONE)
