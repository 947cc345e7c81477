"""Whom completion offers: readers of the room and nobody else."""

import pytest

from cop.models import Person
from tests import people
from tests.chat.conftest import evict
from tests.people import World


@pytest.fixture
def names(socket_for):
    def asked(person: Person, prefix: str, space: str = "cohort-1") -> list[str]:
        ack = socket_for(person).ask("room:people", space=space, prefix=prefix)
        assert ack["ok"], ack
        return [each["name"] for each in ack["people"]]

    return asked


def test_readers_whose_name_begins_so_in_any_case(world: World, names, bob: Person):
    for name in ("anna lee", "lee anning", "mary o'ann"):
        people.newcomer(name, world.cohort)

    assert names(bob, "an") == ["Ann", "Anna lee", "Lee anning"]
    assert names(bob, "LEE") == ["Lee anning", "Anna lee"]
    assert names(bob, "anna l") == ["Anna lee"]
    assert names(bob, "nobody") == []


def test_who_may_not_read_the_room_is_never_offered(world: World, names, ann: Person, bob: Person):
    assert names(bob, "") == ["Ann", "Sam"]
    assert names(bob, "", "cohort-1-set-a") == ["Ann"]
    assert names(bob, "mall") == []
    assert "Mallory" in names(bob, "mall", "network")
    evict(ann, world.cohort)
    assert names(bob, "") == ["Sam"]


@pytest.mark.parametrize("prefix", ["%", "_", "\\", "a%"])
def test_signs_of_a_pattern_are_signs(names, bob: Person, prefix: str):
    assert names(bob, prefix) == []


def test_eight_at_most_with_four_fields_and_one_query(world: World, socket_for, bob: Person, count_queries):
    for number in range(12):
        people.newcomer(f"nora {number:02}", world.cohort)
    socket = socket_for(bob)
    with count_queries() as one:
        found = socket.ask("room:people", space="cohort-1", prefix="nora")["people"]

    assert [each["name"] for each in found] == [f"Nora {number:02}" for number in range(8)]
    assert len(one) == 3  # who asks, the room, the people
    (ann,) = socket.ask("room:people", space="cohort-1", prefix="ann")["people"]
    assert ann == {"id": world.ann.id, "name": "Ann", "initials": "A", "organisation": "Invented Trust"}
