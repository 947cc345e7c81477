"""Reads a room from the database as it is once all is over, for the checker."""

from collections import Counter

import sqlalchemy as sa

from cop import db
from cop.models import Message, Review, Space
from cop.models.revisions import MessageRevision
from tests.faults.records import Final, Row


def final(slug: str) -> Final:
    db.session.rollback()
    space = db.session.execute(sa.select(Space.id, Space.said, Space.pulse).where(Space.slug == slug)).one()
    revisions = _count(MessageRevision.message_id)
    reviews = _count(Review.message_id)
    rows = db.session.execute(
        sa.select(
            Message.id,
            Message.author_id,
            Message.key,
            Message.text,
            Message.state,
            Message.seq,
            Message.changed,
            Message.version,
        ).where(Message.space_id == space.id)
    )
    found = tuple(
        Row(row.id, row.author_id, row.key, row.text, row.state.value, row.seq, row.changed, row.version,
            revisions[row.id], reviews[row.id])
        for row in rows
    )  # fmt: skip
    return Final(space.said, space.pulse, found)


def _count(column: sa.orm.InstrumentedAttribute[int]) -> Counter[int]:
    return Counter(db.session.scalars(sa.select(column)))
