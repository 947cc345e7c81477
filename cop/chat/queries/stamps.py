"""How the lines of a room stand, told without reading them: while its stamp is the same, a line shows the same."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cop.chat.queries import lines
from cop.db import BigId
from cop.models import Mark, Message, Organisation, Person, Space, State
from cop.models.statements import rows


class Stamp(NamedTuple):
    """A line with a place in its room, at one moment. All that happens to it moves its `changed`, and all that happens
    to the line it answers moves `answered`. What is left is the renderer, whether its author has left, and
    names: theirs, of whom it answers, of who reacted.
    """

    id: int
    key: str
    seq: int
    changed: int
    renderer: int
    author: str
    has_left: bool
    role: str
    organisation: str | None
    answered: int | None
    answered_author: str | None
    marked_by: tuple[str, ...] = ()

    @classmethod
    def of(cls, message: Message) -> "Stamp":
        """The stamp of a placed message that was read with all that it shows."""
        author, answered = message.author, message.reply_to
        return cls(
            message.id,
            message.key,
            message.seq or 0,
            message.changed or 0,
            message.renderer,
            author.name,
            author.has_left,
            author.professional_role,
            author.organisation.name if author.organisation else None,
            answered.changed if answered else None,
            answered.author.name if answered else None,
            tuple(mark.person.name for mark in message.marks),
        )


def newest(space: Space) -> list[Stamp]:
    """The newest page of lines and tombstones, in order."""
    return _stamps(_newest(), space)[::-1]


def before(space: Space, seq: int) -> list[Stamp]:
    """The page that ends before `seq`, in order."""
    return _stamps(_before(), space, seq=seq)[::-1]


def changes(space: Space, *, after: int) -> tuple[list[Stamp], bool]:
    """What changed after the pulse `after`, in that order and as it is now, in one index scan; and whether that is
    too far behind (or ahead of a restored database), in which case the newest page comes instead.
    """
    if not 0 <= after <= space.pulse:
        return newest(space), True
    found = _stamps(_changes(), space, after=after, most=lines.SYNC_LIMIT + 1)
    return (newest(space), True) if len(found) > lines.SYNC_LIMIT else (found, False)


def _stamps(query: sa.Select[*tuple[Any, ...]], space: Space, **asked: int) -> list[Stamp]:
    found = rows(query, {"space_id": space.id, "most": lines.PAGE} | asked).all()
    names: dict[int, tuple[str, ...]] = {}
    marks: Iterable[Any] = rows(_marks(), {"ids": [row[0] for row in found]}) if found else ()
    for message_id, name in marks:
        names[message_id] = (*names.get(message_id, ()), name)
    return [Stamp._make((*row, names.get(row[0], ()))) for row in found]


@cache
def _placed() -> sa.Select[*tuple[Any, ...]]:
    """Rows of a stamp. This and what is made of it is made once: that takes longer than to run it."""
    answered, answered_author = aliased(Message), aliased(Person)
    return (
        sa.select(
            Message.id,
            Message.key,
            Message.seq,
            Message.changed,
            Message.renderer,
            Person.name,
            Person.deactivated_at.is_not(None),
            Person.professional_role,
            Organisation.name,
            answered.changed,
            answered_author.name,
        )
        .join(Person, Person.id == Message.author_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(answered, answered.id == Message.reply_to_id)
        .outerjoin(answered_author, answered_author.id == answered.author_id)
        .where(Message.space_id == sa.bindparam("space_id", type_=BigId), Message.seq.is_not(None))
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


@cache
def _newest() -> sa.Select[*tuple[Any, ...]]:
    """A page of the log holds nothing that is no longer kept: who has it is told by `changes`."""
    return _placed().where(Message.state != State.EXPIRED).order_by(Message.seq.desc())


@cache
def _before() -> sa.Select[*tuple[Any, ...]]:
    return _newest().where(Message.seq < sa.bindparam("seq", type_=BigId))


@cache
def _changes() -> sa.Select[*tuple[Any, ...]]:
    return _placed().where(Message.changed > sa.bindparam("after", type_=BigId)).order_by(Message.changed)


@cache
def _marks() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Mark.message_id, Person.name)
        .join(Mark.person)
        .where(Mark.message_id.in_(sa.bindparam("ids", expanding=True)))
        .order_by(Mark.id)
    )
