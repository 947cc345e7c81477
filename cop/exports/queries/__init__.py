"""What exports read: the copy that somebody has, and all that goes into one."""

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.exports.queries.contents import CHAPTERS, NOT_COPIED, UNTOLD, Chapter, sections
from cop.exports.queries.reading import File, count_files, files, rows, whose
from cop.exports.queries.sections import Section
from cop.models import Export
from cop.policy import Actor


def export_of(person_id: int) -> Export | None:
    """The copy that a person has asked for, in whichever state."""
    return session.get(Export, person_id)


def exports_to_make() -> list[int]:
    """Ids of the people whose copy waits while no job is at it."""
    query = sa.select(Export.person_id).where(Export.is_to_make())
    return list(session.scalars(query.order_by(Export.person_id)))


def ready_export(actor: Actor) -> sa.Select[Export]:
    """The actor's copy, if it can be opened at this moment."""
    return sa.select(Export).where(policy.visible_exports(actor))


__all__ = [
    "CHAPTERS",
    "NOT_COPIED",
    "UNTOLD",
    "Chapter",
    "File",
    "Section",
    "count_files",
    "export_of",
    "exports_to_make",
    "files",
    "ready_export",
    "rows",
    "sections",
    "whose",
]
