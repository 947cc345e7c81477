"""The permanent address of a post hangs on the post alone: whatever became of its topic, it leads to where it is."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.models import Person, Post, Space, Topic, TopicState
from cop.models.topics import PAGE
from tests.people import World

Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture
def post(bob: Person, start: Callable[..., Post], reply: Callable[..., Post]) -> Post:
    """A reply in cohort one."""
    return reply(bob, start(bob).topic_id)


@db.command
def move(topic_id: int, space: Space) -> None:
    db.lock(Topic, topic_id).space_id = space.id


@db.command
def merge(post_id: int, into_id: int, *, after: int) -> None:
    """Let the post go on in another topic, behind so many others there; a stub stays where it was."""
    post, into = db.lock(Post, post_id), db.lock(Topic, into_id)
    old = db.get(Topic, post.topic_id)
    post.topic_id, post.position = into.id, after + 1
    into.posts = after + 1
    old.state = TopicState.REMOVED


def led_to(client: FlaskClient, post: Post) -> str | None:
    answer = client.get(f"/posts/{post.id}")
    assert answer.status_code in {302, 404}
    return answer.headers.get("Location")


def test_it_survives_a_move_and_takes_its_rights_along(world: World, client_for: Browser, post, bob, mallory):
    where = f"/topics/{post.topic_id}?page=1#post-{post.id}"
    assert led_to(client_for(bob), post) == where
    assert led_to(client_for(mallory), post) is None

    move(post.topic_id, world.other)
    assert led_to(client_for(mallory), post) == where
    assert led_to(client_for(bob), post) is None, "who can't read it there learns nothing"


def test_it_survives_a_merge_and_finds_the_page_of_its_new_place(client_for: Browser, post, start, ann, bob):
    into = start(ann, "Another").topic_id
    client = client_for(bob)
    before = led_to(client, post)
    merge(post.id, into, after=PAGE)
    assert led_to(client, post) == f"/topics/{into}?page=2#post-{post.id}" != before
    assert client.get(f"/topics/{into}?page=2").status_code == 200
