"""What the clock does for pairs: it reminds them, and their sponsors, of days that have come."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from cop.errors import NotFound
from cop.intentions.commands import reminders
from cop.jobs import job
from cop.offload import give_way


@job
def remind() -> None:
    """What a run leaves, or dies before, the next finds."""
    _each(reminders.remind_of_update, intention_id=reminders.due_update_ids())
    _each(reminders.remind_of_commitment, commitment_id=reminders.due_commitment_ids())


def _each(do: Callable[..., object], **which: Iterable[int]) -> None:
    """One that has gone by now is no matter of the others."""
    for name, ids in which.items():
        for row_id in ids:
            with suppress(NotFound):
                do(**{name: row_id})
            give_way()
