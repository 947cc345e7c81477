"""Twenty at once, on databases that really commit: one key gives one post, and no place is given twice (F10)."""

import sqlalchemy as sa

from cop import db
from cop.errors import Conflict
from cop.forum import commands
from cop.models import Post, PostRevision, Topic
from tests.at_once import MANY, many_at_once
from tests.people import World, key, newcomer


def test_one_key_gives_one_reply(committed: World) -> None:
    topic_id = opened(committed)
    sent = {"actor_id": committed.bob.id, "topic_id": topic_id, "text": "Once", "key": key()}
    ids = many_at_once(lambda _: commands.post_reply(**sent).id)
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
    ids = many_at_once(lambda _: commands.open_topic(**sent).id)
    assert len(set(ids)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Topic.id))) == 1


def test_one_key_in_two_spaces_gives_one_and_a_conflict(committed: World) -> None:
    spaces, same = (committed.cohort.id, committed.network.id), key()
    about = {"actor_id": committed.bob.id, "title": "T", "text": "x", "key": same}
    results = many_at_once(lambda number: commands.open_topic(**about, space_id=spaces[number % 2]).id)
    assert len({each for each in results if isinstance(each, int)}) == 1
    assert sum(isinstance(each, Conflict) for each in results) == MANY // 2


def test_each_gets_a_place_of_their_own(committed: World) -> None:
    topic_id = opened(committed)
    people = [newcomer(f"n{number}", committed.cohort).id for number in range(MANY)]
    places = many_at_once(
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
    results = many_at_once(lambda number: commands.edit_post(**about, text=f"Text {number}").version)
    saved = [each for each in results if not isinstance(each, Conflict)]
    assert len(saved) == db.session.scalar(sa.select(sa.func.count(PostRevision.id))) == 1


def test_two_tabs_may_read_at_once_while_one_writes(committed: World) -> None:
    topic_id, bob = opened(committed), committed.bob.id

    def read_or_write(number: int) -> None:
        if number % 4:
            commands.mark_read(actor_id=bob, topic_id=topic_id, position=number)
        else:
            commands.post_reply(actor_id=bob, topic_id=topic_id, text=f"{number}", key=key())

    assert many_at_once(read_or_write) == [None] * MANY


def opened(world: World) -> int:
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "T", "text": "x", "key": key()}
    return commands.open_topic(**about).topic_id
