"""Taking one's own line back: a tombstone keeps its place."""

import pytest

from cop import db
from cop.chat import commands
from cop.errors import Conflict, Forbidden, NotFound
from cop.models import Message, Person, Policy, State
from tests import people
from tests.people import World


def remove(person: Person, message: Message, **more: object) -> Message:
    asked = {"message_id": message.id, "changed": message.changed} | more
    return commands.remove_message(actor_id=person.id, **asked)  # type: ignore[arg-type]


def test_a_tombstone_keeps_its_place_and_takes_the_next_pulse(say, bob: Person):
    first, _ = say(bob), say(bob)
    gone = remove(bob, first)

    assert (gone.state, gone.seq, gone.changed, gone.gist) == (State.REMOVED, 1, 3, "")


def test_a_stale_removal_is_a_conflict(say, bob: Person, ann: Person):
    first = say(bob)
    seen = first.changed
    commands.mark_message(actor_id=ann.id, message_id=first.id, word="agree", on=True)

    with pytest.raises(Conflict):
        remove(bob, first, changed=seen)
    assert remove(bob, db.get(Message, first.id)).state is State.REMOVED


def test_a_removal_whose_answer_was_lost_can_be_sent_again(say, bob: Person):
    first = say(bob)
    seen, pulse = first.changed, remove(bob, first).changed

    assert remove(bob, first, changed=seen).changed == pulse


def test_only_its_author_removes_it(say, ann: Person, bob: Person, mallory: Person):
    first = say(bob)

    with pytest.raises(Forbidden):
        remove(ann, first)
    with pytest.raises(NotFound):
        remove(mallory, first)
    assert db.get(Message, first.id).state is State.RELEASED


def test_a_held_line_is_taken_back_before_anybody_read_it(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    gone = remove(bob, say(bob))

    assert (gone.state, gone.seq, gone.changed) == (State.REMOVED, None, None)
