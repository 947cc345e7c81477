"""Who makes copies: one at a time for a person, taken up again where a process ended, and let go after a week."""

import logging

from cop.errors import Conflict
from cop.exports import commands, queries
from cop.exports.tasks.making import make
from cop.jobs import job

log = logging.getLogger("cop.exports")


@job
def make_export(person_id: int) -> None:
    """Make the copy of a person, if it waits and nobody else does."""
    turn = commands.claim_export(person_id=person_id)
    if turn is None:
        return
    try:
        make(person_id, turn)
    except Conflict:  # it was deleted, or something in it was removed for good: who asks anew wakes another
        log.info("export given up", extra={"person": person_id, "turn": turn})
    except BaseException:
        commands.let_go(person_id=person_id, turn=turn)
        raise


@job
def make_waiting() -> None:
    """Wake a job for each copy that waits: a wake-up was lost, or the process of it ended."""
    for person_id in queries.exports_to_make():
        make_export.wake(person_id)


@job
def forget() -> None:
    commands.forget_exports()
