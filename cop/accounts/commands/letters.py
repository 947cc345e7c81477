"""Letters on their way: each is claimed before it is sent, so that two consumers do not send it twice."""

import sqlalchemy as sa

from cop import clock
from cop.db import command, lock, session
from cop.models import Letter

AT_ONCE = 200
"""Letters that one sweep takes; the next comes a minute later."""


def waiting_letters() -> list[int]:
    """Ids of the letters that are to be sent now, oldest first."""
    query = sa.select(Letter.id).where(Letter.waits()).order_by(Letter.id).limit(AT_ONCE)
    return list(session.scalars(query))


@command
def claim_letter(letter_id: int) -> Letter | None:
    """The letter, for one try that is counted; None if it is gone, not due, or with somebody else."""
    letter = session.scalars(sa.select(Letter).where(Letter.id == letter_id).with_for_update()).one_or_none()
    return letter if letter is not None and letter.claim() else None


@command
def note_sent(letter_id: int) -> None:
    lock(Letter, letter_id).sent_at = clock.now()


@command
def note_failed(letter_id: int) -> None:
    lock(Letter, letter_id).fail()


@command
def drop_letter(letter_id: int) -> None:
    """Nobody wants it any more (or nobody has that address): nothing of it is kept."""
    session.delete(lock(Letter, letter_id))
