"""Where a departure has come to, and whether it may go on."""

from cop.db import command, lock, session
from cop.errors import Conflict
from cop.models import Departure, Step
from cop.models.holds import is_held, wait_for_holds

AT_ONCE = 20
"""Contributions of one transaction."""

HELD = "A legal hold keeps all of it for now."


def may_go_on(person_id: int) -> Departure | None:
    """The departure, if something is left to be done that may be done now."""
    departure = session.get(Departure, person_id, populate_existing=True)
    if departure is None or departure.done_at is not None or is_held(person_id):
        return None
    return departure


def locked(person_id: int) -> Departure:
    """The departure, so that no other job is at it in the running command, which begins with this. Conflict while a
    legal hold lasts.
    """
    wait_for_holds()
    departure = lock(Departure, person_id)
    if is_held(person_id):
        raise Conflict(HELD)
    return departure


@command
def pass_step(*, person_id: int, step: Step) -> None:
    """The step is done. Whoever else has said so meanwhile is right, and it is passed once."""
    departure = locked(person_id)
    if departure.step is step and departure.done_at is None:
        departure.go_on()
