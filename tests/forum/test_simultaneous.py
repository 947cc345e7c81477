"""Twenty at once, on databases that really commit: one key gives one post, and no place is given twice (F10)."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine

from cop import db, schema
from cop.errors import Conflict
from cop.forum import commands
from cop.models import Post, PostRevision, Topic
from tests.people import World, key, newcomer

MANY = 20


@pytest.fixture(params=["postgresql", "sqlite"])
def committed(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Iterator[World]:
    """A world in a database of its own, in which transactions are what they are in life."""
    engine, drop = (_postgresql if request.param == "postgresql" else _sqlite)(request, tmp_path)
    yield World.build()
    db.session.remove()
    engine.dispose()
    drop()


def _postgresql(request: pytest.FixtureRequest, _path: Path) -> tuple[Engine, Callable[[], object]]:
    server: Engine = request.getfixturevalue("postgresql")
    name = f"own_{secrets.token_hex(6)}"
    _alone(server, f"CREATE DATABASE {name}")
    engine = db.connect(server.url.set(database=name).render_as_string(hide_password=False))
    schema.upgrade(engine)
    return engine, lambda: _alone(server, f"DROP DATABASE {name} WITH (FORCE)")


def _alone(server: Engine, statement: str) -> None:
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(statement))


def _sqlite(request: pytest.FixtureRequest, path: Path) -> tuple[Engine, Callable[[], object]]:
    file = path / "own.sqlite"
    shutil.copy(request.getfixturevalue("sqlite"), file)
    return db.connect(f"sqlite:///{file}"), file.unlink


def at_once(work: Callable[[int], object]) -> list[object]:
    """The results of `work(0)` … `work(19)`, begun together; a Conflict is a result."""
    start = Barrier(MANY)
    db.session.remove()  # what was read before would be read again

    def run(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except Conflict as conflict:
            return conflict
        finally:
            db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def test_one_key_gives_one_reply(committed: World) -> None:
    topic_id = opened(committed)
    sent = {"actor_id": committed.bob.id, "topic_id": topic_id, "text": "Once", "key": key()}
    ids = at_once(lambda _: commands.post_reply(**sent).id)
    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Post.id))) == 2


def test_one_key_gives_one_topic(committed: World) -> None:
    sent = {
        "actor_id": committed.bob.id,
        "space_id": committed.cohort.id,
        "title": "T",
        "text": "x",
        "key": key(),
    }
    ids = at_once(lambda _: commands.open_topic(**sent).id)
    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Topic.id))) == 1


def test_one_key_in_two_spaces_gives_one_and_a_conflict(committed: World) -> None:
    spaces, same = (committed.cohort.id, committed.network.id), key()
    about = {"actor_id": committed.bob.id, "title": "T", "text": "x", "key": same}
    results = at_once(lambda number: commands.open_topic(**about, space_id=spaces[number % 2]).id)
    assert len({each for each in results if isinstance(each, int)}) == 1
    assert sum(isinstance(each, Conflict) for each in results) == MANY // 2


def test_each_gets_a_place_of_their_own(committed: World) -> None:
    topic_id = opened(committed)
    people = [newcomer(f"n{number}", committed.cohort).id for number in range(MANY)]
    places = at_once(
        lambda number: (
            commands.post_reply(
                actor_id=people[number], topic_id=topic_id, text=f"{number}", key=key()
            ).position
        )
    )
    assert sorted(places) == list(range(2, MANY + 2))
    assert db.session.get(Topic, topic_id).posts == MANY + 1


def test_no_edit_is_lost(committed: World) -> None:
    topic_id = opened(committed)
    post_id = db.session.scalars(sa.select(Post.id).where(Post.topic_id == topic_id)).one()
    about = {"actor_id": committed.bob.id, "post_id": post_id, "version": 1}
    results = at_once(lambda number: commands.edit_post(**about, text=f"Text {number}").version)
    saved = [each for each in results if not isinstance(each, Conflict)]
    assert len(saved) == db.session.scalar(sa.select(sa.func.count(PostRevision.id))) == 1


def test_two_tabs_may_read_at_once_while_one_writes(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id

    def read_or_write(number: int) -> None:
        if number % 4:
            commands.mark_read(actor_id=bob, topic_id=topic_id, position=number)
        else:
            commands.post_reply(actor_id=bob, topic_id=topic_id, text=f"{number}", key=key())

    assert at_once(read_or_write) == [None] * MANY


def opened(world: World) -> int:
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x", "key": key()}
    return commands.open_topic(**about).topic_id
