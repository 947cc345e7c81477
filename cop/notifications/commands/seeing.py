"""Seeing: a notice that was opened, or whose matter was read wherever it stands, is seen on every device."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop import clock, db
from cop.db import command, record, session
from cop.errors import NotFound
from cop.events import NoticesChanged
from cop.models import Notice

THOUSAND = 1_000
LAST = 253_402_300_799_999
"""The last moment that a date can say, in milliseconds."""


@command
def see_notice(*, actor_id: int, notice_id: int) -> int:
    """Note that a person has seen one of theirs; returns what undoes it. A repeat is harmless. Raises NotFound."""
    if db.get(Notice, notice_id).person_id != actor_id:
        raise NotFound
    return see_here(actor_id, Notice.id == notice_id)


@command
def see_all(*, actor_id: int, upto: int) -> int:
    """Note that a person has seen theirs up to the id `upto`, the newest they were shown; returns what undoes it."""
    return see_here(actor_id, Notice.id <= upto)


def see_here(person_id: int, *which: sa.ColumnElement[bool]) -> int:
    """Within a command: note that a person has seen `which` of theirs. Returns the moment, by which `forget_seen` knows
    them, in milliseconds.
    """
    moment = int(clock.now().timestamp() * THOUSAND)
    seen = sa.update(Notice).where(Notice.person_id == person_id, Notice.seen_at.is_(None), *which)
    _change(person_id, seen.values(seen_at=_moment(moment)))
    return moment


@command
def forget_seen(*, actor_id: int, moment: int) -> None:
    """Let what a person saw at this moment be unseen again, but for what has come again since."""
    if moment > LAST:
        return
    newer = aliased(Notice)
    twin = sa.exists().where(
        newer.person_id == actor_id,
        newer.kind == Notice.kind,
        newer.subject_id == Notice.subject_id,
        newer.id > Notice.id,
    )
    seen = sa.update(Notice).where(Notice.person_id == actor_id, Notice.seen_at == _moment(moment), ~twin)
    _change(actor_id, seen.values(seen_at=None))


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // THOUSAND, UTC).replace(
        microsecond=milliseconds % THOUSAND * THOUSAND
    )


def _change(person_id: int, statement: sa.Update) -> None:
    changed = session.execute(statement.execution_options(synchronize_session=False).returning(Notice.id))
    if changed.first() is not None:
        record(NoticesChanged((person_id,)))
