"""The bare minimum of a wave: the same rows through the ORM, nothing looked at, nobody asked and nothing locked."""

import csv
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cop import clock
from cop.models import (
    AppointmentRole,
    Decision,
    Fate,
    Invitation,
    Letter,
    LetterKind,
    Pair,
    Place,
    Policy,
    RoleName,
    Space,
    SpaceKind,
    Verdict,
    Wave,
    WaveRow,
)

COLUMNS = ("name", "email", "organisation", "role", "cohort", "set_name", "pair", "sponsor")
LIFE = timedelta(days=28)


def read(data: bytes) -> list[dict[str, str]]:
    """The lines, by column."""
    cells = list(csv.reader(data.decode().splitlines()))[1:]
    return [dict(zip(COLUMNS, each, strict=True)) for each in cells]


def keep(engine: sa.Engine, data: bytes, *, actor_id: int) -> int:
    """The list in one transaction; returns its id."""
    with Session(engine) as rows, rows.begin():
        wave = Wave(actor_id=actor_id, name="bare.csv")
        rows.add(wave)
        rows.flush()
        rows.add_all(
            WaveRow(wave_id=wave.id, number=number, fate=Fate.NEW, **line)
            for number, line in enumerate(read(data), 2)
        )
        return wave.id


def send(engine: sa.Engine, wave_id: int, *, organisation_id: int, cohort_id: int) -> None:
    """All of a list into one cohort, each line in a transaction of its own."""
    query = sa.select(WaveRow.id).where(WaveRow.wave_id == wave_id).order_by(WaveRow.number)
    with Session(engine) as rows:
        row_ids = rows.scalars(query).all()
    pair: Space | None = None
    for row_id in row_ids:
        with Session(engine, expire_on_commit=False) as rows, rows.begin():
            row = rows.get_one(WaveRow, row_id)
            pair = _pair(rows, row, organisation_id, pair)
            space_ids = [cohort_id] * (not row.sponsor) + [pair.id] * bool(row.pair)
            _invite(rows, row, space_ids, organisation_id)


def _pair(rows: Session, row: WaveRow, organisation_id: int, last: Space | None) -> Space:
    """That of the line before for the second half of a pair; a new one for the first."""
    if last is not None and (row.number % 2 or not row.pair):
        return last
    space = Space(slug=f"bare-{row.id}", kind=SpaceKind.PAIR, name=row.pair, policy=Policy.OPEN)
    rows.add(Pair(organisation_id=organisation_id, space=space, label=row.pair))
    rows.flush()
    return space


def _invite(rows: Session, row: WaveRow, space_ids: list[int], organisation_id: int) -> None:
    invitation = Invitation(
        email=row.email,
        inviter_id=None,
        appointment=AppointmentRole.SPONSOR if row.sponsor else None,
        name=row.name,
        organisation_id=organisation_id,
        expires_at=clock.now() + LIFE,
        places=[Place(space_id=each, role=RoleName.MEMBER) for each in space_ids],
    )
    rows.add_all([invitation, *(Decision(verdict=Verdict.INVITE, space_id=each) for each in space_ids)])
    rows.flush()
    letter = Letter(kind=LetterKind.INVITATION, address=row.email, invitation_id=invitation.id)
    letter.sent_at = clock.now()  # nobody was woken for it, and what sweeps would send it is measured later
    rows.add(letter)
    row.fate, row.invitation_id = Fate.SENT, invitation.id
