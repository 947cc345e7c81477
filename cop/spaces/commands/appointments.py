"""Appointments, given and ended by staff: dated roles outside any space."""

from cop import policy
from cop.db import command, get, lock
from cop.errors import NotFound
from cop.models import Appointment, AppointmentRole, Person
from cop.policy import require


@command
def appoint(
    *, actor_id: int | None, person_id: int, role: AppointmentRole, organisation_id: int | None = None
) -> Appointment:
    """Let a person be `role` from now on; a repeat returns the one they hold. `actor_id` None is the operator."""
    person = lock(Person, person_id)
    _require(actor_id, person)
    if person.deactivated_at is not None:
        raise NotFound
    return Appointment.begin(person_id, role, organisation_id)


@command
def end_appointment(*, actor_id: int | None, appointment_id: int) -> Appointment:
    """End it now; one that has ended stays as it is. `actor_id` None is the operator."""
    person = lock(Person, get(Appointment, appointment_id).person_id)
    _require(actor_id, person)
    appointment = lock(Appointment, appointment_id)
    if appointment.is_current():
        appointment.end()
    return appointment


def _require(actor_id: int | None, person: Person) -> None:
    if actor_id is not None:
        may = policy.can_appoint(policy.load_actor(actor_id), person_id=person.id)
        require(may, "Only programme staff can do that, and only for others.")
