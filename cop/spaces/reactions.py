"""What spaces do when something has happened."""

from cop.events import AppointmentChanged, RosterChanged
from cop.models import Inspection
from cop.spaces import tasks


def end_inspections(fact: AppointmentChanged | RosterChanged) -> None:
    """AFTER: whoever inspects a set and may have lost the right to is looked at now, and not with the next round."""
    people = fact.person_ids if isinstance(fact, RosterChanged) else (fact.person_id,)
    if Inspection.is_of_any(people):
        tasks.look_after_inspections.wake()
