"""Topics are found by their tag and by whether they have an answer; by these nothing is found that can't be read."""

from collections.abc import Callable

import pytest

from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.models import Person, Post
from tests.people import World, key
from tests.search.conftest import caught_up, ids

Start = Callable[..., Post]


@pytest.fixture
def topics(
    world: World, ann: Person, mallory: Person, start: Start, reply: Start
) -> dict[str, set[tuple[str, int]]]:
    """Two topics of cohort one, the first tagged and answered; one of another cohort; a line of a room."""
    answered, open_still = start(ann, "Costing a trial"), start(ann, "Costing a ward")
    answer = reply(ann, answered.topic_id, "Costing is done like this.")
    forum.choose_answer(actor_id=ann.id, post_id=answer.id)
    tag = forum.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Money matters")
    forum.tag_topic(actor_id=ann.id, topic_id=answered.topic_id, tag_ids=[tag.id])
    start(mallory, "Costing elsewhere", space=world.other)
    chat.send_message(actor_id=ann.id, slug="cohort-1", text="costing", key=key())
    caught_up()
    return {"answered": {("post", answered.id), ("post", answer.id)}, "open": {("post", open_still.id)}}


def test_all_of_it_is_found_without(bob: Person, topics: dict[str, set[tuple[str, int]]]) -> None:
    assert topics["answered"] | topics["open"] < ids(bob, "costing")
    assert "message" in {kind for kind, _ in ids(bob, "costing")}


@pytest.mark.parametrize("name", ["Money matters", "money MATTERS"])
def test_by_tag(bob: Person, topics: dict[str, set[tuple[str, int]]], name: str) -> None:
    assert ids(bob, "costing", tag=name) == topics["answered"]
    assert ids(bob, "costing", tag="Money") == set()


def test_by_answer(bob: Person, topics: dict[str, set[tuple[str, int]]]) -> None:
    assert ids(bob, "costing", answered="yes") == topics["answered"]
    assert ids(bob, "costing", answered="no") == topics["open"]


def test_of_what_others_read_it_tells_nothing(
    mallory: Person, topics: dict[str, set[tuple[str, int]]]
) -> None:
    assert topics
    assert ids(mallory, "costing", tag="Money matters") == set()
    assert ids(mallory, "costing", answered="yes") == set()
    assert len(ids(mallory, "costing", answered="no")) == 1
