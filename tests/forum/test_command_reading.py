"""How far a person has read."""

from collections.abc import Callable

import pytest

from cop import db, policy
from cop.errors import NotFound
from cop.forum import commands, queries
from cop.models import Membership, Person, Post, Space, Topic, TopicReading
from tests.people import World

Write = Callable[..., Post]


def place(person: Person, topic_id: int) -> int:
    reading = db.session.get(TopicReading, (person.id, topic_id), populate_existing=True)
    return reading.position if reading else 0


def unread(person: Person, space: Space) -> list[int]:
    here = db.session.get(Space, space.id, populate_existing=True)
    actor = policy.load_actor(person.id)
    found = queries.listing(actor, here, queries.reader_of(actor, here))
    return [row.entry.id for row in found.rows if row.is_unread]


def test_it_moves_on_and_never_back(bob: Person, ann: Person, start: Write, reply: Write) -> None:
    topic_id = start(ann).topic_id
    for _ in range(4):
        reply(ann, topic_id)
    for position, expected in ((3, 3), (2, 3), (0, 3), (-5, 3), (99, 5)):
        commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=position)
        assert place(bob, topic_id) == expected


def test_what_was_there_is_unread_until_it_is_read(
    bob: Person, ann: Person, start: Write, reply: Write, world: World
) -> None:
    topic_id = start(ann).topic_id
    assert unread(bob, world.cohort) == [topic_id]
    assert unread(ann, world.cohort) == []
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=1)
    assert unread(bob, world.cohort) == []
    reply(ann, topic_id)
    assert unread(bob, world.cohort) == [topic_id]


def test_all_is_read_up_to_what_the_page_showed(bob: Person, ann: Person, start: Write, world: World) -> None:
    start(ann)
    shown = db.session.get(Space, world.cohort.id, populate_existing=True).activity
    later = start(ann).topic_id
    commands.mark_space_read(actor_id=bob.id, space_id=world.cohort.id, upto=shown)
    assert unread(bob, world.cohort) == [later], "what came after the page was made is not read"
    commands.mark_space_read(actor_id=bob.id, space_id=world.cohort.id, upto=10**9)
    assert unread(bob, world.cohort) == []
    start(ann)
    commands.mark_space_read(actor_id=bob.id, space_id=world.cohort.id, upto=1)
    assert len(unread(bob, world.cohort)) == 1, "never moves back, and no further than it says"


def test_what_was_there_before_one_joined_is_not_unread(
    ann: Person, world: World, start: Write, reply: Write
) -> None:
    from cop.models import RoleName
    from tests.people import newcomer

    old = start(ann).topic_id
    nora = newcomer("nora")

    @db.command
    def join_now() -> None:
        Membership.begin(nora.id, db.get(Space, world.cohort.id), RoleName.MEMBER)

    join_now()
    assert unread(nora, world.cohort) == []
    reply(ann, old)
    assert unread(nora, world.cohort) == [old]
    topic = db.session.get(Topic, old)
    assert queries.first_unread(policy.load_actor(nora.id), topic) == 2


def test_staff_have_nothing_unread(world: World, ann: Person, start: Write) -> None:
    start(ann)
    assert unread(world.staff, world.cohort) == []
    commands.mark_space_read(actor_id=world.staff.id, space_id=world.cohort.id, upto=5)


def test_mallory_finds_nothing(mallory: Person, bob: Person, start: Write, world: World) -> None:
    topic_id = start(bob).topic_id
    for wrong in (topic_id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.mark_read(actor_id=mallory.id, topic_id=wrong, position=1)
    for wrong in (world.cohort.id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.mark_space_read(actor_id=mallory.id, space_id=wrong, upto=1)
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=1)
    assert (place(mallory, topic_id), place(bob, topic_id)) == (0, 1)


def test_first_unread_is_the_post_after_the_last_read(
    bob: Person, ann: Person, start: Write, reply: Write
) -> None:
    topic_id = start(ann).topic_id
    for _ in range(3):
        reply(ann, topic_id)
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert queries.first_unread(policy.load_actor(bob.id), topic) == 1
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    topic = db.session.get(Topic, topic_id)
    assert queries.first_unread(policy.load_actor(bob.id), topic) == 3
    commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=4)
    topic = db.session.get(Topic, topic_id)
    assert queries.first_unread(policy.load_actor(bob.id), topic) is None
