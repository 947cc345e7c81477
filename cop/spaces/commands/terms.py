"""For how long somebody holds a role: said by who looks after it, and told before it ends."""

import logging
from datetime import datetime

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    Appointment,
    Decision,
    Letter,
    LetterKind,
    Membership,
    Person,
    Role,
    RoleName,
    Space,
    Verdict,
)
from cop.models.dated import read_day
from cop.models.people import lock_people
from cop.models.successions import Office
from cop.policy import Actor, require
from cop.spaces.commands.people import tell

log = logging.getLogger("cop.spaces")

NOT_YOURS = "Somebody else says for how long you hold a role."


def set_term(
    *, actor_id: int, until: datetime | None, role_id: int | None = None, appointment_id: int | None = None
) -> Office:
    """Let a role in a space, or one outside of any, end at `until` (None: no more).

    Raises Invalid (`until`, also where a guest or an evaluator would have no end), NotFound for what the actor can't
    know of, Forbidden for one's own, Conflict for what is over. A repeat changes nothing.
    """
    return _set_term(actor_id, read_day(until), role_id=role_id, appointment_id=appointment_id)


@command
def _set_term(
    actor_id: int, until: datetime | None, *, role_id: int | None, appointment_id: int | None
) -> Office:
    office, actor = lock_office(actor_id, role_id=role_id, appointment_id=appointment_id)
    require(office.person_id != actor.id, NOT_YOURS)
    if not policy.can_set_term(actor, office):
        raise NotFound
    require_not_over(office)
    if until is not None and until <= office.started_at:
        raise Invalid("Choose a day after the first one.", field="until")
    if office.ended_at != until:
        end_at(office, until)
        decision = decided(
            Verdict.SET_TERM, office, actor, person_id=office.person_id, said=clock.term_in_words(until)
        )
        tell(decision, session.get_one(Person, office.person_id))
    return office


def end_at(office: Office, until: datetime | None) -> None:
    """Let it end then. Whoever looked after a space stays a member of it; what they are told now needs no second
    letter.
    """
    office.last_as_told(until)
    if isinstance(office, Role) and office.name is not RoleName.MEMBER:
        stays = office.name is not RoleName.OBSERVER
        if stays and RoleName.MEMBER not in office.membership.current_roles:
            Membership.begin(office.person_id, office.membership.space, RoleName.MEMBER)


def lock_office(actor_id: int, *, role_id: int | None, appointment_id: int | None) -> tuple[Office, Actor]:
    """The role, locked after its person or its space, and the actor; NotFound for none. A measure about the person
    locks in this order too.
    """
    if appointment_id is not None:
        holder = sa.select(Appointment.person_id).where(Appointment.id == appointment_id)
        lock_people(list(session.scalars(holder)))
        return lock(Appointment, appointment_id), policy.load_actor(actor_id)
    place = sa.select(Membership.space_id).join(Membership.roles).where(Role.id == role_id)
    space_id = session.scalar(place)
    if space_id is None or role_id is None:
        raise NotFound
    lock(Space, space_id)
    return lock(Role, role_id), policy.load_actor(actor_id)


def require_held(office: Office) -> None:
    """Conflict for what is over, and for what has not begun."""
    require_not_over(office)
    if not office.is_current():
        raise Conflict("This role has not begun yet.")


def require_not_over(office: Office) -> None:
    is_there = isinstance(office, Appointment) or office.membership.ended_at is None
    if office.is_over() or not is_there:
        raise Conflict("This role is over already. Reload the page.")


def label_of(office: Office) -> str:
    """What it is called in the log and in letters: "moderator", "steward"."""
    return (office.role if isinstance(office, Appointment) else office.name).label.lower()


def decided(verdict: Verdict, office: Office, actor: Actor, *, person_id: int, said: str) -> Decision:
    """Log what was decided about a role: in its space, or everywhere."""
    space_id = None if isinstance(office, Appointment) else office.membership.space_id
    reason = f"{label_of(office)}, {said}"
    return Decision.log(verdict, space_id=space_id, actor_id=actor.id, person_id=person_id, reason=reason)


def announce_terms() -> None:
    """Tell all whose role ends in 90 or 30 days, and once it is over; who may what is then told to open pages."""
    for table in (Role, Appointment):
        due = sa.select(table.id).where(table.is_to_announce()).order_by(table.id)
        for row_id in session.scalars(due).all():
            about = {"role_id": row_id} if table is Role else {"appointment_id": row_id}
            try:
                _announce(**about)
            except Exception:  # the others are told all the same, and this one with the next round
                log.exception("term not announced", extra=about)


@command
def _announce(*, role_id: int | None = None, appointment_id: int | None = None) -> None:
    office, _ = lock_office(0, role_id=role_id, appointment_id=appointment_id)
    stage = office.stage
    if stage is None or (office.announced is not None and office.announced <= stage):
        return
    office.announced = stage
    if stage == 0:
        office.run_out()
    holder = session.get_one(Person, office.person_id)
    if holder.deactivated_at is None:
        Letter.write(
            LetterKind.TERM,
            address=holder.email,
            person_id=holder.id,
            role_id=role_id,
            appointment_id=appointment_id,
        )
