"""A set that somebody reads by an inspection, for doors to lead to."""

from cop import db
from cop.models import Appointment, AppointmentRole, Basis, Inspection
from tests import people
from tests.authz.stage import Stage


def put_inspection(stage: Stage) -> Inspection:
    """Of the set, by a steward who is nobody of the cast, approved by staff, not told yet; in the running command."""
    asker = people.add_person(f"asking-{stage.cohort.slug}")
    db.session.add(Appointment(person_id=asker.id, role=AppointmentRole.STEWARD))
    inspection = Inspection(
        asker_id=asker.id, basis=Basis.LEGAL, reference="A demand", reason="Because", delay_days=1
    )
    inspection.space, inspection.delay_reason = stage.set_a, "Not yet"
    db.session.add(inspection)
    db.session.flush()
    inspection.approve(stage.people["staff"].id)
    return inspection
