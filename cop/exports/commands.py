"""The verbs of exports: ask for one, make it under a claim, keep it, let it go. Bytes stand outside of transactions."""

from datetime import timedelta

import sqlalchemy as sa

from cop import storage
from cop.db import command, record, session
from cop.errors import Conflict, TooFast
from cop.events import ExportAsked
from cop.models import Decision, Export, Letter, LetterKind, Person, Throttle, Verdict
from cop.models.people import lock_people

BURST, EVERY = 3, timedelta(hours=8)
"""A person may ask for so many in a day."""

TOO_OFTEN = "You have asked for several copies in a day. Wait until tomorrow to ask for another."
TAKEN_OVER = "It was deleted meanwhile, or another job makes it."

FOR_GOOD = (Verdict.PURGE, Verdict.REDACT)
"""After which a copy of before says what nothing else says any more."""


@command
def ask_for_export(*, actor_id: int) -> Export:
    """Let a job make a copy of all that is kept of the actor; the one that they have goes. While one waits, that one.
    Raises TooFast.
    """
    lock_people([actor_id])
    export = _locked(actor_id)
    if export is not None and export.is_waiting():
        return export
    if not Throttle.take(f"export:{actor_id}", burst=BURST, every=EVERY):
        raise TooFast(TOO_OFTEN)
    if export is None:
        export = Export(person_id=actor_id, turn=0)
        session.add(export)
    export.ask()
    session.flush()
    record(ExportAsked(actor_id))
    return export


def claim_export(*, person_id: int) -> int | None:
    """The turn in which it is to be made; None if there is nothing to make, or another job is at it. The bytes of the
    one before go.
    """
    turn, old = _claim(person_id=person_id)
    _drop(old)
    return turn


@command
def _claim(*, person_id: int) -> tuple[int | None, str | None]:
    export = _locked(person_id)
    if export is None or session.get_one(Person, person_id).has_left or not export.take():
        return None, None
    return export.turn, export.give_up_bytes()


@command
def note_progress(*, person_id: int, turn: int, done: int, steps: int) -> None:
    """State how far it has come. Conflict if whoever makes it has lost it."""
    export = _mine(person_id, turn)
    export.move(done, steps)


@command
def let_go(*, person_id: int, turn: int) -> None:
    """This try has failed: whoever comes next may take it at once."""
    export = _locked(person_id)
    if export is not None and export.turn == turn:
        export.moved_at = None


@command
def keep_export(*, person_id: int, turn: int, stored: str, size: int) -> None:
    """Let its person have it, and tell them once for each time that they asked. Conflict if whoever made it has lost
    it: nobody needs the bytes then.
    """
    export = _mine(person_id, turn)
    export.keep(stored, size=size)
    if not _were_told(export):
        person = session.get_one(Person, person_id)
        Letter.write(LetterKind.EXPORT, address=person.email, person_id=person_id)


def _were_told(export: Export) -> bool:
    """Whether a letter was written before it was made anew."""
    since = (Letter.person_id == export.person_id, Letter.written_at >= export.asked_at)
    told = sa.exists().where(Letter.kind == LetterKind.EXPORT, *since)
    return bool(session.scalar(sa.select(told)))


def delete_export(*, actor_id: int) -> None:
    """Keep the actor's copy no longer, or make none after all; a repeat is harmless."""
    _drop(_delete(person_id=actor_id))


@command
def _delete(*, person_id: int) -> str | None:
    export = _locked(person_id)
    if export is None:
        return None
    session.delete(export)
    return export.stored


def forget_exports() -> None:
    """Let go of the copies that were kept for long enough, and of those of people who have left, with their bytes."""
    for person_id in session.scalars(sa.select(Export.person_id).where(_is_nobodys())).all():
        _drop(_forget(person_id=person_id))


@command
def _forget(*, person_id: int) -> str | None:
    over = sa.select(Export).where(Export.person_id == person_id, _is_nobodys())
    export = session.scalars(over.with_for_update()).one_or_none()
    if export is None:
        return None
    session.delete(export)
    return export.stored


def _is_nobodys() -> sa.ColumnElement[bool]:
    left = sa.select(Person.id).where(Person.deactivated_at.is_not(None))
    return sa.or_(Export.is_over(), Export.person_id.in_(left))


def make_anew(decision_id: int) -> None:
    """In the running command: something was removed for good. Whatever copy says it still waits to be made again."""
    decision = session.get_one(Decision, decision_id)
    if decision.verdict not in FOR_GOOD:
        return
    says_it = sa.and_(Export.failed_at.is_(None), sa.or_(Export.made_at.is_(None), Export.stands()))
    kept = sa.select(Export).where(says_it).order_by(Export.person_id).with_for_update()
    for export in session.scalars(kept.execution_options(populate_existing=True)).all():
        export.renew()
        record(ExportAsked(export.person_id))


def _drop(stored: str | None) -> None:
    if stored is not None:
        storage.drop(stored)


def _locked(person_id: int) -> Export | None:
    query = sa.select(Export).where(Export.person_id == person_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _mine(person_id: int, turn: int) -> Export:
    """The export, locked, for whoever makes it in that turn."""
    export = _locked(person_id)
    if export is None or export.turn != turn or not export.is_waiting():
        raise Conflict(TAKEN_OVER)
    return export
