"""Reading what is kept of a person: page by page, each in as many queries as the last, however much there is."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from cop import policy
from cop.db import session
from cop.exports.queries import conditions as told
from cop.exports.queries.quotes import Row, leave_out_others
from cop.exports.queries.sections import Section
from cop.models import Attachment, Person, Space, Topic
from cop.models.walking import walk
from cop.models.whose import Whose, belongs
from cop.policy import Actor

PAGE = 200
LOST_SPACE, LOST_TOPIC = "a space you no longer see", "a topic you can’t see"


class File(NamedTuple):
    """One that somebody has attached, and under which name its bytes are kept."""

    id: int
    name: str
    stored: str


def whose(person_id: int) -> Whose:
    person = session.get_one(Person, person_id)
    return Whose(person.id, person.email)


def rows(section: Section, actor: Actor, of: Whose) -> Iterator[Row]:
    """All of a section, in the order of its keys: what is told, under its names, and `id` and such beside it."""
    for found in walk(_query(section, actor, of), list(section.rows.primary_key), at_once=PAGE):
        yield from _told(found, section, actor)


def _query(section: Section, actor: Actor, of: Whose) -> sa.Select[Any]:
    table = section.rows
    columns = [key.label(f"_key_{key.name}") for key in table.primary_key]
    columns += [table.c[name].label(f"_{name}") for name in section.ids]
    columns += [value.label(name) for name, value in _values(section, actor)]
    query = sa.select(*columns).select_from(section.join.clause)
    if section.ways_to_it:
        query = query.where(sa.or_(*(belongs(table, way, of) for way in section.ways_to_it)))
    return query.where(section.where(actor)) if section.where else query


def _values(section: Section, actor: Actor) -> Iterator[tuple[str, Any]]:
    if "space" in section.places:
        sees = policy.visible_spaces(actor)
        yield "_kind", Space.kind
        yield "_sees", sa.or_(Space.id.is_(None), sees)
        yield "space", sa.case((Space.id.is_(None), sa.null()), (sees, Space.name), else_=_text(LOST_SPACE))
    if "topic" in section.places:
        sees = told.sees_title(actor)
        yield "topic", sa.case((Topic.id.is_(None), sa.null()), (sees, Topic.title), else_=_text(LOST_TOPIC))
    yield from ((name, value(actor)) for name, value in section.more.items())
    for name in section.told:
        column = section.rows.c[name]
        yield name, sa.case((section.only[name](actor), column)) if name in section.only else column


def _text(words: str) -> sa.ColumnElement[str]:
    return sa.literal(words, sa.Text)


def _told(found: Sequence[Any], section: Section, actor: Actor) -> Iterator[Row]:
    page = [dict(row._mapping) for row in found]
    if "text" in section.told and "space" in section.places:
        leave_out_others(page, actor)
    for row in page:
        ids = {name: row[f"_{name}"] for name in section.ids}
        yield ids | {name: row[name] for name in section.keys}


def files(of: Whose) -> Iterator[File]:
    """What they have attached, wherever that stands by now."""
    query = sa.select(Attachment.id, Attachment.name, Attachment.stored).where(Attachment.person_id == of.id)
    for found in walk(query, sa.inspect(Attachment).primary_key, at_once=PAGE):
        yield from map(File._make, found)


def count_files(of: Whose) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Attachment.person_id == of.id)) or 0
