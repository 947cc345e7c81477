"""What Home reads: my sets' members, what of mine waits, what nobody has answered, what was lately written."""

from datetime import timedelta

import pytest

from cop import clock
from cop.forum import commands as forum
from cop.policy import load_actor
from cop.shell import queries
from tests.conftest import NOON
from tests.people import a_group
from tests.shell import writing


def titles(topics) -> list[str]:
    return [topic.title for topic in topics]


def test_companions_are_the_others_in_my_sets(world, ann, bob, mallory):
    companions = queries.companions(load_actor(ann.id))
    assert companions == {world.set_a.id: ["Bob"]}
    assert queries.companions(load_actor(mallory.id)) == {}


def test_who_left_the_set_is_no_companion(world, ann, bob):
    writing.leave(bob, world.set_a)
    assert queries.companions(load_actor(ann.id)) == {}


def test_what_i_wrote_waits_for_me_to_see_and_for_no_other_member(world, ann, bob):
    writing.hold_topic(bob, world.cohort, "Mine")
    writing.hold_line(bob, world.cohort)
    held = queries.held_of_mine(load_actor(bob.id))
    assert [(each.title, each.is_opening) for each in held] == [("Mine", True), (None, None)]
    assert queries.held_of_mine(load_actor(ann.id)) == []


def test_unanswered_topics_are_newest_first_and_not_my_own(world, ann, bob, mallory):
    for title in ("First", "Second"):
        writing.open_topic(ann, world.cohort, title)
    writing.open_topic(ann, world.cohort, "Answered", replies=1)
    writing.open_topic(bob, world.cohort, "Of Bob")
    assert titles(queries.topics(load_actor(bob.id)).unanswered) == ["Second", "First"]
    assert titles(queries.topics(load_actor(ann.id)).unanswered) == ["Of Bob"]
    assert titles(queries.topics(load_actor(mallory.id)).unanswered) == []


def test_recently_names_the_topics_where_somebody_wrote_last(world, ann, bob, mallory):
    writing.open_topic(ann, world.cohort, "Earlier")
    with clock.at(NOON + timedelta(hours=1)):
        writing.open_topic(ann, world.network, "Later")
    assert titles(queries.topics(load_actor(bob.id)).recent) == ["Later", "Earlier"]
    assert titles(queries.topics(load_actor(mallory.id)).recent) == ["Later"]


@pytest.mark.parametrize("order", ["aaaaaab", "baaaaaa", "abcabcabc", "ccbbaa", "abxxxxxx", "bbbcccaaa"])
def test_the_five_newest_are_recent_however_they_lie_in_spaces(world, ann, bob, mallory, order):
    places = {"a": world.cohort, "b": world.set_a, "c": world.network, "x": world.other}
    for number, place in enumerate(order):
        writing.open_topic(mallory if place == "x" else ann, places[place], str(number))
    newest = [str(number) for number, place in enumerate(order) if place != "x"][::-1][: queries.FEW]
    assert titles(queries.topics(load_actor(bob.id)).recent) == newest


def test_what_was_moved_here_is_as_old_as_it_was(world, ann, bob):
    group = a_group(ann, bob)
    old = [writing.open_topic(ann, world.cohort, f"Old {number}") for number in range(queries.FEW)]
    writing.open_topic(ann, group, "New")
    for topic in old:
        forum.move_topic(actor_id=ann.id, topic_id=topic.id, space_id=group.id, reason="As agreed")
    assert titles(queries.topics(load_actor(bob.id)).recent) == ["New", "Old 4", "Old 3", "Old 2", "Old 1"]


def test_the_newest_of_each_space_are_found_by_an_index(world, bob, can_use):
    actor = load_actor(bob.id)
    assert can_use("ix_topic_newest", lambda: queries.topics(actor))


def test_nothing_held_is_among_them(world, ann, bob):
    writing.hold_topic(ann, world.cohort, "Held")
    writing.open_topic(ann, world.cohort, "Open")
    actor = load_actor(bob.id)
    assert titles(queries.topics(actor).recent) == ["Open"]
    assert titles(queries.topics(actor).unanswered) == ["Open"]


def test_staff_are_shown_cohorts_and_no_sets(world, ann, bob):
    writing.open_topic(ann, world.cohort, "In the cohort")
    writing.open_topic(ann, world.set_a, "In the set")
    assert "In the set" in titles(queries.topics(load_actor(bob.id)).recent)
    assert titles(queries.topics(load_actor(world.staff.id)).recent) == ["In the cohort"]
