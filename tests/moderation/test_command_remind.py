"""What waits for a day, and for two, is brought to mind: once each, in one letter, and past deciders who are gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts.tasks.wording import word
from cop.models import Appointment, Deciders, Letter, LetterKind, Review
from cop.moderation import commands, tasks
from tests.conftest import NOON
from tests.moderation import things
from tests.people import newcomer


def letters():
    query = sa.select(Letter).where(Letter.kind == LetterKind.WAITING).order_by(Letter.id)
    return list(db.session.scalars(query))


def after(hours):
    return clock.at(NOON + timedelta(hours=hours))


def test_nobody_is_reminded_before_a_day_and_then_once(held, ann, carol):
    with after(23.9):
        tasks.remind_deciders.body()
    assert letters() == []
    for _ in range(2):
        with after(24):
            tasks.remind_deciders.body()
    assert sorted(letter.person_id for letter in letters()) == sorted([ann.id, carol.id])


def test_and_once_more_after_two(held, ann):
    for hours, number in ((24, 1), (47, 1), (48, 2), (72, 2)):
        with after(hours):
            tasks.remind_deciders.body()
        assert len(letters()) == number, hours


def test_one_letter_speaks_of_all_that_waits(world, ann, bob, held):
    said = things.message(bob, world.cohort)
    things.reported(newcomer("dan", world.cohort), said)
    with after(24):
        tasks.remind_deciders.body()
        (letter,) = letters()
        text = word(letter).get_content()
        assert "2 items have been waiting for a moderator, the oldest for 24 hours" in text
        assert "Costing" not in text, "no word of what it is about (C15)"


def test_what_was_decided_before_it_is_sent_is_in_no_letter(ann, held):
    with after(24):
        tasks.remind_deciders.body()
        commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
        assert word(letters()[0]) is None


def test_what_is_reopened_waits_anew(world, ann, bob):
    said = things.message(bob, world.cohort)
    review_id = things.reported(newcomer("dan", world.cohort), said)
    commands.dismiss(actor_id=ann.id, review_id=review_id)
    with after(30):
        things.reported(newcomer("eve", world.cohort), said)
        tasks.remind_deciders.body()
        assert letters() == []
    with after(54):
        tasks.remind_deciders.body()
        assert len(letters()) == 1


@pytest.fixture
def escalated(world, bob, steward):
    return things.reported(bob, things.message(world.ann, world.cohort))


def test_where_no_steward_is_left_it_goes_on_to_staff(world, bob, steward, escalated):
    assert things.decisions() == []
    _end_appointments(steward.id)
    with after(24):
        tasks.remind_deciders.body()

    review = db.session.get_one(Review, escalated, populate_existing=True)
    assert review.falls_to is Deciders.STAFF
    assert [letter.person_id for letter in letters()] == [world.staff.id]


@db.command
def _end_appointments(person_id):
    for each in db.session.scalars(sa.select(Appointment).where(Appointment.person_id == person_id)):
        each.end()
