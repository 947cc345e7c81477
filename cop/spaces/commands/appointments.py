"""Roles outside of any space: given by staff and stewards for a time, and ended."""

from datetime import datetime

import sqlalchemy as sa

from cop import policy
from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Appointment, AppointmentRole, Organisation, Person, Verdict
from cop.models.people import lock_people
from cop.policy import require
from cop.spaces.commands.people import tell
from cop.spaces.commands.terms import day_of, log, read_day, require_held

RUNS = (AppointmentRole.STAFF, AppointmentRole.STEWARD)


def appoint_person(
    *,
    actor_id: int,
    person_id: int,
    role: AppointmentRole,
    organisation_id: int | None = None,
    until: datetime | None = None,
) -> Appointment:
    """Give somebody with an account `role` from now on, until then (None: without an end). A sponsor is one of an
    organisation. Whoever holds it already keeps it as it is.

    Raises Invalid (`organisation`, `until`), NotFound, Forbidden for oneself and for a role that is not the actor's to
    give.
    """
    if (role is AppointmentRole.SPONSOR) != (organisation_id is not None):
        raise Invalid("Choose an organisation for a sponsor, and for nobody else.", field="organisation")
    return _appoint(actor_id, person_id, role, organisation_id=organisation_id, until=read_day(until))


@command
def _appoint(
    actor_id: int,
    person_id: int,
    role: AppointmentRole,
    *,
    organisation_id: int | None,
    until: datetime | None,
) -> Appointment:
    lock_people([person_id])
    actor = policy.load_actor(actor_id)
    require(policy.can_see_appointments(actor), "Only programme staff and stewards appoint people.")
    require(person_id != actor.id, "You can’t appoint yourself. Ask somebody else.")
    require(policy.can_appoint(actor, role, person_id=person_id), "Only programme staff appoint staff.")
    person = get(Person, person_id)
    if person.deactivated_at is not None:
        raise NotFound
    if organisation_id is not None:
        get(Organisation, organisation_id)
    held = _held(person_id, role, organisation_id)
    if held is not None:
        return held
    appointment = Appointment.begin(person_id, role, organisation_id)
    appointment.last_until(until)
    tell(log(Verdict.APPOINT, appointment, actor, person_id=person_id, said=day_of(until)), person)
    return appointment


def _held(person_id: int, role: AppointmentRole, organisation_id: int | None) -> Appointment | None:
    query = sa.select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.role == role,
        Appointment.organisation_id.is_not_distinct_from(organisation_id),
        Appointment.holds(),
    )
    return session.scalars(query.limit(1)).one_or_none()


@command
def end_appointment(*, actor_id: int, appointment_id: int) -> Appointment:
    """End it now: by whoever could give it, or by its holder, who steps back. A repeat changes nothing; Conflict for
    the last one who runs the network.
    """
    appointment, actor = lock(Appointment, appointment_id), policy.load_actor(actor_id)
    if not policy.can_end_appointment(actor, appointment):
        raise NotFound
    if not appointment.is_current():
        return appointment
    require_held(appointment)
    _keep_somebody(appointment)
    appointment.end()
    holder = session.get_one(Person, appointment.person_id)
    decision = log(Verdict.END_APPOINTMENT, appointment, actor, person_id=holder.id, said="ended")
    if holder.id != actor.id:
        tell(decision, holder)
    return appointment


def _keep_somebody(appointment: Appointment) -> None:
    """Conflict if nobody would be left who brings people in and appoints."""
    if appointment.role not in RUNS:
        return
    others = sa.exists().where(
        Appointment.role.in_(RUNS),
        Appointment.person_id != appointment.person_id,
        Appointment.person_id == Person.id,
        Person.deactivated_at.is_(None),
        Appointment.holds(),
    )
    if not session.scalar(sa.select(others)):
        raise Conflict("Nobody else runs this network. Appoint a steward first.")
