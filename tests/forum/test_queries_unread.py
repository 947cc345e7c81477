"""What is unread over all the spaces of a person: the same as their rail counts, the newest first, page by page."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.forum import commands, queries
from cop.models import Person, Policy, Space, Stance
from cop.shell.navigation import rail
from tests.conftest import NOON
from tests.people import World, newcomer, set_policy


def titles(person: Person, **more) -> list[str]:
    found = queries.unread(policy.load_actor(person.id), **more)
    return [topic.title for topic, _ in found.rows]


def counted(person: Person) -> int:
    return sum(row.unread_topics for row in rail(policy.load_actor(person.id)).rows)


def test_it_lists_the_newest_of_all_my_spaces_first(
    world: World, ann: Person, bob: Person, start, reply
) -> None:
    first = start(ann, "First").topic_id
    start(ann, "Set", space=world.set_a)
    start(ann, "Network", space=world.network)
    assert titles(bob) == ["Network", "Set", "First"]
    reply(ann, first)
    assert titles(bob) == ["First", "Network", "Set"]
    assert titles(bob, space=db.get(Space, world.cohort.id)) == ["First"]
    assert titles(ann) == []


def test_it_lists_what_the_rail_counts(
    world: World, ann: Person, bob: Person, mallory: Person, start, reply
) -> None:
    muted, read, half = (start(ann, word).topic_id for word in ("Muted", "Read", "Half"))
    reply(ann, half)
    start(ann, "Network", space=world.network)
    start(ann, "Set", space=world.set_a)
    commands.heed_topic(actor_id=bob.id, topic_id=muted, stance=Stance.MUTED)
    commands.mark_read(actor_id=bob.id, topic_id=read, position=1)
    commands.mark_read(actor_id=bob.id, topic_id=half, position=1)
    set_policy(world.cohort, Policy.ALL_HELD)
    start(bob, "Held")
    assert titles(bob) == ["Set", "Network", "Half"]
    assert titles(mallory) == ["Network"]
    commands.heed_space(actor_id=bob.id, space_id=world.network.id, stance=Stance.MUTED)
    assert titles(bob) == ["Set", "Half"]
    for person in (bob, ann, mallory, world.staff):
        assert len(titles(person)) == counted(person)


def test_what_one_left_is_not_among_it(world: World, ann: Person, bob: Person, start, evicted) -> None:
    start(ann, "Left behind")
    start(ann, "Network", space=world.network)
    assert titles(bob) == ["Network", "Left behind"]
    evicted(bob, world.cohort)
    assert titles(bob) == ["Network"]


@pytest.fixture
def evicted():
    from cop.models import Membership

    @db.command
    def leave(person: Person, space: Space) -> None:
        membership = Membership.of(person.id, space.id)
        assert membership is not None
        membership.leave()

    return leave


@pytest.mark.parametrize("number", [1, 45])
def test_it_is_one_query_a_page_and_pages_stay_put(
    number: int, world: World, bob: Person, start, reply, count_queries
) -> None:
    writers = [newcomer(f"n{each}", world.cohort) for each in range(5)]
    made = [start(writers[each % 5], f"T{each}").topic_id for each in range(number)]
    actor = policy.load_actor(bob.id)
    with count_queries() as sent:
        page = queries.unread(actor)
    assert len(sent) == 1
    if number == 1:
        assert page.older is None
        return
    reply(writers[0], made[10])
    second = queries.unread(actor, before=page.older)
    third = queries.unread(actor, before=second.older)
    shown = [topic.id for each in (page, second, third) for topic, _ in each.rows]
    assert shown == [each for each in reversed(made) if each != made[10]], "none twice, none lost"
    assert third.older is None


def test_one_continues_where_one_stopped(world: World, ann: Person, bob: Person, start, reply) -> None:
    one, two, three = (start(ann, title).topic_id for title in ("One", "Two", "Three"))
    for topic_id in (one, two):
        reply(ann, topic_id)
    for minutes, topic_id in ((1, two), (2, three), (3, one)):
        with clock.at(NOON + timedelta(minutes=minutes)):
            commands.mark_read(actor_id=bob.id, topic_id=topic_id, position=1)
    actor = policy.load_actor(bob.id)
    begun = [(topic.title, place) for topic, place in queries.begun(actor, 5)]
    assert begun == [("One", 1), ("Two", 1)], "what was read last comes first; Three is read"
    assert [topic.title for topic, _ in queries.begun(actor, 1)] == ["One"]
    assert queries.begun(actor, 5, space=db.get(Space, world.set_a.id)) == []
    commands.heed_topic(actor_id=bob.id, topic_id=one, stance=Stance.MUTED)
    assert [topic.title for topic, _ in queries.begun(actor, 5)] == ["Two"]
    commands.mark_spaces_read(actor_id=bob.id, places={world.cohort.id: 10**9})
    assert queries.begun(actor, 5) == []


def test_several_forums_are_marked_at_once_up_to_what_was_shown(
    world: World, ann: Person, bob: Person, mallory: Person, start
) -> None:
    start(ann, "Cohort")
    start(ann, "Set", space=world.set_a)
    shown = {
        each: db.session.get(Space, each, populate_existing=True).activity
        for each in (world.cohort.id, world.set_a.id)
    }
    start(ann, "Later")
    start(ann, "Network", space=world.network)
    commands.mark_spaces_read(actor_id=mallory.id, places=shown)
    assert len(titles(bob)) == 4
    commands.mark_spaces_read(actor_id=bob.id, places=shown | {world.other.id: 5})
    assert titles(bob) == ["Network", "Later"]
    assert titles(mallory) == ["Network"]
    commands.mark_spaces_read(actor_id=bob.id, places={world.cohort.id: 0})
    assert titles(bob) == ["Network", "Later"], "never back"
