"""Finding lines in a room: which, in which order, how many, and how they are shown."""

import pytest

from cop import policy
from cop.chat import commands, queries
from cop.models import Person, Policy, Space
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World


def search(person: Person, space: Space, asked: str) -> queries.Found:
    return queries.search(policy.load_actor(person.id), space, asked)


def texts(person: Person, space: Space, asked: str) -> list[str]:
    return [message.text for message in search(person, space, asked).lines]


def test_lines_that_hold_every_word_in_any_case_newest_first(world: World, say, ann: Person, bob: Person):
    say(bob, "The budget of the trial"), say(ann, "BUDGET and Trial"), say(bob, "budget alone")

    assert texts(ann, world.cohort, "trial Budget") == ["BUDGET and Trial", "The budget of the trial"]
    assert texts(ann, world.cohort, "udge") == ["budget alone", "BUDGET and Trial", "The budget of the trial"]
    assert texts(ann, world.cohort, "nowhere") == []
    assert texts(ann, world.cohort, " ") == []


@pytest.mark.parametrize("asked", ["100%", "a_b", "\\", "%", "_"])
def test_signs_of_a_pattern_are_signs(world: World, say, bob: Person, asked: str):
    say(bob, "1000 of them, axb, plain")
    assert texts(bob, world.cohort, asked) == []
    say(bob, "100% of a_b and C:\\")
    assert texts(bob, world.cohort, asked) == ["100% of a_b and C:\\"]


def test_only_released_lines_of_this_room(world: World, say, ann: Person, bob: Person):
    say(bob, "Needle in the set", space=world.set_a)
    hidden, removed = say(bob, "Needle hidden"), say(bob, "Needle removed")
    let_moderator("hide", hidden)
    commands.remove_message(actor_id=bob.id, message_id=removed.id, changed=removed.changed)
    say(bob, "Needle said")
    people.set_policy(world.cohort, Policy.ALL_HELD)
    say(bob, "Needle held")

    for reader in (ann, bob):
        assert texts(reader, world.cohort, "needle") == ["Needle said"]


def test_permission_is_in_the_query(world: World, say, bob: Person, mallory: Person):
    say(bob, "Needle")
    assert texts(bob, world.cohort, "needle") == ["Needle"]
    assert texts(mallory, world.cohort, "needle") == []
    evict(bob, world.cohort)
    assert texts(bob, world.cohort, "needle") == []


def test_the_newest_fifty_of_more(world: World, say, bob: Person, ann: Person, monkeypatch, count_queries):
    monkeypatch.setattr("cop.chat.queries.finding.MOST", 2)
    for number in range(3):
        say(bob, f"Needle {number}")
    with count_queries() as sent:
        found = search(ann, world.cohort, "needle")

    assert ([each.text for each in found.lines], found.is_all) == (["Needle 2", "Needle 1"], False)
    assert search(ann, world.cohort, "needle 0").is_all
    assert len(sent) == 2  # the actor's standing, and the lines with their authors


def test_hits_are_told_apart_from_a_little_before_the_first(world: World, say, bob: Person):
    say(bob, "Much ado " * 20 + "about the **Needle** & <needles>")
    found = search(bob, world.cohort, "needle")
    pieces = found.pieces(found.lines[0])

    assert [words for words, is_hit in pieces if is_hit] == ["Needle", "needle"]
    assert pieces[0][0].startswith("…")
    assert "".join(words for words, _ in pieces).endswith("about the Needle & <needles>")


def test_a_word_that_is_only_in_an_address_still_finds_its_line(world: World, say, bob: Person):
    say(bob, "See [the report](https://example.org/needle)")
    found = search(bob, world.cohort, "needle")

    assert found.pieces(found.lines[0]) == [("See the report", False)]
