"""How far the index has come, held by whoever moves it on."""

from cop import db
from cop.db import session
from cop.models import SearchMark
from cop.models.statements import insert


def mark_under_lock(name: str) -> SearchMark:
    """The mark `name`, made where there is none: two jobs never do the same step."""
    new = insert(SearchMark).values(name=name, at=0)
    session.execute(new.on_conflict_do_nothing(index_elements=[SearchMark.name]))
    return db.lock(SearchMark, name)  # type: ignore[arg-type]
