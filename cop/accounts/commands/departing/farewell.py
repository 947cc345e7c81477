"""The last letter, and the end: once it is on its way nothing by which somebody could be reached is kept."""

import sqlalchemy as sa

from cop.accounts.commands.departing.under_way import locked
from cop.db import command, session
from cop.models import Departure, Letter, LetterKind
from cop.models.belongings import erase
from cop.models.indexed import forget_lost


def write(departure: Departure) -> bool:
    """Tell them that it is done. What has come up since the other steps goes too."""
    _write(person_id=departure.person_id)
    return True


@command
def _write(*, person_id: int) -> None:
    departure = locked(person_id)
    mine = sa.exists().where(Letter.person_id == person_id, Letter.kind == LetterKind.LEFT)
    if not session.scalar(sa.select(mine)):
        Letter.write(LetterKind.LEFT, address=departure.address, person_id=person_id)


def end(departure: Departure) -> bool:
    """Whether all letters are sent, or given up: their address is forgotten with that."""
    return _end(person_id=departure.person_id)


@command
def _end(*, person_id: int) -> bool:
    departure = locked(person_id)
    waits = (Letter.person_id == person_id, Letter.sent_at.is_(None), Letter.given_up_at.is_(None))
    if session.scalar(sa.select(sa.exists().where(*waits))):
        return False
    session.execute(sa.delete(Letter).where(Letter.person_id == person_id))
    erase(person_id)
    if not departure.keeps_name:
        forget_lost([departure.name])
    departure.end()
    return True
