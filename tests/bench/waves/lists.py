"""Lists of 1,000 people, half of them pairs, and the organisations and sets that they name."""

from collections.abc import Iterator

import sqlalchemy as sa

from cop import db
from cop.models import Organisation, Space, SpaceKind
from tests.bench.prose import WORDS
from tests.waves import table

LINES = 1_000
PAIRS = LINES // 4
ORGANISATIONS, SETS, SPONSORS = 250, 40, 20
"""As many organisations as pairs: a wave brings one of each."""


@db.command
def found(slug: str) -> None:
    """The organisations, and the sets of the cohort."""
    cohort = db.session.scalars(sa.select(Space).where(Space.slug == slug)).one()
    for number in range(ORGANISATIONS):
        db.session.add(Organisation(code=f"B{number:03}", name=f"Invented Trust {number}"))
    for number in range(SETS):
        kept = {"kind": SpaceKind.SET, "name": f"Set {number}", "parent_id": cohort.id}
        db.session.add(Space(slug=f"{slug}-bench-{number}", **kept))


def file(turn: str, lines: int = LINES) -> bytes:
    """The list as a file; that of another `turn`, a letter, names other people and other pairs."""
    return table(*_lines(turn, lines))


def _lines(turn: str, lines: int) -> Iterator[str]:
    """The halves of a pair stand together; of the others most come into a set, and some are sponsors."""
    for number in range(lines):
        who = f"{WORDS[number % len(WORDS)].capitalize()} Invented,{turn}{number}@trust.example"
        if number < 2 * PAIRS:
            role = ("R&D director", "R&D manager")[number % 2]
            yield f"{who},B{number // 2 % ORGANISATIONS:03},{role},Cohort 1,,{turn},"
        elif number < lines - SPONSORS:
            yield f"{who},B{number % ORGANISATIONS:03},,Cohort 1,Set {number % SETS},,"
        else:
            yield f"{who},B{number % ORGANISATIONS:03},,,,,yes"
