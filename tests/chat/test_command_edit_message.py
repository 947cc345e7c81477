"""Editing one's own line: what it said is kept, and a change that was not seen is a Conflict."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.chat import commands
from cop.chat.commands.locks import lock_message
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Message, MessageRevision, Person, Policy, Space, State
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World


def edit(person: Person, message: Message, text: str = "Better", **more: object) -> Message:
    asked = {"message_id": message.id, "text": text, "changed": message.changed} | more
    return commands.edit_message(actor_id=person.id, **asked)  # type: ignore[arg-type]


def test_an_edit_takes_the_next_pulse_and_keeps_its_place_and_what_it_said(world: World, say, bob: Person):
    first, _ = say(bob, "Good"), say(bob, "More")
    edited = edit(bob, first, "Better")

    assert (edited.seq, edited.changed, edited.html) == (1, 3, "<p>Better</p>")
    assert edited.edited_at is not None
    revisions = db.session.execute(sa.select(MessageRevision.number, MessageRevision.text)).all()
    assert revisions == [(1, "Good")]
    assert db.get(Space, world.cohort.id).said == 2


def test_a_stale_edit_is_a_conflict_and_changes_nothing(say, bob: Person):
    first = say(bob, "Good")
    seen = first.changed
    edit(bob, first, "Better")

    with pytest.raises(Conflict):
        edit(bob, first, "Best", changed=seen)
    assert db.get(Message, first.id).text == "Better"


def test_an_edit_whose_answer_was_lost_can_be_sent_again(say, bob: Person):
    first = say(bob, "Good")
    seen = first.changed
    edited = edit(bob, first, "Better")
    pulse = edited.changed

    assert edit(bob, first, "Better", changed=seen).changed == pulse


def test_only_its_author_edits_it(world: World, say, ann: Person, bob: Person, mallory: Person):
    first = say(bob, "Good")

    with pytest.raises(Forbidden):
        edit(ann, first)
    with pytest.raises(NotFound):
        edit(mallory, first)
    evict(bob, world.cohort)
    with pytest.raises(NotFound):
        edit(bob, first)
    assert db.get(Message, first.id).text == "Good"


def test_there_is_no_such_message(bob: Person, say):
    say(bob)
    with pytest.raises(NotFound):
        commands.edit_message(actor_id=bob.id, message_id=999_999, text="Better", changed=1)


def test_a_held_line_is_edited_without_a_pulse(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = edit(bob, say(bob, "Held"))

    assert (held.text, held.state, held.seq, held.changed) == ("Better", State.HELD, None, None)
    assert db.get(Space, world.cohort.id).pulse == 0


def test_where_all_is_held_what_was_released_stays_as_it_was(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "Held")
    let_moderator("release", held)

    with pytest.raises(Forbidden):
        edit(bob, db.get(Message, held.id))


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_what_is_gone_is_not_edited(say, bob: Person, verb: str):
    first = say(bob, "Good")
    let_moderator(verb, first)

    with pytest.raises(Forbidden):
        edit(bob, db.get(Message, first.id))


def test_an_edit_says_something(say, bob: Person):
    with pytest.raises(Invalid):
        edit(bob, say(bob), " ")


def test_what_its_author_has_marked_is_shown_without_another_question(say, bob: Person):
    first = say(bob)
    commands.mark_message(actor_id=bob.id, message_id=first.id, word="agree", on=True)
    line, _ = lock_message(first.id, bob.id)
    assert "organisation" not in sa.inspect(line.author).unloaded
