"""Handing the network over: conditions are ticked one by one, and once all are met the staff's roles end on a day."""

from datetime import datetime

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    Appointment,
    AppointmentRole,
    Condition,
    HandoverCheck,
    Person,
    Space,
    SpaceKind,
    Succession,
    Verdict,
)
from cop.models.dated import read_day
from cop.policy import Actor, require
from cop.spaces.commands.people import tell
from cop.spaces.commands.terms import decided
from cop.typed import one_line

NOTE_LIMIT = 300
FEWEST_STEWARDS = 3
NOTED = (Condition.CONTROLLER, Condition.HOSTING, Condition.RESTORED, Condition.CONTACTS)
"""Conditions that mean nothing without who, where or until when."""


def check(*, actor_id: int, condition: Condition, note: str = "") -> HandoverCheck:
    """Say that a condition is met. Again with another note changes the note.

    Raises Invalid (`note`) where it says nothing without one, NotFound for whoever doesn't run the network.
    """
    if note.strip() or condition in NOTED:
        note = one_line(note, limit=NOTE_LIMIT, field="note", missing="Say who, where, or until when.")
    return _check(actor_id, condition, note.strip())


@command
def _check(actor_id: int, condition: Condition, note: str) -> HandoverCheck:
    _require_running(actor_id)
    found = session.get(HandoverCheck, condition)
    if found is None:
        found = HandoverCheck(condition=condition, note=note, person_id=actor_id)
        session.add(found)
    elif found.note != note:
        found.note, found.person_id, found.checked_at = note, actor_id, clock.now()
    return found


@command
def uncheck(*, actor_id: int, condition: Condition) -> None:
    """Say that it is not met after all. A repeat changes nothing."""
    _require_running(actor_id)
    session.execute(sa.delete(HandoverCheck).where(HandoverCheck.condition == condition))


def hand_over(*, actor_id: int, until: datetime | None) -> int:
    """Let the roles of all staff end at `until`, those that rest or are still to come too; how many these are. A repeat
    with the same day changes nothing.

    Raises Invalid (`until`), Conflict while a condition is not met, NotFound for whoever doesn't run the network,
    Forbidden for who is no staff.
    """
    day = read_day(until)
    if day is None:
        raise Invalid("Choose the last day of the staff.", field="until")
    return _hand_over(actor_id, day)


@command
def _hand_over(actor_id: int, until: datetime) -> int:
    actor = _require_running(actor_id)
    require(actor.is_staff, "Programme staff hand over. Ask them to.")
    if missing():
        raise Conflict("Some conditions are not met yet. Without them nobody could go on.")
    held = sa.select(Appointment).where(Appointment.role == AppointmentRole.STAFF, Appointment.lasts())
    staff = session.scalars(held.order_by(Appointment.id).with_for_update(of=Appointment)).all()
    for appointment in staff:
        if appointment.ended_at != until:
            appointment.last_until(until)
            said = clock.term_in_words(until)
            decision = decided(
                Verdict.SET_TERM, appointment, actor, person_id=appointment.person_id, said=said
            )
            tell(decision, session.get_one(Person, appointment.person_id))
    return len(staff)


def missing() -> list[Condition]:
    """The conditions that are not met: not ticked, or counted and not so."""
    ticked = HandoverCheck.all()
    counted = {Condition.STEWARDS: stewards_followed() >= FEWEST_STEWARDS}
    return [each for each in Condition if not counted.get(each, each in ticked)]


def stewards_followed() -> int:
    """How many stewards there are for whom somebody has said that they go on (M34)."""
    query = (
        sa.select(sa.func.count(Appointment.id.distinct()))
        .join(Succession, Succession.appointment_id == Appointment.id)
        .join(Appointment.person)
        .where(Appointment.role == AppointmentRole.STEWARD, Appointment.holds())
        .where(Succession.accepted_at.is_not(None), Person.deactivated_at.is_(None))
    )
    return session.scalar(query) or 0


def _require_running(actor_id: int) -> Actor:
    """Locked, so that what is ticked is what is handed over by."""
    network_id = session.scalar(sa.select(Space.id).where(Space.kind == SpaceKind.NETWORK))
    if network_id is not None:
        lock(Space, network_id)
    actor = policy.load_actor(actor_id)
    if not actor.runs_network:
        raise NotFound
    return actor
