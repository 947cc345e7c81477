"""Reading, being here, leaving: what looking at a room leaves behind."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.chat import commands, queries
from cop.errors import NotFound
from cop.models import Membership, Person, Space
from tests.chat.conftest import evict
from tests.people import World


def read(person: Person, upto: int) -> int:
    return commands.read_room(actor_id=person.id, slug="cohort-1", upto=upto).lines


def read_seq(person: Person, space: Space) -> int:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    return membership.read_seq


def test_the_marker_goes_forward_and_never_beyond_what_was_said(world: World, say, ann: Person, bob: Person):
    for _ in range(3):
        say(bob)

    assert [read(ann, upto) for upto in (2, 1, -5, 99)] == [1, 1, 1, 0]
    assert read_seq(ann, world.cohort) == 3
    assert read_seq(bob, world.cohort) == 0


def test_nothing_is_unread_to_who_reads_without_being_a_member(world: World, say, bob: Person):
    say(bob)

    assert read(world.staff, 0) == 0


def test_mallory_reads_nothing(mallory: Person, world: World, say, bob: Person):
    say(bob)
    evict(bob, world.cohort)

    for person in (mallory, bob):
        for command in (commands.see_room, commands.leave_room):
            with pytest.raises(NotFound):
                command(actor_id=person.id, slug="cohort-1")
        with pytest.raises(NotFound):
            read(person, 1)
    assert read_seq(mallory, world.other) == 0


def test_who_looks_is_here_for_a_while_and_who_leaves_is_not(world: World, ann: Person, bob: Person):
    for person in (bob, ann, bob):
        space = commands.see_room(actor_id=person.id, slug="cohort-1")
    assert [each.name for each in queries.people_here(space)] == ["Ann", "Bob"]

    commands.leave_room(actor_id=bob.id, slug="cohort-1")
    assert [each.name for each in queries.people_here(space)] == ["Ann"]
    with clock.at(clock.now() + timedelta(seconds=44)):
        assert [each.name for each in queries.people_here(space)] == ["Ann"]
    with clock.at(clock.now() + timedelta(seconds=45)):
        assert queries.people_here(space) == []
        commands.see_room(actor_id=ann.id, slug="cohort-1")
        assert [each.name for each in queries.people_here(space)] == ["Ann"]


def test_who_may_not_read_any_more_is_not_here(world: World, ann: Person, bob: Person):
    for person in (ann, bob):
        space = commands.see_room(actor_id=person.id, slug="cohort-1")
    evict(bob, world.cohort)

    assert [each.name for each in queries.people_here(space)] == ["Ann"]


def test_looking_tells_the_pulse(say, bob: Person, ann: Person):
    say(bob)

    with clock.at(clock.now() + timedelta(seconds=15)):
        assert commands.see_room(actor_id=ann.id, slug="cohort-1").pulse == 1
    assert db.session.get_bind() is not None
