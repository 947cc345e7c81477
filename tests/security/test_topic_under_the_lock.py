"""Who waits for a space holds none of its topics, and finds the one that it wants as it is by then (F17)."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import clock
from cop.errors import Conflict, Forbidden, NotFound
from cop.forum import commands
from cop.models import Post, Topic
from tests.people import World, a_group, key
from tests.security.test_under_the_lock import ON_POSTGRESQL, meanwhile

Change = Callable[[World, int], dict[str, object]]

CHANGES: dict[str, tuple[Change, type[Exception]]] = {
    "locked": (lambda world, other: {"locked_at": clock.now()}, Forbidden),
    "moved": (lambda world, other: {"space_id": a_group_of(world)}, Conflict),
    "merged": (lambda world, other: {"merged_into_id": other}, Conflict),
}


def a_group_of(world: World) -> int:
    return a_group(world.ann, world.bob).id


def opened(world: World) -> int:
    about = {"actor_id": world.ann.id, "space_id": world.cohort.id, "title": "T", "text": "x"}
    return commands.open_topic(**about, key=key()).topic_id


def replying(world: World, topic_id: int) -> Callable[[], Post]:
    about = {"actor_id": world.bob.id, "topic_id": topic_id, "text": "y"}
    return lambda: commands.post_reply(**about, key=key())


@ON_POSTGRESQL
@pytest.mark.parametrize("name", CHANGES)
def test_a_topic_that_is_changed_while_it_is_waited_for(committed: World, name: str) -> None:
    """Its row is free to be changed until then: in a circle both would be refused by the database."""
    topic_id, other = opened(committed), opened(committed)
    change, refusal = CHANGES[name]
    update = sa.update(Topic).where(Topic.id == topic_id).values(change(committed, other))
    came = meanwhile(committed.cohort.id, replying(committed, topic_id), update)
    assert isinstance(came, refusal)


@ON_POSTGRESQL
def test_what_has_come_meanwhile_stands_before(committed: World) -> None:
    topic_id = opened(committed)
    update = sa.update(Topic).where(Topic.id == topic_id).values(posts=7)
    came = meanwhile(committed.cohort.id, replying(committed, topic_id), update)
    assert isinstance(came, Post)
    assert came.position == 8


def test_one_that_was_merged_before_leads_on(committed: World) -> None:
    topic_id, into = opened(committed), opened(committed)
    commands.merge_topics(actor_id=committed.ann.id, topic_id=topic_id, into_id=into)
    assert replying(committed, topic_id)().topic_id == into
    with pytest.raises(NotFound):
        replying(committed, 999_999_999_999)()
