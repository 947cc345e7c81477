"""A block: set and taken back by one, told to nobody, and in the way of anything new between the two."""

import pytest

from cop import db
from cop.chat import commands as chat
from cop.chat import queries as rooms
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Block
from cop.spaces import commands
from tests.people import key, newcomer
from tests.spaces.conversations import block, said, start


def say(person, space, text="Hello"):
    return chat.send_message(actor_id=person.id, slug=space.slug, text=text, key=key())


def blocks() -> int:
    return db.session.query(Block).count()


def test_in_a_conversation_of_two_neither_says_anything_new(world):
    space = start(world.ann, world.bob, text="Hello")
    line = say(world.bob, space)
    block(world.bob, world.ann)

    words = set()
    for person in (world.ann, world.bob):
        with pytest.raises(Forbidden) as refusal:
            say(person, space)
        words.add(refusal.value.message)
        with pytest.raises(Forbidden):
            chat.mark_message(actor_id=person.id, message_id=line.id, word="agree", on=True)
    with pytest.raises(Forbidden):
        chat.edit_message(actor_id=world.bob.id, message_id=line.id, text="New words", changed=line.changed)
    assert words == {"You can't write here at the moment."}
    assert said(space) == ["Hello", "Hello"]


def test_what_was_said_stays_and_can_be_taken_back(world):
    space = start(world.ann, world.bob)
    line = say(world.ann, space)
    block(world.bob, world.ann)

    assert [message.text for message in rooms.latest(space)] == ["Hello"]
    chat.remove_message(actor_id=world.ann.id, message_id=line.id, changed=line.changed)


def test_among_more_people_both_go_on(world):
    carl = newcomer("carl", world.network)
    space = start(world.ann, world.bob, carl)
    block(world.bob, world.ann)

    say(world.ann, space)
    say(world.bob, space)
    commands.leave(actor_id=carl.id, space_id=space.id)
    with pytest.raises(Forbidden):
        say(world.ann, space)


def test_in_a_space_that_both_belong_to_it_changes_nothing(world):
    block(world.bob, world.ann)

    assert say(world.ann, world.cohort)
    assert say(world.bob, world.cohort)


def test_taking_it_back_lets_both_write_again(world):
    space = start(world.ann, world.bob)
    block(world.bob, world.ann)
    commands.unblock_person(actor_id=world.ann.id, person_id=world.bob.id)  # hers to take back it is not
    with pytest.raises(Forbidden):
        say(world.ann, space)

    commands.unblock_person(actor_id=world.bob.id, person_id=world.ann.id)
    assert say(world.ann, space)
    assert say(world.bob, space)


def test_two_blocks_are_two(world):
    space = start(world.ann, world.bob)
    block(world.bob, world.ann)
    block(world.ann, world.bob)
    commands.unblock_person(actor_id=world.bob.id, person_id=world.ann.id)

    with pytest.raises(Forbidden):
        say(world.bob, space)


def test_a_repeat_changes_nothing(world):
    block(world.bob, world.ann)
    block(world.bob, world.ann)
    assert blocks() == 1

    for _ in range(2):
        commands.unblock_person(actor_id=world.bob.id, person_id=world.ann.id)
    assert blocks() == 0


def test_nobody_blocks_themselves_or_whom_they_cannot_know_of(world):
    hidden = newcomer("hidden")
    with pytest.raises(Forbidden):
        block(world.bob, world.bob)
    with pytest.raises(NotFound):
        block(world.bob, hidden)
    assert blocks() == 0
    block(world.bob, world.mallory)  # the control
    assert blocks() == 1


def test_it_is_in_the_way_in_both_directions(world):
    block(world.bob, world.ann)

    for starter, other in ((world.ann, world.bob), (world.bob, world.ann)):
        with pytest.raises(Invalid):
            start(starter, other)
    assert start(world.ann, world.mallory)
