"""The handover: conditions are ticked, and once all are met the staff's roles end on a day."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.errors import Conflict, Doubtful, Forbidden, Invalid, NotFound
from cop.models import Appointment, AppointmentRole, Condition, HandoverCheck, Letter, LetterKind
from cop.spaces import commands
from cop.spaces.commands.handover import NOTED, missing, stewards_followed
from tests import people
from tests.conftest import NOON

DAY = NOON + timedelta(days=100)


@pytest.fixture
def steward(world):
    return people.a_steward()


def check(person, condition, note="Invented Trust"):
    return commands.check(actor_id=person.id, condition=condition, note=note)


def appointment_of(person) -> Appointment:
    db.session.expire_all()
    return db.session.query(Appointment).filter_by(person_id=person.id).one()


def follow(world, *names: str) -> None:
    """For each name a steward, for whom somebody else says that they go on."""
    for name in names:
        first, second = people.newcomer(name), people.newcomer(f"{name}-next", world.network)
        people.appoint(first, AppointmentRole.STEWARD)
        asked = commands.nominate(
            actor_id=world.staff.id,
            nominee_id=second.id,
            until=DAY,
            appointment_id=appointment_of(first).id,
        )
        commands.accept_succession(actor_id=second.id, succession_id=asked.id)


def tick_all(person):
    for condition in Condition:
        if condition is not Condition.STEWARDS:
            check(person, condition)


def hand_over(person, until=DAY):
    return commands.hand_over(actor_id=person.id, until=until)


def test_a15_a_condition_is_met_once_somebody_says_so(steward):
    check(steward, Condition.HOSTING, "Invented Trust, until June")
    kept = HandoverCheck.all()[Condition.HOSTING]
    assert (kept.note, kept.person_id) == ("Invented Trust, until June", steward.id)
    assert Condition.HOSTING not in missing()

    for _ in range(2):
        commands.uncheck(actor_id=steward.id, condition=Condition.HOSTING)
    assert Condition.HOSTING in missing()


def test_who_ticked_it_last_stands_beside_it_if_they_said_something_else(world, steward):
    check(steward, Condition.CONTROLLER)
    check(world.staff, Condition.CONTROLLER)
    assert HandoverCheck.all()[Condition.CONTROLLER].person_id == steward.id
    check(world.staff, Condition.CONTROLLER, "Another Trust")
    assert HandoverCheck.all()[Condition.CONTROLLER].person_id == world.staff.id


@pytest.mark.parametrize("condition", NOTED)
def test_some_say_nothing_without_a_note(steward, condition):
    with pytest.raises(Invalid) as refused:
        check(steward, condition, " ")
    assert refused.value.field == "note"
    with pytest.raises(Doubtful):
        check(steward, condition, "DOB 01/02/1950")
    assert check(steward, Condition.DOMAIN, ""), "control: others do"


def test_others_tick_nothing(world, ann, mallory):
    for other in (ann, mallory):
        with pytest.raises(NotFound):
            check(other, Condition.DOMAIN)
        with pytest.raises(NotFound):
            commands.uncheck(actor_id=other.id, condition=Condition.DOMAIN)
        with pytest.raises(NotFound):
            hand_over(other)


def test_stewards_are_counted_with_those_who_go_on_after_them(world):
    assert stewards_followed() == 0
    follow(world, "one", "two")
    assert stewards_followed() == 2
    assert Condition.STEWARDS in missing()
    follow(world, "three")
    assert Condition.STEWARDS not in missing()


@pytest.mark.parametrize("condition", [Condition.CONTROLLER, Condition.DECIDED])
def test_nothing_is_handed_over_while_one_is_missing(world, condition):
    follow(world, "one", "two", "three")
    tick_all(world.staff)
    commands.uncheck(actor_id=world.staff.id, condition=condition)
    with pytest.raises(Conflict):
        hand_over(world.staff)
    assert appointment_of(world.staff).ended_at is None


def test_the_staff_go_on_the_day_and_the_network_stays(world, steward):
    follow(world, "one", "two", "three")
    tick_all(steward)
    with pytest.raises(Forbidden):
        hand_over(steward)
    assert hand_over(world.staff) == 1
    assert hand_over(world.staff) == 1

    assert appointment_of(world.staff).ended_at == DAY
    told = db.session.query(Letter).filter_by(kind=LetterKind.DECISION, person_id=world.staff.id)
    assert told.count() == 1
    with clock.at(DAY):
        assert not policy.load_actor(world.staff.id).runs_network
        assert policy.load_actor(steward.id).runs_network


@pytest.mark.parametrize("until", [None, NOON, NOON - timedelta(days=1)])
def test_a_day_is_needed(world, until):
    with pytest.raises(Invalid):
        hand_over(world.staff, until)
