"""Appointments: who is staff reads every cohort, from that moment and until it ends."""

import pytest

from cop import db, policy
from cop.errors import Forbidden, NotFound
from cop.models import AppointmentRole, Person, Space
from cop.spaces import commands


def rosters(*spaces) -> list[int]:
    return [db.get(Space, space.id).roster for space in spaces]


def reads(person, space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


def test_staff_read_cohorts_and_no_set_and_every_cohorts_roster_turns(world):
    before = rosters(world.cohort, world.other, world.set_a)
    assert not reads(world.bob, world.other)

    appointment = commands.appoint(
        actor_id=world.staff.id, person_id=world.bob.id, role=AppointmentRole.STAFF
    )

    assert reads(world.bob, world.other)
    after = rosters(world.cohort, world.other, world.set_a)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 0]

    for _ in range(2):
        commands.end_appointment(actor_id=world.staff.id, appointment_id=appointment.id)

    assert not reads(world.bob, world.other)
    assert rosters(world.cohort) == [after[0] + 1]


def test_twice_is_once(world):
    first = commands.appoint(actor_id=None, person_id=world.bob.id, role=AppointmentRole.STEWARD)
    second = commands.appoint(actor_id=None, person_id=world.bob.id, role=AppointmentRole.STEWARD)

    assert first.id == second.id


def test_another_role_turns_no_roster(world):
    before = rosters(world.cohort)
    commands.appoint(actor_id=None, person_id=world.bob.id, role=AppointmentRole.SPONSOR)

    assert rosters(world.cohort) == before


def test_nobody_raises_themselves_and_others_appoint_nobody(world):
    for actor in (world.ann, world.mallory):
        with pytest.raises(Forbidden):
            commands.appoint(actor_id=actor.id, person_id=actor.id, role=AppointmentRole.STAFF)
        with pytest.raises(Forbidden):
            commands.appoint(actor_id=actor.id, person_id=world.bob.id, role=AppointmentRole.STAFF)
    with pytest.raises(Forbidden):
        commands.appoint(actor_id=world.staff.id, person_id=world.staff.id, role=AppointmentRole.STEWARD)


def test_who_is_deactivated_is_not_appointed(world):
    @db.command
    def deactivate():
        person = db.lock(Person, world.bob.id)
        person.deactivated_at = person.created_at

    deactivate()
    with pytest.raises(NotFound):
        commands.appoint(actor_id=None, person_id=world.bob.id, role=AppointmentRole.STAFF)
