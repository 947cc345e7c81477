"""Pinning: kept within reach of the room by who moderates it, as a change that everybody is told."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.chat import commands, queries
from cop.errors import Conflict, Forbidden, NotFound
from cop.models import Decision, Message, RoomState, Space, Verdict
from tests import people
from tests.chat.conftest import let_moderator
from tests.people import World


def pulse(message: Message) -> int:
    return db.session.scalar(sa.select(Space.pulse).where(Space.id == message.space_id)) or 0


def pinned(space: Space) -> list[int]:
    return [message.id for message in queries.pins(space)]


def test_a_pin_takes_a_pulse_and_is_a_decision(world: World, say, ann, bob):
    said = say(bob, "The date is fixed")
    about = {"actor_id": ann.id, "message_id": said.id}
    for _ in range(2):
        message = commands.pin_message(**about)
        assert (message.pinned_by_id, message.changed, pulse(said)) == (ann.id, 2, 2), "a repeat is harmless"
    changes, _ = queries.changes(db.get(Space, world.cohort.id), after=1)
    assert [each.id for each in changes] == [said.id]
    for _ in range(2):
        assert commands.unpin_message(**about).changed == 3
    assert message.pinned_at
    decisions = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [(each.verdict, each.message_id, each.actor_id) for each in decisions] == [
        (Verdict.PIN, said.id, ann.id),
        (Verdict.UNPIN, said.id, ann.id),
    ]


def test_the_newest_stands_first_whenever_it_was_pinned(world: World, say, ann, bob):
    first, second, third = say(bob), say(ann), say(bob)
    for message in (second, third, first):
        commands.pin_message(actor_id=ann.id, message_id=message.id)
    assert pinned(world.cohort) == [third.id, second.id, first.id]
    assert pinned(world.set_a) == [], "control: another room has its own"


def test_twenty_are_enough(world: World, say, ann, bob, monkeypatch):
    assert commands.MOST_PINS == 20
    monkeypatch.setattr(commands.pins, "MOST_PINS", 2)
    some = [say(bob) for _ in range(3)]
    for message in some[:2]:
        commands.pin_message(actor_id=ann.id, message_id=message.id)
    elsewhere = say(bob, space=world.set_a)
    commands.pin_message(actor_id=ann.id, message_id=elsewhere.id)
    with pytest.raises(Conflict, match="Unpin one of them first"):
        commands.pin_message(actor_id=ann.id, message_id=some[2].id)
    commands.pin_message(actor_id=ann.id, message_id=some[0].id)
    commands.unpin_message(actor_id=ann.id, message_id=some[0].id)
    assert commands.pin_message(actor_id=ann.id, message_id=some[2].id).pinned_at


@pytest.mark.parametrize("how", ["hide", "remove"])
def test_what_is_hidden_or_removed_loses_its_pin(world: World, say, ann, bob, how: str):
    said = say(bob)
    commands.pin_message(actor_id=ann.id, message_id=said.id)
    assert pinned(world.cohort) == [said.id]
    let_moderator(how, said)
    assert pinned(world.cohort) == []
    with pytest.raises(Forbidden):
        commands.pin_message(actor_id=ann.id, message_id=said.id)
    if how == "hide":
        let_moderator("release", said)
        assert pinned(world.cohort) == [], "it comes back without it"


def test_bob_and_staff_may_not_and_mallory_finds_nothing(world: World, say, ann, bob, mallory):
    said = say(bob)
    for verb in (commands.pin_message, commands.unpin_message):
        for person in (bob, world.staff):
            with pytest.raises(Forbidden):
                verb(actor_id=person.id, message_id=said.id)
        for wrong in (said.id, 999_999_999_999):
            with pytest.raises(NotFound):
                verb(actor_id=mallory.id, message_id=wrong)
        assert verb(actor_id=ann.id, message_id=said.id), "control: Ann may"


def test_a_facilitator_pins_in_the_set(world: World, say, ann, bob):
    said = say(bob, space=world.set_a)
    assert commands.pin_message(actor_id=ann.id, message_id=said.id).pinned_at


def test_nothing_is_pinned_where_the_room_is_archived(world: World, say, ann, bob):
    said = say(bob)
    commands.pin_message(actor_id=ann.id, message_id=said.id)

    @db.command
    def become(state: RoomState) -> None:
        db.lock(Space, world.cohort.id).set_room(state)

    become(RoomState.ARCHIVED)
    with pytest.raises(Forbidden, match="archived"):
        commands.unpin_message(actor_id=ann.id, message_id=said.id)
    become(RoomState.CLOSED)
    assert commands.unpin_message(actor_id=ann.id, message_id=said.id).pinned_at is None


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_is_one_query(world: World, say, ann, bob, count_queries, number: int):
    for at in range(number):
        author = people.newcomer(f"member{at}", world.cohort)
        commands.pin_message(actor_id=ann.id, message_id=say(author).id)
    space = db.get(Space, world.cohort.id)
    with count_queries() as sent:
        assert len([message.author.name for message in queries.pins(space)]) == number
    assert len(sent) == 1
