"""Who is told: exactly those who may read at that moment, without a query for each message (F17, S8)."""

from datetime import timedelta

from cop import clock, db, policy
from cop.models import Appointment, AppointmentRole, Membership, Person, Space
from cop.policy.audiences import FRESH
from tests import people
from tests.chat.conftest import evict
from tests.people import World


@db.command
def until(person: Person, space: Space, **dates: object) -> None:
    """Set dates of a membership; of those no change of the roster tells when they come."""
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    for name, moment in dates.items():
        setattr(membership, name, moment)


def now(space: Space) -> Space:
    db.session.expunge_all()
    return db.get(Space, space.id)


def readers(space: Space) -> frozenset[int]:
    return policy.known_readers(space.id, kind=space.kind, roster=space.roster)


def test_members_and_staff_of_a_cohort_read_it_and_nobody_else(world: World, ann: Person, bob: Person):
    assert readers(now(world.cohort)) == {ann.id, bob.id, world.staff.id}
    assert readers(now(world.set_a)) == {ann.id, bob.id}


def test_the_same_roster_asks_nothing(world: World, count_queries):
    space = now(world.cohort)
    before = readers(space)
    with count_queries() as sent:
        assert readers(space) is before

    assert sent == []


def test_joining_and_leaving_tell_at_once(world: World, ann: Person, bob: Person):
    before = readers(now(world.set_a))
    evict(bob, world.set_a)
    assert readers(now(world.set_a)) == before - {bob.id} == {ann.id}

    carol = people.newcomer("carol")
    begin(carol, world.set_a)
    assert readers(now(world.set_a)) == {ann.id, carol.id}


@db.command
def begin(person: Person, space: Space) -> None:
    Membership.begin(person.id, db.lock(Space, space.id), people.RoleName.MEMBER)


def test_a_date_that_passes_tells_to_the_moment(world: World, ann: Person, bob: Person):
    moment = clock.now() + timedelta(seconds=1)
    until(bob, world.set_a, ended_at=moment)
    assert readers(now(world.set_a)) == {ann.id, bob.id}

    with clock.at(moment - timedelta(milliseconds=1)):
        assert readers(now(world.set_a)) == {ann.id, bob.id}
    with clock.at(moment):
        assert readers(now(world.set_a)) == {ann.id}


def test_the_end_of_a_suspension_tells_to_the_moment(world: World, ann: Person, bob: Person):
    moment = clock.now() + timedelta(seconds=1)
    until(bob, world.set_a, suspended_until=moment)
    assert readers(now(world.set_a)) == {ann.id}

    with clock.at(moment):
        assert readers(now(world.set_a)) == {ann.id, bob.id}


def test_what_turns_no_roster_tells_within_two_seconds(world: World):
    assert world.staff.id in readers(now(world.cohort))
    dismiss(world.staff)

    with clock.at(clock.now() + FRESH):
        assert world.staff.id not in readers(now(world.cohort))


@db.command
def dismiss(person: Person) -> None:
    appointment = db.session.query(Appointment).filter_by(person_id=person.id).one()
    assert appointment.role is AppointmentRole.STAFF
    appointment.end()


def test_a_clock_that_goes_back_asks_anew(world: World, count_queries):
    space = now(world.cohort)
    readers(space)
    with clock.at(clock.now() - timedelta(hours=1)), count_queries() as sent:
        readers(space)

    assert sent
