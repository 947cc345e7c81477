"""Nobody from outside is here without an end, what begins later is there before it begins, and all are told in time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Invalid
from cop.models import Appointment, AppointmentRole, Condition, Decision, Letter, LetterKind, Verdict
from cop.models.appointment_roles import USUAL_DAYS, usual_end
from cop.spaces import commands, tasks
from cop.spaces.queries import offices
from tests import people
from tests.conftest import NOON

OUTSIDE = (AppointmentRole.EVALUATOR, AppointmentRole.GUEST)
SOON, YEAR = NOON + timedelta(days=20), NOON + timedelta(days=365)


@pytest.fixture
def steward(world):
    return people.a_steward()


def appoint(actor, person, role, **sides):
    return commands.appoint_person(actor_id=actor.id, person_id=person.id, role=role, **sides)


def set_term(actor, appointment, until):
    return commands.set_term(actor_id=actor.id, appointment_id=appointment.id, until=until)


def end(actor, appointment):
    return commands.end_appointment(actor_id=actor.id, appointment_id=appointment.id)


def held_by(person) -> Appointment:
    db.session.expire_all()
    return db.session.query(Appointment).filter_by(person_id=person.id).one()


def terms() -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter).where(Letter.kind == LetterKind.TERM)))


@pytest.mark.parametrize("role", OUTSIDE)
def test_whoever_is_from_outside_needs_an_end(world, steward, bob, role):
    with pytest.raises(Invalid) as refused:
        appoint(steward, bob, role)
    assert refused.value.field == "until"
    given = appoint(steward, bob, role, until=YEAR)
    with pytest.raises(Invalid) as refused:
        set_term(steward, given, None)
    assert refused.value.field == "until"
    assert held_by(bob).ended_at == YEAR
    ann = appoint(steward, world.ann, AppointmentRole.STEWARD)
    assert ann.ended_at is None, "control: a steward needs none"
    set_term(steward, ann, YEAR)
    assert set_term(steward, ann, None).ended_at is None


def test_the_usual_days_are_those_of_the_house():
    assert USUAL_DAYS == {AppointmentRole.EVALUATOR: 365, AppointmentRole.GUEST: 90}
    lasts = [clock.last_day(usual_end(role)).date() - clock.today() for role in USUAL_DAYS]
    assert [each.days for each in lasts] == [365, 90]
    assert usual_end(AppointmentRole.STEWARD) is None


def test_nothing_is_given_before_its_first_day(world, steward, bob):
    given = appoint(steward, bob, AppointmentRole.STEWARD, since=SOON, until=YEAR)
    assert not policy.load_actor(bob.id).runs_network
    assert given in offices.appointments(), "it is seen before"
    assert [each.id for each in offices.appointments_of(bob.id)] == [given.id]
    with clock.at(SOON):
        assert policy.load_actor(bob.id).runs_network
    with clock.at(YEAR):
        assert not policy.load_actor(bob.id).runs_network
    (logged,) = db.session.scalars(sa.select(Decision).where(Decision.verdict == Verdict.APPOINT))
    assert logged.reason == "steward, from 22 March 2026 until 2 March 2027"


def test_what_is_to_come_is_given_once_and_no_later(world, steward, bob):
    first = appoint(steward, bob, AppointmentRole.GUEST, since=SOON, until=YEAR)
    assert appoint(steward, bob, AppointmentRole.GUEST, until=YEAR).id == first.id
    assert not policy.load_actor(bob.id).appointments, "whoever is to be one keeps it as it is"


def test_what_is_to_come_can_be_changed_and_ended_but_not_handed_on(world, steward, bob, ann):
    given = appoint(steward, bob, AppointmentRole.STEWARD, since=SOON, until=YEAR)
    with pytest.raises(Invalid) as refused:
        set_term(steward, given, SOON - timedelta(days=1))
    assert refused.value.field == "until"
    set_term(steward, given, YEAR + timedelta(days=1))
    with pytest.raises(Conflict):
        commands.nominate(
            actor_id=steward.id,
            nominee_id=ann.id,
            until=SOON + timedelta(days=9),
            appointment_id=given.id,
        )
    end(steward, given)
    for moment in (NOON, SOON, YEAR):
        with clock.at(moment):
            assert not policy.load_actor(bob.id).appointments
    assert given not in offices.appointments()


@pytest.mark.parametrize(
    ("since", "until"), [(YEAR, SOON), (SOON, SOON), (NOON + timedelta(days=5 * 366 + 1), None)]
)
def test_a_first_day_that_is_none_is_refused(world, steward, bob, since, until):
    with pytest.raises(Invalid) as refused:
        appoint(steward, bob, AppointmentRole.STEWARD, since=since, until=until)
    assert refused.value.field == "since"


@pytest.mark.parametrize("role", OUTSIDE)
def test_the_holder_of_an_appointment_is_told_ninety_and_thirty_days_before_and_when_it_is_over(
    world, steward, bob, role
):
    appoint(steward, bob, role, until=YEAR)
    told = []
    for left in (100, 90, 89, 30, 29, 1, 0, -5):
        with clock.at(YEAR - timedelta(days=left)):
            tasks.announce_terms.run()
            said = word(terms()[-1]).get_content() if left == 30 else ""
            assert not said or f"You are {role.value} until 2 March 2027" in said
        told.append(len(terms()))
    assert told == [0, 1, 1, 2, 2, 2, 3, 3]
    assert {each.person_id for each in terms()} == {bob.id}
    with clock.at(YEAR):
        assert f"You are not {role.value} any more" in word(terms()[-1]).get_content()


def test_a_guest_for_the_usual_time_is_told_once_at_the_beginning(world, steward, bob):
    appoint(steward, bob, AppointmentRole.GUEST, until=usual_end(AppointmentRole.GUEST))
    for days, letters in ((0, 0), (1, 0), (60, 0), (61, 1)):
        with clock.at(NOON + timedelta(days=days)):
            tasks.announce_terms.run()
        assert len(terms()) == letters, days


def test_nobody_is_told_of_an_end_before_the_first_day(world, steward, bob):
    appoint(steward, bob, AppointmentRole.GUEST, since=SOON, until=SOON + timedelta(days=5))
    tasks.announce_terms.run()
    assert terms() == []
    with clock.at(SOON):
        tasks.announce_terms.run()
    assert len(terms()) == 1


def test_the_staff_who_are_to_come_go_with_the_staff_who_are_there(world, bob, monkeypatch):
    appoint(world.staff, bob, AppointmentRole.STAFF, since=SOON, until=YEAR)
    monkeypatch.setattr("cop.spaces.commands.handover.missing", list[Condition])
    day = NOON + timedelta(days=60)
    assert commands.hand_over(actor_id=world.staff.id, until=day) == 2
    with clock.at(day):
        assert not policy.load_actor(bob.id).is_staff
