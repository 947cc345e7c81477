"""Saying something in a room: who may, in which order, once for each key, and what waits for a moderator."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.chat.commands import lines
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.markup import LINE_LIMIT
from cop.models import Message, Person, Policy, Role, RoleName, Space, State
from tests import people
from tests.chat.conftest import evict, let_moderator
from tests.people import World


def said(space: Space) -> int:
    return db.session.scalar(sa.select(sa.func.count(Message.id)).where(Message.space_id == space.id)) or 0


def test_a_message_takes_the_next_place_and_the_next_pulse(world: World, say, bob: Person, ann: Person):
    first, second = say(bob, "Good *morning*"), say(ann, "Hello")

    assert (first.seq, first.changed, second.seq, second.changed) == (1, 1, 2, 2)
    assert (first.state, first.html) == (State.RELEASED, "<p>Good <em>morning</em></p>")
    space = db.get(Space, world.cohort.id)
    assert (space.said, space.pulse) == (2, 2)


def test_rooms_count_each_for_itself(world: World, say, bob: Person):
    say(bob)

    assert say(bob, space=world.set_a).seq == 1


def test_the_same_key_gives_the_first_message_for_ever(world: World, say, bob: Person):
    key = people.key()
    first = say(bob, "Once", key=key)
    with clock.at(clock.now() + timedelta(days=400)):
        again = say(bob, "Once", key=key)

    assert again.id == first.id
    assert said(world.cohort) == 1


@pytest.mark.parametrize("other", ["text", "space", "reply"])
def test_the_same_key_with_other_content_is_a_conflict(world: World, say, bob: Person, other: str):
    key, base = people.key(), say(bob, "Base")
    say(bob, "Once", key=key)
    change = {"text": {"text": "Twice"}, "space": {"space": world.set_a}, "reply": {"reply_to": base.id}}[
        other
    ]

    with pytest.raises(Conflict):
        say(bob, **({"text": "Once", "key": key} | change))
    assert said(world.cohort) == 2


@pytest.mark.parametrize("policy", [Policy.OPEN, Policy.ALL_HELD])
def test_a_key_that_another_room_took_at_this_moment_is_the_same_conflict(
    world: World, say, monkeypatch, bob: Person, policy: Policy
):
    key = people.key()
    people.set_policy(world.set_a, policy)
    say(bob, "Once", key=key)
    with pytest.raises(Conflict) as later:
        say(bob, "Once", key=key, space=world.set_a)
    monkeypatch.setattr(lines, "_sent_before", lambda _actor, _key: None)
    with pytest.raises(Conflict) as at_once:
        say(bob, "Once", key=key, space=world.set_a)

    assert at_once.value.message == later.value.message
    assert said(world.set_a) == 0
    assert db.get(Space, world.set_a.id).said == 0


def test_the_key_of_one_person_says_nothing_about_anothers(say, ann: Person, bob: Person):
    key = people.key()

    assert say(ann, key=key).id != say(bob, key=key).id


def test_a_repeat_needs_no_room_left_in_the_throttle(say, bob: Person):
    key = people.key()
    first = say(bob, key=key)
    for _ in range(19):
        say(bob)
    with pytest.raises(TooFast):
        say(bob)

    assert say(bob, key=key).id == first.id


def test_who_waits_may_speak_again(say, bob: Person):
    for _ in range(20):
        say(bob)
    with pytest.raises(TooFast):
        say(bob)

    with clock.at(clock.now() + timedelta(seconds=1)):
        assert say(bob).seq == 21


def test_mallory_cannot_tell_a_room_of_others_from_none(world: World, say, mallory: Person):
    assert say(mallory, space=world.other).seq == 1
    for slug in (world.cohort, Space(slug="no-such-room")):
        with pytest.raises(NotFound) as refusal:
            say(mallory, space=slug)
        assert refusal.value.message == NotFound().message
    assert said(world.cohort) == 0


def test_who_has_left_is_a_stranger_and_learns_nothing_by_an_old_key(world: World, say, bob: Person):
    key = people.key()
    say(bob, key=key)
    evict(bob, world.cohort)

    for each in (key, people.key()):
        with pytest.raises(NotFound):
            say(bob, key=each)
    assert said(world.cohort) == 1


def test_who_may_only_read_is_told_so(world: World, say):
    watcher = people.newcomer("olive")
    watch(watcher, world.cohort)

    for reader in (watcher, world.staff):
        with pytest.raises(Forbidden):
            say(reader)
    assert said(world.cohort) == 0


@db.command
def watch(person: Person, space: Space) -> None:
    people.join(person, space, RoleName.OBSERVER)
    assert db.session.scalar(sa.select(sa.func.count(Role.id)))


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * (LINE_LIMIT + 1)])
def test_nothing_and_too_much_are_refused(world: World, say, bob: Person, text: str):
    with pytest.raises(Invalid) as refusal:
        say(bob, text)

    assert refusal.value.field == "text"
    assert say(bob, "x" * LINE_LIMIT).seq == 1


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "quote'here-and-more", "é" * 20])
def test_a_key_has_the_shape_of_one(say, bob: Person, key: str):
    with pytest.raises(Invalid) as refusal:
        say(bob, key=key)

    assert refusal.value.field == "key"


def test_a_reply_names_a_readable_message_of_the_same_room(world: World, say, ann: Person, bob: Person):
    base, elsewhere, gone = say(ann, "Base"), say(ann, space=world.set_a), say(ann, "Gone")
    let_moderator("hide", gone)

    assert say(bob, reply_to=base.id).reply_to_id == base.id
    for other in (elsewhere.id, gone.id, 999_999, 0, -1, 2**70):
        with pytest.raises(Invalid) as refusal:
            say(bob, reply_to=other)
        assert refusal.value.field == "reply_to"


def test_nobody_replies_to_what_waits_not_even_its_author(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.ALL_HELD)
    held = say(bob, "Held")

    with pytest.raises(Invalid):
        say(bob, reply_to=held.id)


def test_a_held_message_takes_no_place(world: World, say, ann: Person, bob: Person):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    held, moderators = say(bob, "Held"), say(ann, "I moderate here")

    assert (held.state, held.seq, held.changed, held.released_at) == (State.HELD, None, None, None)
    assert (moderators.state, moderators.seq) == (State.RELEASED, 1)
    assert db.get(Space, world.cohort.id).said == 1


def test_everything_waits_until_one_contribution_was_released(world: World, say, bob: Person):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    first, second = say(bob, "First"), say(bob, "Second")
    assert second.state is State.HELD
    let_moderator("release", first)

    assert say(bob, "Third").seq == 2
    assert db.get(Message, second.id).seq is None
