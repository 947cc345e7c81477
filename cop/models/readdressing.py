"""What is known of somebody by their address alone goes along when they have another, and comes back with the old one.

So whoever is given that address later, as a mailbox may be, has nothing to do with what was theirs.
"""

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import sqlalchemy as sa

from cop.db import session
from cop.models.address_changes import AddressChange
from cop.models.applications import Application
from cop.models.invitations import Invitation
from cop.models.letters import Letter
from cop.models.waves import WaveRow

M = TypeVar("M", Application, Invitation)
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
        _move(table, table.id.in_(_moved(change, name)), table.email == change.wanted, to=change.former)
    change.moved = ""


def gone_along(change: AddressChange, table: type[M]) -> Sequence[M]:
    """The rows that it took along, as they are now."""
    query = sa.select(table).where(table.id.in_(_moved(change, table.__tablename__)))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _moved(change: AddressChange, name: str) -> list[int]:
    kept = (each.partition(":") for each in change.moved.split())
    return [int(row_id) for table, _, row_id in kept if table == name]


def _move(table: Addressed, *which: sa.ColumnElement[bool], to: str) -> list[int]:
    moving = sa.update(table).where(*which).values(email=to).returning(table.id)
    return list(session.scalars(moving.execution_options(synchronize_session=False)))
