"""A row that is written by one statement stands as the session's own way would have left it; one that is run again is
not made again.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cop import clock, db
from cop.models import Mark, Membership, Message, Person, Space, State, statements
from cop.models.statements import amend, write
from tests import people
from tests.people import World


def line(world: World, **more: Any) -> Message:
    words = {"key": people.key(), "digest": "d", "text": "Hello", "html": "<p>Hello</p>", "renderer": 1}
    placed = {"seq": 1, "changed": 1, "state": State.RELEASED, "released_at": clock.now()}
    return Message(**words, **placed, **more)


def rows(world: World) -> tuple[Space, Person]:
    return db.get(Space, world.cohort.id), db.get(Person, world.bob.id)


def columns(message: Message) -> dict[str, Any]:
    return {column.key: getattr(message, column.key) for column in sa.inspect(Message).column_attrs}


def test_it_is_one_statement_and_the_session_then_holds_the_row(
    world: World, count_queries: Callable[..., Any]
):
    space, author = rows(world)
    message = line(world, space=space, author=author, reply_to=None, marks=[])
    with count_queries() as queries:
        write(message)
        assert (message.space, message.author, message.reply_to, message.marks) == (space, author, None, [])
        assert (message.space_id, message.author_id, message.version) == (space.id, author.id, 1)
        assert db.session.get(Message, message.id) is message
    assert len(queries) == 1

    kept = columns(message)
    db.session.expire(message)
    assert columns(message) == kept
    message.text = "Changed"
    db.session.flush()
    assert db.session.scalar(sa.select(Message.text).where(Message.id == kept["id"])) == "Changed"


def test_an_answer_leads_to_what_it_answers(world: World):
    space, author = rows(world)
    first = line(world, space=space, author_id=author.id)
    write(first)
    second = line(world, space=space, author=author, reply_to=first, marks=[])
    second.seq = second.changed = 2
    write(second)

    assert second.reply_to_id == first.id
    assert first.author is author


def test_what_brings_others_along_is_written_with_them(world: World):
    space, author = rows(world)
    message = line(world, space=space, author=author, marks=[Mark(person_id=author.id, word="agree")])
    write(message)

    assert [mark.message_id for mark in message.marks] == [message.id]
    assert db.session.scalar(sa.select(sa.func.count(Mark.id))) == 1


def test_what_the_session_holds_already_is_flushed(world: World):
    space, author = rows(world)
    message = line(world, space=space, author=author)
    write(message)
    message.text = "Changed"
    write(message)

    assert db.session.scalar(sa.select(Message.text)) == "Changed"


def test_columns_are_changed_by_one_statement_beside_what_is_flushed(
    world: World, count_queries: Callable[..., Any]
):
    space, author = rows(world)
    message = line(world, space=space, author=author)
    write(message)
    message.text = "Changed"
    with count_queries() as queries:
        amend(message, seq=7, changed=9)
        assert (message.seq, message.changed, message.text) == (7, 9, "Changed")
    assert len(queries) == 1

    db.session.flush()
    kept = sa.select(Message.seq, Message.changed, Message.text)
    assert tuple(db.session.execute(kept).one()) == (7, 9, "Changed")


def test_a_statement_is_compiled_once_and_by_itself(world: World, monkeypatch: pytest.MonkeyPatch):
    person_id = sa.bindparam("person_id")
    name = sa.select(Person.name).where(Person.id == person_id)
    email = sa.select(Person.email).where(Person.id == person_id)
    made, compiler = [], sa.Select._compiler

    def compiling(self: sa.Select[Any], *args: Any, **given: Any) -> Any:
        made.append(self)
        return compiler(self, *args, **given)

    monkeypatch.setattr(sa.Select, "_compiler", compiling)
    for person in (world.ann, world.bob):
        asked = {"person_id": person.id}
        assert statements.rows(name, asked).scalar_one() == person.name
        assert statements.rows(email, asked).scalar_one() == person.email
    assert made == [name, email]


def test_what_the_session_asks_beside_it_is_told_apart(world: World):
    related = (
        selectinload(Membership.roles),
        selectinload(Membership.person),
        selectinload(Membership.space),
    )
    query = sa.select(Membership).options(*related).where(Membership.person_id == world.ann.id)

    def found(**options: Any) -> list[tuple[str, str, list[str]]]:
        db.session.expunge_all()
        memberships = db.session.execute(query, execution_options=options).scalars()
        return [
            (each.person.name, each.space.slug, [role.name for role in each.roles]) for each in memberships
        ]

    assert found() == found(**statements.kept(query)) == found(**statements.kept(query)) != []
