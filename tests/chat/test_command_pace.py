"""How fast a whole room may go on one process: faster than people talk, not so fast that other rooms stand still."""

from datetime import timedelta

import pytest

from cop import clock
from cop.errors import NotFound, TooFast
from cop.models import Person, pace
from cop.models.pace import keep_pace
from tests import people
from tests.chat.conftest import Say, evict
from tests.people import World


def test_two_hundred_and_fifty_lines_a_second_are_always_let_through(world: World):
    for number in range(250 * 20):
        with clock.at(clock.now() + timedelta(seconds=number / 250)):
            assert keep_pace(world.cohort.id)


def test_a_room_that_goes_too_fast_is_slowed_down_and_no_other_is(world: World):
    assert [keep_pace(world.cohort.id) for _ in range(pace.BURST + 2)] == [True] * pace.BURST + [False] * 2
    assert keep_pace(world.set_a.id)
    with clock.at(clock.now() + timedelta(seconds=1)):
        assert [keep_pace(world.cohort.id) for _ in range(pace.A_SECOND + 1)].count(True) == pace.A_SECOND
    with clock.at(clock.now() - timedelta(hours=1)):
        assert not keep_pace(world.cohort.id)


def test_who_is_slowed_down_is_told_so_and_sends_the_same_again(
    world: World, say: Say, monkeypatch, bob: Person
):
    monkeypatch.setattr(pace, "BURST", 1)
    key = people.key()
    first = say(bob, "First", key=key)
    with pytest.raises(TooFast, match="This room is going faster"):
        say(bob, "Second")

    assert say(bob, "First", key=key).id == first.id
    assert say(bob, space=world.set_a).seq == 1
    with clock.at(clock.now() + timedelta(seconds=1)):
        assert say(bob, "Second").seq == 2


def test_strangers_take_nothing_from_a_room(world: World, say: Say, monkeypatch, ann, bob, mallory):
    monkeypatch.setattr(pace, "BURST", 1)
    evict(bob, world.cohort)
    for stranger in (mallory, bob):
        with pytest.raises(NotFound):
            say(stranger)

    assert say(ann).seq == 1


def test_rooms_are_forgotten_before_they_fill_the_memory(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "MANY", 3)
    for space_id in range(8):
        assert keep_pace(space_id)

    assert max(map(len, pace._buckets.values())) <= 3 or len(pace._buckets) == 0
