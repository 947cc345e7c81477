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
from cop.models.letters import Letter, LetterKind
from cop.models.waves import WaveRow

M = TypeVar("M", Application, Invitation)
Addressed: TypeAlias = type[Application] | type[Invitation] | type[WaveRow]

ADDRESSED: dict[str, Addressed] = {table.__tablename__: table for table in (Application, Invitation, WaveRow)}

OF_ROWS = (LetterKind.APPLICATION, LetterKind.INVITATION)


def take_along(change: AddressChange) -> None:
    """Let rows of the former address be of the new one; lines of lists have it as it was typed."""
    change.moved = " ".join(
        f"{name}:{row_id}"
        for name, table in ADDRESSED.items()
        for row_id in _move(table, sa.func.lower(table.email) == change.former, to=change.wanted)
    )
    _let_letters_follow(change, Letter.address == change.former, to=change.wanted)


def bring_back(change: AddressChange) -> None:
    """The same rows are of the former address again, and no others: the new one may have some of its own."""
    about_them = sa.or_(
        Letter.invitation_id.in_(_moved(change, "invitation")),
        Letter.application_id.in_(_moved(change, "application")),
    )
    for name, table in ADDRESSED.items():
        _move(table, table.id.in_(_moved(change, name)), table.email == change.wanted, to=change.former)
    _let_letters_follow(change, Letter.address == change.wanted, about_them, to=change.former)
    change.moved = ""


def _let_letters_follow(change: AddressChange, *which: sa.ColumnElement[bool], to: str) -> None:
    """Those that wait and are to whoever is invited or applies go where these are now. All others stay what they were,
    noted as their person's.
    """
    nobodys = sa.update(Letter).where(*which, Letter.person_id.is_(None))
    waiting = (Letter.sent_at.is_(None), Letter.given_up_at.is_(None), Letter.kind.in_(OF_ROWS))
    for statement in (
        nobodys.where(*waiting).values(address=to),
        nobodys.values(person_id=change.person_id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def gone_along(change: AddressChange, table: type[M]) -> Sequence[M]:
    """The rows that it took along, as they are now."""
    query = sa.select(table).where(table.id.in_(_moved(change, table.__tablename__)))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _moved(change: AddressChange, name: str) -> list[int]:
    kept = (each.partition(":") for each in change.moved.split())
    return [int(row_id) for table, _, row_id in kept if table == name]


def _move(table: Addressed, *which: sa.ColumnElement[bool], to: str) -> list[int]:
    """Their ids. They are locked in the order in which all lock them that lock several."""
    asked = sa.select(table.id).where(*which).order_by(table.id).with_for_update()
    ids = list(session.scalars(asked))
    moving = sa.update(table).where(table.id.in_(ids)).values(email=to)
    session.execute(moving.execution_options(synchronize_session=False))
    return ids
