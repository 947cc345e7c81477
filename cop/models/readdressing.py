"""What is known of somebody by their address alone goes along when they have another, and comes back with the old one.

So whoever is given that address later, as a mailbox may be, has nothing to do with what was theirs.
"""

from typing import TypeAlias

import sqlalchemy as sa

from cop.db import session
from cop.models.address_changes import AddressChange
from cop.models.applications import Application
from cop.models.invitations import Invitation
from cop.models.letters import Letter
from cop.models.waves import WaveRow

Addressed: TypeAlias = type[Application] | type[Invitation] | type[WaveRow]

ADDRESSED: dict[str, Addressed] = {table.__tablename__: table for table in (Application, Invitation, WaveRow)}


def take_along(change: AddressChange) -> None:
    """Let rows of the former address be of the new one. Letters stay what they were, noted as their person's."""
    change.moved = " ".join(
        f"{name}:{row_id}"
        for name, table in ADDRESSED.items()
        for row_id in _move(table, table.email == change.former, to=change.wanted)
    )
    theirs = sa.update(Letter).where(Letter.address == change.former, Letter.person_id.is_(None))
    session.execute(theirs.values(person_id=change.person_id).execution_options(synchronize_session=False))


def bring_back(change: AddressChange) -> None:
    """The same rows are of the former address again, and no others: the new one may have some of its own."""
    for name, table in ADDRESSED.items():
        row_ids = [
            int(each.partition(":")[2]) for each in change.moved.split() if each.startswith(f"{name}:")
        ]
        _move(table, table.id.in_(row_ids), table.email == change.wanted, to=change.former)
    change.moved = ""


def _move(table: Addressed, *which: sa.ColumnElement[bool], to: str) -> list[int]:
    moving = sa.update(table).where(*which).values(email=to).returning(table.id)
    return list(session.scalars(moving.execution_options(synchronize_session=False)))
