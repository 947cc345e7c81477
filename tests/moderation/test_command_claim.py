"""A claim keeps others off for a quarter of an hour; a version keeps anybody from deciding what they have not read."""

from datetime import timedelta

import pytest

from cop import clock
from cop.errors import Conflict, NotFound
from cop.models import ReviewKind, State
from cop.moderation import commands
from tests.conftest import NOON
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def review(held):
    return things.review_of(held)


def test_who_looks_at_it_keeps_others_off(ann, carol, review):
    commands.claim(actor_id=ann.id, review_id=review.id)
    for attempt in (commands.claim, commands.release):
        with pytest.raises(Conflict, match="Ann is looking at this"):
            attempt(actor_id=carol.id, review_id=review.id)
    assert commands.release(actor_id=ann.id, review_id=review.id), "control"


def test_it_lapses_by_itself(ann, carol, review):
    commands.claim(actor_id=ann.id, review_id=review.id)
    with clock.at(NOON + timedelta(minutes=14, seconds=59)), pytest.raises(Conflict):
        commands.release(actor_id=carol.id, review_id=review.id)
    with clock.at(NOON + timedelta(minutes=15)):
        assert commands.release(actor_id=carol.id, review_id=review.id)


def test_it_can_be_left_to_others(ann, carol, review):
    commands.claim(actor_id=ann.id, review_id=review.id)
    commands.let_go(actor_id=carol.id, review_id=review.id)
    with pytest.raises(Conflict):
        commands.release(actor_id=carol.id, review_id=review.id)
    commands.let_go(actor_id=ann.id, review_id=review.id)
    assert commands.release(actor_id=carol.id, review_id=review.id)


def test_only_who_may_decide_looks_at_it(ann, bob, elsewhere, review):
    for stranger in (bob, elsewhere):
        with pytest.raises(NotFound):
            commands.claim(actor_id=stranger.id, review_id=review.id)
    commands.release(actor_id=ann.id, review_id=review.id)
    with pytest.raises(Conflict, match="decided meanwhile"):
        commands.claim(actor_id=ann.id, review_id=review.id)


def test_nobody_decides_about_more_than_they_have_read(world, ann, bob):
    said = things.message(bob, world.cohort)
    things.reported(newcomer("dan", world.cohort), said)
    seen = things.review_of(said).version
    things.reported(newcomer("eve", world.cohort), said, reason="And this")
    with pytest.raises(Conflict, match="Something was added to this"):
        commands.dismiss(actor_id=ann.id, review_id=things.review_of(said).id, seen=seen)
    now = things.review_of(said)
    assert commands.dismiss(actor_id=ann.id, review_id=now.id, seen=now.version)


def test_a_page_from_before_it_was_reported_again_decides_nothing(world, ann, bob, carol):
    said = things.message(bob, world.cohort)
    review_id = things.reported(newcomer("dan", world.cohort), said)
    old = things.review_of(said).version
    commands.dismiss(actor_id=carol.id, review_id=review_id)
    assert things.reported(newcomer("eve", world.cohort), said) == review_id
    with pytest.raises(Conflict):
        commands.dismiss(actor_id=ann.id, review_id=review_id, seen=old)
    assert things.review_of(said).decided_at is None


def test_reports_hide_by_number_and_kind_and_nothing_else(world, ann, bob):
    people = [newcomer(name, world.cohort) for name in ("dan", "eve", "fay")]
    said = things.message(bob, world.cohort)
    for person, state in zip(people, (State.RELEASED, State.RELEASED, State.HIDDEN), strict=True):
        things.reported(person, said)
        assert things.again(said).state is state
    at_once = things.message(bob, world.cohort, "Another")
    things.reported(people[0], at_once, category="patient")
    assert things.again(at_once).state is State.HIDDEN
    (hidden, _) = [each for each in things.decisions() if each.verdict.value == "hide_reported"]
    assert (hidden.actor_id, hidden.person_id) == (None, bob.id), "nobody is named"


def test_put_back_it_can_be_read_and_reports_from_before_count_no_more(world, ann, bob):
    people = [newcomer(name, world.cohort) for name in ("dan", "eve", "fay", "gus")]
    said = things.message(bob, world.cohort)
    for person in people[:3]:
        review_id = things.reported(person, said)
    commands.dismiss(actor_id=ann.id, review_id=review_id)
    assert things.again(said).state is State.RELEASED
    with clock.at(NOON + timedelta(hours=1)):
        things.reported(people[3], said)
    assert things.again(said).state is State.RELEASED
    assert things.review_of(said).kind is ReviewKind.REPORT
