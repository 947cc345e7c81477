"""Accepting what was published since somebody last did."""

from cop.db import command, lock, record
from cop.events import StatementsAccepted
from cop.models import Acceptance, Person


@command
def accept(*, actor_id: int, up_to: int) -> None:
    """Note that somebody accepts what their page showed: all that was published up to the version `up_to`. What was
    published since they are asked about next. A repeat changes nothing.
    """
    person = lock(Person, actor_id)
    Acceptance.note(person, up_to=up_to)
    record(StatementsAccepted(person.id))
