"""Roles outside of any space: given by staff and stewards for a time, and ended."""

from datetime import datetime
from typing import cast

from cop import policy
from cop.db import command, get, session
from cop.errors import Conflict, NotFound
from cop.models import Appointment, AppointmentRole, Organisation, Person, Tenure, Verdict, appointing
from cop.models.appointment_roles import RUNS_NETWORK
from cop.models.people import lock_people
from cop.policy import require
from cop.spaces.commands.people import tell
from cop.spaces.commands.terms import decided, lock_office


def appoint_person(
    *,
    actor_id: int,
    person_id: int,
    role: AppointmentRole,
    organisation_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Appointment:
    """Give somebody with an account `role` from then (None: now) until then (None: without an end, which a guest and an
    evaluator need). A sponsor is one of an organisation. Whoever holds it already keeps it as it is.

    Raises Invalid (`organisation`, `since`, `until`), NotFound, Forbidden for oneself and for a role that is not the
    actor's to give.
    """
    return _appoint(actor_id, person_id, Tenure(role, organisation_id, since, until).read())


@command
def _appoint(actor_id: int, person_id: int, tenure: Tenure) -> Appointment:
    lock_people([person_id])
    actor = policy.load_actor(actor_id)
    require(policy.can_see_appointments(actor), "Only programme staff and stewards appoint people.")
    require(person_id != actor.id, "You can’t appoint yourself. Ask somebody else.")
    require(
        policy.can_appoint(actor, tenure.role, person_id=person_id), "Only programme staff appoint staff."
    )
    person = get(Person, person_id)
    if person.deactivated_at is not None:
        raise NotFound
    if tenure.organisation_id is not None:
        get(Organisation, tenure.organisation_id)
    return appointing.give(tenure, person, actor_id=actor.id)


@command
def end_appointment(*, actor_id: int, appointment_id: int) -> Appointment:
    """End it now: by whoever could give it, or by its holder, who steps back. A repeat changes nothing; Conflict for
    the last one who runs the network.
    """
    policy.lock_who_run()
    office, actor = lock_office(actor_id, role_id=None, appointment_id=appointment_id)
    appointment = cast("Appointment", office)
    if not policy.can_end_appointment(actor, appointment):
        raise NotFound
    if appointment.is_over():
        return appointment
    if appointment.role in RUNS_NETWORK and not policy.somebody_else_runs(appointment.person_id):
        raise Conflict("Nobody else runs this network. Appoint a steward first.")
    appointment.end()
    holder = session.get_one(Person, appointment.person_id)
    decision = decided(Verdict.END_APPOINTMENT, appointment, actor, person_id=holder.id, said="ended")
    if holder.id != actor.id:
        tell(decision, holder)
    return appointment
