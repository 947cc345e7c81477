"""Whatever happens to the posts of a topic, and in whichever order: places have no gaps and nobody held is named."""

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop import db
from cop.forum.commands.locks import post_under_lock
from cop.models import Person, Post, Space, State, Topic
from tests.people import World, put_post, put_topic

VERBS = ("write", "write held", "release", "decline", "remove", "hide")
FROM = {
    "release": (State.HELD, State.HIDDEN),
    "decline": (State.HELD,),
    "remove": (State.HELD, State.RELEASED, State.DECLINED),
    "hide": (State.RELEASED,),
}
Steps = list[tuple[str, int]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30)), max_size=25))
def test_places_have_no_gaps(world: World, ann: Person, bob: Person, steps: Steps) -> None:
    topic_id = begin(world, bob)
    placed: dict[int, int] = {}
    for verb, number in steps:
        play(topic_id, (ann, bob)[number % 2], verb, number)
        placed = check(topic_id, placed)


@db.command
def begin(world: World, bob: Person) -> int:
    topic = put_topic(db.lock(Space, world.cohort.id), bob, "Histories")
    put_post(topic, bob, "It begins.")
    return topic.id


@db.command
def play(topic_id: int, person: Person, verb: str, number: int) -> None:
    if verb.startswith("write"):
        put_post(db.lock(Topic, topic_id), person, f"Words {number}", held=verb == "write held")
        return
    fit = [post for post in posts(topic_id)[1:] if post.state in FROM[verb]]
    if fit:
        getattr(post_under_lock(fit[number % len(fit)].id), verb)()


def posts(topic_id: int) -> list[Post]:
    query = sa.select(Post).where(Post.topic_id == topic_id).order_by(Post.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def check(topic_id: int, before: dict[int, int]) -> dict[int, int]:
    """The laws; returns who stands where."""
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert topic is not None
    all_of_it = posts(topic_id)
    placed = {post.id: post.position for post in all_of_it if post.position is not None}
    assert sorted(placed.values()) == list(range(1, topic.posts + 1))
    assert {post_id: placed[post_id] for post_id in before} == before, "a place is for good"
    readable = [post for post in all_of_it if post.state is State.RELEASED]
    assert all(post.position for post in readable)
    newest = max(readable, key=lambda post: post.position or 0)
    assert (topic.last_author_id, topic.activity) == (newest.author_id, newest.activity)
    order = [post.activity for post in sorted(readable, key=lambda post: post.position or 0)]
    assert order == sorted(order), "activity follows the places"
    return placed


def test_the_walk_reaches_every_verb(world: World, ann: Person, bob: Person) -> None:
    topic_id = begin(world, bob)
    for verb in ("write", "write held", "release", "hide", "release", "remove", "write held", "decline"):
        play(topic_id, ann, verb, 0)
        check(topic_id, {})
    assert {post.state for post in posts(topic_id)} == {State.RELEASED, State.REMOVED, State.DECLINED}
