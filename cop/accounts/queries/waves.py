"""Lists of people who are brought in together: which there are, and what came of each line."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cop.db import session
from cop.models import Fate, Invitation, Wave, WaveRow
from cop.models.statements import at_most

PAGE = 100
SHOWN = 50
"""Lists on the page of all: older ones are forgotten soon."""

IN_ORDER = (Fate.BAD, Fate.NEW, Fate.SENT, Fate.SAME)
"""What somebody has to look at comes first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many lines of a list there are of each kind, and how many of those invited have come."""

    by_fate: dict[Fate, int]
    joined: int

    def of(self, fate: Fate) -> int:
        return self.by_fate.get(fate, 0)

    @property
    def lines(self) -> int:
        return sum(self.by_fate.values())

    @property
    def left(self) -> int:
        return self.of(Fate.NEW)

    @property
    def done(self) -> int:
        return self.lines - self.left


def waves() -> Sequence[Wave]:
    """The lists that are kept, the newest first."""
    query = sa.select(Wave).options(joinedload(Wave.actor)).order_by(Wave.id.desc()).limit(at_most(SHOWN))
    return session.scalars(query).all()


def wave(wave_id: int) -> sa.Select[Wave]:
    return sa.select(Wave).options(joinedload(Wave.actor)).where(Wave.id == wave_id)


def figures(wave_ids: Sequence[int]) -> dict[int, Figures]:
    """By the id of the list; in two queries for all of them."""
    counted = (
        sa.select(WaveRow.wave_id, WaveRow.fate, sa.func.count())
        .where(WaveRow.wave_id.in_(wave_ids))
        .group_by(WaveRow.wave_id, WaveRow.fate)
    )
    came = (
        sa.select(WaveRow.wave_id, sa.func.count())
        .join(WaveRow.invitation)
        .where(WaveRow.wave_id.in_(wave_ids), Invitation.accepted_at.is_not(None))
        .group_by(WaveRow.wave_id)
    )
    by_fate: dict[int, dict[Fate, int]] = {wave_id: {} for wave_id in wave_ids}
    for wave_id, fate, number in session.execute(counted):
        by_fate[wave_id][fate] = number
    joined: dict[int, int] = dict(iter(session.execute(came)))
    return {wave_id: Figures(found, joined.get(wave_id, 0)) for wave_id, found in by_fate.items()}


def lines(wave_id: int, fate: Fate, *, after: int = 0) -> tuple[Sequence[WaveRow], int | None]:
    """A page of the lines of which this came, in the order of the file, and the number of its last one if there are
    more.
    """
    query = (
        sa.select(WaveRow)
        .options(joinedload(WaveRow.invitation))
        .where(WaveRow.wave_id == wave_id, WaveRow.fate == fate, WaveRow.number > after)
        .order_by(WaveRow.number)
        .limit(at_most(PAGE + 1))
    )
    found = session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None


def wave_of(invitation_id: int) -> int | None:
    """The list by which an invitation came, if it did."""
    return session.scalar(sa.select(WaveRow.wave_id).where(WaveRow.invitation_id == invitation_id).limit(1))


def bad_lines(wave_id: int) -> Sequence[WaveRow]:
    """All that something is wrong with, in the order of the file."""
    query = sa.select(WaveRow).where(WaveRow.wave_id == wave_id, WaveRow.fate == Fate.BAD)
    return session.scalars(query.order_by(WaveRow.number)).all()
