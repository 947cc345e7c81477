"""Appointments: dated roles outside any space, given and ended by who runs the installation."""

from datetime import datetime

import sqlalchemy as sa

from cop.accounts.commands.addresses import normal
from cop.db import command, lock, session
from cop.errors import NotFound
from cop.models import Appointment, AppointmentRole, Person
from cop.models.appointment_roles import require_end
from cop.models.dated import read_day


def appoint(*, email: str, role: AppointmentRole, until: datetime | None = None) -> None:
    """Give somebody `role` from now on, until then (None: without an end, which a guest and an evaluator need). Whoever
    holds it keeps it, until then where that is said. NotFound without such an account, Invalid (`until`).
    """
    require_end(role, read_day(until))
    _appoint(email, role, until)


@command
def _appoint(email: str, role: AppointmentRole, until: datetime | None) -> None:
    appointment = Appointment.begin(person_with(email).id, role, until=until)
    if until is not None and appointment.ended_at != until:
        appointment.last_until(until)


@command
def end_appointment(*, email: str, role: AppointmentRole) -> None:
    """End `role`; NotFound where it is not held."""
    appointments = _current(person_with(email).id, role)
    if not appointments:
        raise NotFound(f"{normal(email)} is not {role}.")
    for appointment in appointments:
        appointment.end()


def person_with(email: str) -> Person:
    """Whoever has an account with this address, locked; NotFound for nobody."""
    query = sa.select(Person.id).where(Person.email == normal(email), Person.deactivated_at.is_(None))
    person_id = session.scalars(query).one_or_none()
    if person_id is None:
        raise NotFound(f"Nobody has an account with {normal(email)}.")
    return lock(Person, person_id)


def _current(person_id: int, role: AppointmentRole) -> list[Appointment]:
    """That they hold, or are to hold."""
    query = sa.select(Appointment).where(Appointment.person_id == person_id, Appointment.role == role)
    return list(session.scalars(query.where(Appointment.lasts())))
