"""What an event of the room costs the database, from the packet's arrival to the last push."""

from datetime import timedelta

import pytest

from cop import clock
from cop.chat import commands
from cop.models import Person, Policy
from tests import people
from tests.people import World


def test_saying_something_costs_seven_statements(socket_for, say, bob: Person, count_queries):
    """Who asks; the room under its lock, their standing, the key, the throttle, the number, the line."""
    say(bob)
    socket = socket_for(bob)
    with count_queries() as sent:
        assert socket.ask("message:send", space="cohort-1", key=people.key(), text="Hello")["ok"]

    assert len(sent) == 7
    assert [each.split()[0] for each in sent[-3:]] == ["INSERT", "UPDATE", "INSERT"]


def test_an_answer_costs_one_more_and_a_room_that_reads_first_two(
    world: World, socket_for, say, bob, count_queries
):
    base, socket = say(bob), socket_for(bob)
    with count_queries() as answer:
        socket.ask("message:send", space="cohort-1", key=people.key(), text="Hello", reply_to=base.id)
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    with count_queries() as asked_first:
        socket.ask("message:send", space="cohort-1", key=people.key(), text="Hello")

    assert (len(answer), len(asked_first)) == (8, 8)


@pytest.mark.parametrize("lines", [1, 50])
def test_opening_and_catching_up_cost_the_same_however_much_was_said(
    lines, socket_for, say, ann, bob, count_queries
):
    """Who asks, the room, its lines, their marks; when opening also who is here, what waits, and the draft."""
    base = said = say(ann)
    for number in range(1, lines):
        with clock.at(clock.now() + timedelta(seconds=number)):
            said = say((ann, bob)[number % 2], f"Line {number}", reply_to=base.id)
    commands.mark_message(actor_id=bob.id, message_id=said.id, word="agree", on=True)
    socket = socket_for(bob)
    socket.ask("room:open", space="cohort-1")
    with count_queries() as opening:
        assert len(socket.ask("room:open", space="cohort-1")["messages"]) == lines
    with count_queries() as catching_up:
        assert len(socket.ask("room:sync", space="cohort-1", after=0)["messages"]) == lines

    assert (len(opening), len(catching_up)) == (7, 4)
