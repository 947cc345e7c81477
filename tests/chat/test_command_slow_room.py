"""A room in slow mode: one thing from each person in so long, but for its moderators, who alone decide that."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import db
from cop.chat import commands
from cop.errors import Conflict, Forbidden, Invalid, NotFound, Slow
from cop.keeping import commands as keeping
from cop.models import Decision, Kept, Message, Throttle, Verdict
from cop.models.slowing import SLOWNESSES
from cop.spaces import commands as spaces
from tests.conftest import later
from tests.people import key, newcomer


@pytest.fixture
def slow(world, ann):
    """`slow(30)`: Ann lets each person say one thing in so many seconds in the cohort's room."""
    return lambda seconds: spaces.slow_room(actor_id=ann.id, space_id=world.cohort.id, seconds=seconds)


def lines() -> int:
    return db.session.scalar(sa.select(sa.func.count(Message.id)))


@pytest.mark.parametrize("seconds", [each for each in SLOWNESSES if each])
def test_the_next_line_comes_once_the_time_has_gone_by(slow, say, bob, seconds):
    slow(seconds)
    say(bob)
    with later(seconds - 1), pytest.raises(Slow) as refused:
        say(bob, "Too soon")
    assert (refused.value.code, refused.value.status) == ("slow", 429)
    assert "in a second" in refused.value.message
    with later(seconds):
        say(bob, "In time")
    assert lines() == 2


def test_what_was_refused_takes_nothing_and_is_sent_later_under_its_key(slow, say, bob):
    slow(120)
    say(bob)
    sent = key()
    for second in (5, 60, 119):
        with later(second), pytest.raises(Slow):
            say(bob, "Patience", key=sent)
    with later(120):
        assert say(bob, "Patience", key=sent).text == "Patience"
        assert say(bob, "Patience", key=sent).text == "Patience", "a repeat is the same line"
        with pytest.raises(Conflict):
            say(bob, "Something else", key=sent)
    assert lines() == 2


@pytest.mark.parametrize(
    ("seconds", "after", "told"),
    [(30, 9.2, "in 21 seconds"), (120, 0, "in 120 seconds"), (600, 30, "at 12:10")],
)
def test_it_says_when_they_can_write_again(slow, say, bob, seconds, after, told):
    slow(seconds)
    say(bob)
    with later(after), pytest.raises(Slow, match=told):
        say(bob)


def test_each_person_has_their_own_turns_and_moderators_need_none(world, slow, say, ann, bob):
    carol = newcomer("carol", world.cohort)
    slow(3_600)
    for _ in range(3):
        say(ann)
    say(bob)
    say(carol)
    with pytest.raises(Slow):
        say(carol)


def test_the_facilitator_of_a_set_need_not_wait(world, ann, bob, say):
    spaces.slow_room(actor_id=ann.id, space_id=world.set_a.id, seconds=30)
    for _ in range(2):
        say(ann, space=world.set_a)
    say(bob, space=world.set_a)
    with pytest.raises(Slow):
        say(bob, space=world.set_a)


def test_an_edit_is_not_slowed_nor_another_room(world, slow, say, bob):
    slow(3_600)
    first = say(bob)
    commands.edit_message(actor_id=bob.id, message_id=first.id, text="Better", changed=first.changed)
    say(bob, space=world.set_a)
    say(bob, space=world.set_a)
    with pytest.raises(Slow):
        say(bob)


def test_the_slowest_room_outlasts_the_sweep_of_throttles(slow, say, bob):
    slow(max(SLOWNESSES))
    say(bob)
    with later(max(SLOWNESSES) - 1):
        keeping.let_go(kind=Kept.THROTTLES)
        with pytest.raises(Slow):
            say(bob)
    with later(timedelta(days=3).total_seconds()):
        keeping.let_go(kind=Kept.THROTTLES)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0, "control: it sweeps"


def test_off_again_nobody_waits(slow, say, bob):
    slow(3_600)
    say(bob)
    slow(0)
    say(bob)
    assert lines() == 2


def test_each_change_is_a_decision(slow, ann):
    for seconds in (30, 30, 0):
        slow(seconds)
    made = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [(each.verdict, each.actor_id, each.reason) for each in made] == [
        (Verdict.SLOW_ROOM, ann.id, "Each person says one thing in 30 seconds."),
        (Verdict.SLOW_ROOM, ann.id, "Slow mode is off."),
    ]


def test_only_moderators_set_it_and_only_to_what_there_is(world, slow, ann, bob, mallory):
    about = {"space_id": world.cohort.id, "seconds": 30}
    for person in (bob, world.staff):
        with pytest.raises(Forbidden):
            spaces.slow_room(actor_id=person.id, **about)
    with pytest.raises(NotFound):
        spaces.slow_room(actor_id=mallory.id, **about)
    for seconds in (-1, 1, 31, 86_400):
        with pytest.raises(Invalid):
            slow(seconds)
    assert slow(30).slow_room == 30, "control: Ann may"
