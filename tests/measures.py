"""Measures on a person in a space, for tests that are about something else."""

from datetime import datetime

from cop.models import Ground, Measure, MeasureKind
from cop.spaces import commands
from cop.spaces.commands import Wanted


def suspend(*, actor_id: int, space_id: int, person_id: int, until: datetime, reason: str) -> Measure:
    """Shut a member out until then."""
    wanted = Wanted(MeasureKind.SUSPENDED, until, Ground.OTHER, reason)
    return commands.take_measure(actor_id=actor_id, person_id=person_id, wanted=wanted, space_id=space_id)


def lift(*, actor_id: int, space_id: int, person_id: int, reason: str = "") -> None:
    """End whatever holds about them there."""
    for measure in Measure.of(person_id, space_id):
        commands.end_measure(actor_id=actor_id, measure_id=measure.id, reason=reason)
