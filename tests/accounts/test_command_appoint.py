"""Appointments: who is staff reads every cohort, from that moment and until it ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.accounts import commands
from cop.errors import Invalid, NotFound
from cop.models import Appointment, AppointmentRole, Person, Space
from tests.accounts.letterbox import close_account
from tests.conftest import NOON
from tests.people import World


def rosters(*spaces: Space) -> list[int]:
    return [db.get(Space, space.id).roster for space in spaces]


def reads(person: Person, space: Space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def test_staff_read_cohorts_and_no_set_and_every_cohorts_roster_turns(world: World) -> None:
    before = rosters(world.cohort, world.other, world.set_a)
    assert not reads(world.bob, world.other)

    commands.appoint(email="Bob@example.org", role=AppointmentRole.STAFF)
    assert reads(world.bob, world.other)
    assert not reads(world.staff, world.set_a)
    after = rosters(world.cohort, world.other, world.set_a)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 0]

    commands.end_appointment(email="bob@example.org", role=AppointmentRole.STAFF)
    assert not reads(world.bob, world.other)
    assert rosters(world.cohort) == [after[0] + 1]
    with pytest.raises(NotFound, match="is not staff"):
        commands.end_appointment(email="bob@example.org", role=AppointmentRole.STAFF)


def test_twice_is_once(world: World) -> None:
    for _ in range(2):
        commands.appoint(email=world.bob.email, role=AppointmentRole.STEWARD)
    held = sa.select(sa.func.count()).where(Appointment.person_id == world.bob.id)
    assert db.session.scalar(held) == 1


def test_what_is_to_come_begins_at_once(world: World) -> None:
    put_to_come(world.bob)
    assert not policy.load_actor(world.bob.id).runs_network
    commands.appoint(email=world.bob.email, role=AppointmentRole.STEWARD)
    assert policy.load_actor(world.bob.id).runs_network
    assert db.session.query(Appointment).filter_by(person_id=world.bob.id).count() == 1


def test_what_is_to_come_is_ended_as_well(world: World) -> None:
    put_to_come(world.bob)
    commands.end_appointment(email=world.bob.email, role=AppointmentRole.STEWARD)
    with clock.at(NOON + timedelta(days=30)):
        assert not policy.load_actor(world.bob.id).runs_network


@db.command
def put_to_come(person: Person) -> None:
    Appointment.begin(person.id, AppointmentRole.STEWARD, since=NOON + timedelta(days=20))


@pytest.mark.parametrize("role", [AppointmentRole.EVALUATOR, AppointmentRole.GUEST])
def test_whoever_is_from_outside_needs_an_end(world: World, role: AppointmentRole) -> None:
    with pytest.raises(Invalid, match="Choose the last day"):
        commands.appoint(email=world.bob.email, role=role)
    with pytest.raises(Invalid, match="Choose the last day"):
        commands.invite_as_operator(email="eva@institute.example", appointment=role)
    until = NOON + timedelta(days=30)
    commands.appoint(email=world.bob.email, role=role, until=until)
    assert db.session.query(Appointment).filter_by(person_id=world.bob.id).one().ended_at == until
    assert commands.invite_as_operator(email="eva@institute.example", appointment=role, until=until)


def test_another_role_turns_no_roster(world: World) -> None:
    before = rosters(world.cohort)
    commands.appoint(email=world.bob.email, role=AppointmentRole.SPONSOR)
    assert rosters(world.cohort) == before


def test_who_has_no_account_or_a_closed_one_is_not_appointed(world: World) -> None:
    close_account(world.bob)
    for email in (world.bob.email, "nobody@example.org"):
        with pytest.raises(NotFound, match="Nobody has an account"):
            commands.appoint(email=email, role=AppointmentRole.STAFF)
    commands.appoint(email=world.ann.email, role=AppointmentRole.STAFF)
