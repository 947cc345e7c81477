"""Reacting to a line with one of four words."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.chat import commands
from cop.errors import Forbidden, Invalid, NotFound, TooFast
from cop.models import Message, Person
from cop.models.marks import MARKS
from tests.chat.conftest import let_moderator
from tests.people import World


def mark(person: Person, message: Message, word: str = "agree", *, on: bool = True) -> Message:
    return commands.mark_message(actor_id=person.id, message_id=message.id, word=word, on=on)


def words(message: Message) -> list[tuple[str, list[str]]]:
    return [(word, [mark.person.name for mark in marks]) for word, _, marks in message.marks_by_word]


def test_each_word_carries_its_people_in_the_order_of_the_words(say, ann: Person, bob: Person):
    first = say(bob)
    for person, word in ((bob, "question"), (ann, "agree"), (bob, "agree")):
        marked = mark(person, first, word)

    assert words(marked) == [("agree", ["Ann", "Bob"]), ("question", ["Bob"])]
    assert marked.changed == 4


def test_a_repeat_changes_nothing(say, ann: Person, bob: Person):
    first = say(bob)

    assert mark(ann, first).changed == mark(ann, first).changed == 2
    assert mark(ann, first, on=False).changed == 3
    assert words(mark(ann, first, on=False)) == []


def test_taking_a_reaction_back_leaves_the_others(say, ann: Person, bob: Person):
    first = say(bob)
    mark(ann, first), mark(bob, first)

    assert words(mark(ann, first, on=False)) == [("agree", ["Bob"])]


def test_there_are_four_words(say, ann: Person, bob: Person):
    first = say(bob)
    for word in MARKS:
        mark(ann, first, word)

    with pytest.raises(Invalid):
        mark(ann, first, "like")


def test_who_may_not_write_does_not_react(world: World, say, bob: Person, mallory: Person):
    first = say(bob)

    with pytest.raises(NotFound):
        mark(mallory, first)
    with pytest.raises(Forbidden):
        mark(world.staff, first)
    assert words(mark(bob, first)) == [("agree", ["Bob"])]


def test_nobody_reacts_to_what_is_gone(say, ann: Person, bob: Person):
    first = say(bob)
    let_moderator("hide", first)

    with pytest.raises(Forbidden):
        mark(ann, first)
    assert db.get(Message, first.id).marks == []


def test_reactions_have_a_throttle_of_their_own(say, ann: Person, bob: Person):
    first = say(bob)
    for turn in range(20):
        mark(ann, first, on=turn % 2 == 0)
    with pytest.raises(TooFast):
        mark(ann, first)

    assert say(ann).seq == 2
    with clock.at(clock.now() + timedelta(seconds=1)):
        assert words(mark(ann, first)) == [("agree", ["Ann"])]
