"""Lists of people for tests, as text and as what became of them."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import db, jobs
from cop.accounts import commands
from cop.accounts.commands.wave_names import Names
from cop.models import Fate, Organisation, Wave, WaveRow

HEAD = "Name,E-mail,Organisation,Role,Cohort,Set,Pair,Sponsor"
ROWAN = "Rowan Ashdown,rowan@trust.example,T01,R&D director,Cohort 1,,,"


def table(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def upload(actor_id: int, *lines: str) -> Wave:
    return commands.upload_wave(actor_id=actor_id, name="people.csv", data=table(*lines))


def send(actor_id: int, *lines: str) -> Wave:
    """Sent in, looked at by nobody, and sent out."""
    wave = upload(actor_id, *lines)
    commands.send_wave(actor_id=actor_id, wave_id=wave.id)
    jobs.run_waiting()
    return wave


def send_line(wave: Wave, place: int = 0, names: Names | None = None) -> None:
    """The line at `place` alone, as the job does it that was cut off after it."""
    row_id = rows(wave)[place].id
    commands.wave_sending._send_row(row_id, sender_id=wave.actor_id, names=names or Names())


def rows(wave: Wave) -> Sequence[WaveRow]:
    db.session.expire_all()
    query = sa.select(WaveRow).where(WaveRow.wave_id == wave.id).order_by(WaveRow.number)
    return db.session.scalars(query).all()


def fates(wave: Wave) -> list[Fate]:
    return [row.fate for row in rows(wave)]


@db.command
def put_organisation(code: str, name: str, successor: Organisation | None = None) -> Organisation:
    organisation = Organisation(code=code, name=name, successor_id=successor and successor.id)
    db.session.add(organisation)
    return organisation
