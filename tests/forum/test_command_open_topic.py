"""Opening a topic."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.forum import commands
from cop.forum.commands.pace import BURST
from cop.models import Person, Policy, Post, RoleName, State, Topic, TopicState
from tests.people import World, key, newcomer, set_policy

Start = Callable[..., Post]
SetRoles = Callable[..., None]


def test_it_opens_a_topic_with_its_first_post(world: World, bob: Person, start: Start) -> None:
    post = start(bob, "Costing a trial", "How do *you* do it?")
    assert (post.state, post.position, post.is_opening) == (State.RELEASED, 1, True)
    assert post.html == "<p>How do <em>you</em> do it?</p>"
    topic = db.session.get(Topic, post.topic_id)
    assert (topic.title, topic.state, topic.posts) == ("Costing a trial", TopicState.OPEN, 1)
    assert (topic.last_author_id, topic.activity) == (bob.id, 1)


def test_it_keeps_who_the_author_was(world: World, bob: Person, start: Start) -> None:
    post = start(bob)
    assert (post.organisation_id, post.professional_role) == (bob.organisation_id, bob.professional_role)


def test_a_title_is_one_line(world: World, bob: Person, start: Start) -> None:
    assert start(bob, "  Two\n  lines ").topic.title == "Two lines"


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        ("", "x", "title"),
        (" \n", "x", "title"),
        ("x" * 151, "x", "title"),
        ("x", "  ", "text"),
        ("x", "y" * 20_001, "text"),
    ],
)
def test_it_says_which_part_is_wrong(bob: Person, start: Start, title: str, text: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        start(bob, title, text)
    assert refusal.value.field == field
    assert start(bob, "x" * 150, "y" * 20_000).id, "the longest that fits, fits"


def test_the_first_post_of_a_newcomer_is_held(world: World, start: Start) -> None:
    set_policy(world.cohort, Policy.FIRST_HELD)
    post = start(newcomer("nora", world.cohort))
    assert (post.state, post.position) == (State.HELD, None)
    assert post.topic.state is TopicState.HELD
    assert (post.topic.posts, post.topic.activity, post.topic.last_author_id) == (0, 0, None)


def test_a_moderator_is_never_held(world: World, ann: Person, start: Start) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    assert start(ann).state is State.RELEASED


def test_the_same_key_returns_the_first_post(world: World, bob: Person) -> None:
    sent = {"actor_id": bob.id, "space_id": world.cohort.id, "title": "Once", "text": "x", "key": key()}
    first = commands.open_topic(**sent)
    assert commands.open_topic(**sent).id == first.id
    with pytest.raises(Conflict):
        commands.open_topic(**sent | {"title": "Twice"})
    with pytest.raises(Conflict):
        commands.open_topic(**sent | {"space_id": world.network.id})
    assert len(db.session.scalars(sa.select(Topic)).all()) == 1


def test_a_repeat_returns_even_when_the_writer_may_write_no_more(world: World, set_roles: SetRoles) -> None:
    nora = newcomer("nora", world.cohort)
    sent = {"actor_id": nora.id, "space_id": world.cohort.id, "title": "Once", "text": "x", "key": key()}
    first = commands.open_topic(**sent)
    set_roles(nora, world.cohort, RoleName.OBSERVER)
    assert commands.open_topic(**sent).id == first.id
    with pytest.raises(Forbidden):
        commands.open_topic(**sent | {"key": key()})


def test_mallory_finds_no_such_space(world: World, mallory: Person, bob: Person, start: Start) -> None:
    with pytest.raises(NotFound):
        start(mallory)
    assert start(mallory, space=world.other).id, "Mallory writes where she belongs"
    with pytest.raises(NotFound):
        commands.open_topic(actor_id=bob.id, space_id=999_999_999_999, title="x", text="x", key=key())


def test_staff_read_a_cohort_and_do_not_write(world: World, start: Start) -> None:
    with pytest.raises(Forbidden):
        start(world.staff)
    with pytest.raises(NotFound):
        start(world.staff, space=world.set_a)


def test_nobody_writes_without_end(bob: Person, start: Start) -> None:
    for number in range(BURST):
        start(bob, f"Topic {number}")
    with pytest.raises(TooFast):
        start(bob)


def test_it_is_sorted_from_the_first(world: World, ann: Person, bob: Person) -> None:
    mine = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    sent = {"actor_id": bob.id, "space_id": world.cohort.id, "title": "Sorted", "text": "x", "key": key()}
    post = commands.open_topic(**sent, tag_ids=[mine.id, mine.id])
    assert [tag.name for tag in post.topic.tags] == ["Costing"]
    assert commands.open_topic(**sent, tag_ids=[mine.id]).id == post.id
    with pytest.raises(Conflict):
        commands.open_topic(**sent)


def test_a_tag_of_another_list_is_none(world: World, ann: Person, bob: Person) -> None:
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    sent = {"actor_id": bob.id, "space_id": world.set_a.id, "title": "Sorted", "text": "x"}
    for tag_ids in ([tag.id], [tag.id + 1], list(range(1, 7))):
        with pytest.raises(Invalid) as refusal:
            commands.open_topic(**sent, key=key(), tag_ids=tag_ids)
        assert refusal.value.field == "tags"
    assert db.session.scalars(sa.select(Topic)).all() == []
