"""The rail: my spaces by kind, what is unread in each, whose room is live, how much waits for me."""

from datetime import timedelta

from cop import clock
from cop.chat import commands as chat
from cop.models import Policy
from cop.policy import load_actor
from cop.shell.navigation import MOST_UNREAD, Rail, Row, rail
from tests.conftest import NOON
from tests.people import key, newcomer, set_policy
from tests.shell import writing


def rail_of(person) -> Rail:
    return rail(load_actor(person.id))


def row_of(person, space) -> Row:
    return next(row for row in rail_of(person).rows if row.id == space.id)


def test_it_groups_my_spaces_in_the_order_of_their_kinds(world, bob):
    groups = rail_of(bob).groups
    assert [(group.label, [row.name for row in group.rows]) for group in groups] == [
        ("Network", ["Network"]),
        ("Cohort", ["Cohort 1"]),
        ("Set", ["Set A"]),
    ]


def test_it_shows_nobody_a_space_they_do_not_read(world, mallory, bob):
    assert world.set_a.id in [row.id for row in rail_of(bob).rows]
    assert world.set_a.id not in [row.id for row in rail_of(mallory).rows]


def test_it_forgets_a_space_that_was_left(world, bob):
    assert world.cohort.id in [row.id for row in rail_of(bob).rows]
    writing.leave(bob, world.cohort)
    assert world.cohort.id not in [row.id for row in rail_of(bob).rows]


def test_it_takes_one_query(world, ann, count_queries):
    actor = load_actor(ann.id)
    with count_queries() as queries:
        rail(actor)
    assert len(queries) == 1


def test_unread_topics_are_counted_by_an_index_of_their_own(world, ann, can_use):
    actor = load_actor(ann.id)
    assert can_use("ix_topic_unread", lambda: rail(actor))


def test_a_topic_is_unread_until_i_have_read_its_last_post(world, ann, bob):
    topic = writing.open_topic(ann, world.cohort, replies=1)
    assert row_of(bob, world.cohort).unread_topics == 1
    writing.read(bob, topic, upto=1)
    assert row_of(bob, world.cohort).unread_topics == 1
    writing.read(bob, topic, upto=2)
    assert row_of(bob, world.cohort).unread_topics == 0


def test_unread_topics_are_counted_as_far_as_anybody_counts(world, ann, bob, client_for):
    for number in range(MOST_UNREAD + 3):
        writing.open_topic(ann, world.cohort, title=f"Topic {number}")
    assert row_of(bob, world.cohort).unread_topics == MOST_UNREAD + 1

    page = client_for(bob).get("/").get_data(as_text=True)
    assert f"{MOST_UNREAD}+ in the forum" in page
    assert '<span class="cop-count">' + f"{MOST_UNREAD}+" in page


def test_a_held_topic_is_in_no_count(world, ann, bob):
    writing.hold_topic(ann, world.cohort)
    assert row_of(bob, world.cohort).unread == 0
    writing.open_topic(ann, world.cohort)
    assert row_of(bob, world.cohort).unread == 1


def test_lines_of_the_room_count_once_they_are_released(world, ann, bob):
    writing.hold_line(ann, world.set_a)
    assert row_of(bob, world.set_a).unread_lines == 0
    writing.say(ann, world.set_a)
    assert row_of(bob, world.set_a).unread_lines == 1


def test_a_room_is_live_for_as_long_as_somebody_looks(world, ann, bob):
    assert not row_of(bob, world.set_a).is_live
    writing.look(ann, world.set_a)
    assert row_of(bob, world.set_a).is_live
    assert not row_of(bob, world.cohort).is_live
    with clock.at(NOON + timedelta(seconds=46)):
        assert not row_of(bob, world.set_a).is_live


def test_what_waits_is_counted_for_who_decides_and_for_nobody_else(world, ann, bob, mallory):
    writing.hold_topic(bob, world.cohort)
    assert (rail_of(ann).moderates, rail_of(ann).waiting) == (True, 1)
    assert (rail_of(bob).moderates, rail_of(bob).waiting) == (False, 0)
    assert (rail_of(mallory).moderates, rail_of(mallory).waiting) == (False, 0)


def test_my_own_contribution_does_not_wait_for_me(world, ann):
    writing.hold_topic(ann, world.cohort)
    assert rail_of(ann).waiting == 0


def test_staff_see_cohorts_with_nothing_unread(world, ann):
    writing.open_topic(ann, world.cohort)
    rows = rail_of(world.staff).rows
    assert [(row.name, row.unread) for row in rows] == [("Cohort 1", 0), ("Cohort 2", 0)]


def test_who_is_nowhere_has_an_empty_rail(world):
    nowhere = rail_of(newcomer("nora"))
    assert (nowhere.rows, nowhere.moderates, nowhere.waiting) == ([], False, 0)


def test_unread_lines_that_name_me_are_counted_apart(world, ann, bob):
    def call(text: str):
        return chat.send_message(actor_id=ann.id, slug="cohort-1", text=text, key=key())

    call("@Bob first"), call("nobody"), call("@Sam")
    said = call("@Bob again")
    assert (row_of(bob, world.cohort).unread_lines, row_of(bob, world.cohort).unread_mentions) == (4, 2)
    assert row_of(bob, world.set_a).unread_mentions == row_of(ann, world.cohort).unread_mentions == 0
    assert row_of(world.staff, world.cohort).unread_mentions == 0  # who is no member has nothing unread
    chat.read_room(actor_id=bob.id, slug="cohort-1", upto=1)
    assert row_of(bob, world.cohort).unread_mentions == 1
    chat.edit_message(actor_id=ann.id, message_id=said.id, text="Not him", changed=said.changed)
    assert row_of(bob, world.cohort).unread_mentions == 0


def test_a_line_that_was_taken_away_or_waits_names_nobody_in_a_count(world, ann, bob):
    said = chat.send_message(actor_id=ann.id, slug="cohort-1", text="@Bob", key=key())
    assert row_of(bob, world.cohort).unread_mentions == 1
    chat.remove_message(actor_id=ann.id, message_id=said.id, changed=said.changed)
    assert row_of(bob, world.cohort).unread_mentions == 0
    set_policy(world.cohort, Policy.ALL_HELD)
    nora = newcomer("nora", world.cohort)
    chat.send_message(actor_id=nora.id, slug="cohort-1", text="@Bob", key=key())
    assert row_of(bob, world.cohort).unread_mentions == 0


def test_who_was_removed_is_counted_nothing(world, ann, bob):
    chat.send_message(actor_id=ann.id, slug="cohort-1", text="@Bob", key=key())
    writing.leave(bob, world.cohort)
    assert sum(row.unread_mentions for row in rail_of(bob).rows) == 0
    assert world.cohort.id not in [row.id for row in rail_of(bob).rows]
