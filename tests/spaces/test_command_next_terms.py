"""Whoever takes a role over has an end of their own: as long after the handover as the term was, or as is usual."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.accounts.tasks.wording import word
from cop.errors import Conflict
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Letter,
    LetterKind,
    Membership,
    RoleName,
    Verdict,
)
from cop.models.people import Person
from cop.spaces import commands, tasks
from tests import people
from tests.conftest import NOON

DAY = clock.days_after(NOON, 59)
"""When the handover is: 1 May 2026 is the last day on which both have it."""
YEAR = clock.days_after(NOON, 364)


@pytest.fixture
def steward(world):
    return people.a_steward()


def hand_on(actor, nominee, **office):
    made = commands.nominate(actor_id=actor.id, nominee_id=nominee.id, until=DAY, **office)
    letter = db.session.query(Letter).filter_by(kind=LetterKind.SUCCESSION).order_by(Letter.id.desc()).first()
    said = word(letter).get_content()
    commands.accept_succession(actor_id=nominee.id, succession_id=made.id)
    db.session.expire_all()
    return said


def appointment_of(person: Person) -> Appointment:
    return db.session.query(Appointment).filter_by(person_id=person.id).one()


def moderating(person, space):
    (role,) = (each for each in Membership.of(person.id, space.id).terms if each.name is RoleName.MODERATOR)
    return role


def last_day(office) -> str | None:
    return office.last_day and office.last_day.date().isoformat()


def test_a_steward_for_a_year_is_followed_by_one_for_a_year(world, steward, bob):
    mine = appointment_of(steward)
    commands.set_term(actor_id=world.staff.id, appointment_id=mine.id, until=YEAR)
    said = hand_on(steward, bob, appointment_id=mine.id)

    assert last_day(appointment_of(steward)) == "2026-04-30"
    assert last_day(appointment_of(bob)) == "2027-04-29", "364 days after the last of both"
    assert "alone after that, until 29 April 2027" in said
    (logged,) = db.session.query(Decision).filter_by(verdict=Verdict.HAND_OVER)
    assert logged.reason == "steward, together with Steward until 30 April 2026, alone until 29 April 2027"
    with clock.at(appointment_of(bob).ended_at):
        assert not policy.load_actor(bob.id).runs_network


def test_a_moderator_for_a_year_is_followed_by_one_for_a_year_who_stays_a_member(world, bob):
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    role = moderating(dan, world.cohort)
    commands.set_term(actor_id=world.ann.id, role_id=role.id, until=YEAR)
    hand_on(world.ann, bob, role_id=role.id)

    given = moderating(bob, world.cohort)
    assert last_day(given) == "2027-04-29"
    with clock.at(given.ended_at):
        assert policy.load_actor(bob.id).roles_in(world.cohort.id) == {RoleName.MEMBER}


def test_without_an_end_there_is_none_but_for_who_is_from_outside(world, steward, bob):
    said = hand_on(steward, bob, appointment_id=appointment_of(steward).id)
    assert appointment_of(bob).ended_at is None
    assert "alone after that.\n" in said

    eva, mallory = people.newcomer("eva"), world.mallory
    people.appoint(eva, AppointmentRole.EVALUATOR)
    forget_end(eva)
    hand_on(world.staff, mallory, appointment_id=appointment_of(eva).id)
    assert last_day(appointment_of(mallory)) == "2027-04-30", "as is usual, where an older one had none"


@db.command
def forget_end(person):
    """As those were that were given before an end was asked for."""
    appointment_of(person).ended_at = None


def test_what_was_held_for_very_long_is_handed_on_for_five_years(world, steward, bob):
    mine = appointment_of(steward)
    begin_long_ago(steward)
    commands.set_term(actor_id=world.staff.id, appointment_id=mine.id, until=YEAR)
    hand_on(steward, bob, appointment_id=mine.id)
    assert last_day(appointment_of(bob)) == "2031-05-04"


@db.command
def begin_long_ago(person):
    appointment_of(person).started_at = NOON - timedelta(days=4000)


def test_whoever_takes_over_is_told_of_their_end_too(world, steward, bob):
    mine = appointment_of(steward)
    commands.set_term(actor_id=world.staff.id, appointment_id=mine.id, until=YEAR)
    hand_on(steward, bob, appointment_id=mine.id)
    with clock.at(appointment_of(bob).ended_at - timedelta(days=90)):
        tasks.announce_terms.run()
    told = db.session.query(Letter).filter_by(kind=LetterKind.TERM, person_id=bob.id)
    assert told.count() == 1


def test_the_last_moderator_can_leave_once_somebody_stays_longer(world, ann, bob):
    role = moderating(ann, world.cohort)
    commands.set_term(actor_id=world.staff.id, role_id=role.id, until=YEAR)
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    commands.set_term(
        actor_id=world.staff.id, role_id=moderating(dan, world.cohort).id, until=NOON + timedelta(days=9)
    )
    leave = {"actor_id": ann.id, "space_id": world.cohort.id}
    with pytest.raises(Conflict):
        commands.leave(**leave)
    hand_on(ann, bob, role_id=role.id)
    commands.leave(**leave)
    assert policy.moderates(policy.load_actor(bob.id), world.cohort)
