"""Roles for a time: until when, told before, and over by themselves; roles outside of any space."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Ground,
    Letter,
    LetterKind,
    MeasureKind,
    Membership,
    Organisation,
    Role,
    RoleName,
    Space,
    Verdict,
)
from cop.spaces import commands, tasks
from cop.spaces.commands import Wanted
from tests import people
from tests.conftest import NOON

YEAR = NOON + timedelta(days=365)


@pytest.fixture
def dan(world):
    """Moderates the cohort beside Ann."""
    return people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)


@pytest.fixture
def steward(world):
    return people.a_steward()


def role_of(person, space, name=RoleName.MODERATOR) -> Role:
    db.session.expire_all()
    (role,) = [each for each in Membership.of(person.id, space.id).terms if each.name is name]
    return role


def appointment_of(person) -> Appointment:
    db.session.expire_all()
    return db.session.query(Appointment).filter_by(person_id=person.id).one()


def moderates(person, space) -> bool:
    return policy.moderates(policy.load_actor(person.id), db.get(Space, space.id))


def letters(kind=LetterKind.TERM) -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def set_term(actor, role, until):
    return commands.set_term(actor_id=actor.id, role_id=role.id, until=until)


def test_a_role_ends_by_its_date_and_the_membership_goes_on(world, ann, dan):
    set_term(ann, role_of(dan, world.cohort), YEAR)

    with clock.at(YEAR - timedelta(seconds=1)):
        assert moderates(dan, world.cohort)
    with clock.at(YEAR):
        assert not moderates(dan, world.cohort)
        assert policy.can_read_space(policy.load_actor(ann.id), db.get(Space, world.cohort.id))
    (logged,) = db.session.scalars(sa.select(Decision).where(Decision.verdict == Verdict.SET_TERM))
    assert (logged.person_id, logged.reason) == (dan.id, "moderator, until 2 March 2027")
    assert letters(LetterKind.DECISION)[-1].person_id == dan.id


def test_a_term_can_be_taken_away_again_and_a_repeat_changes_nothing(world, ann, dan):
    role = role_of(dan, world.cohort)
    for until in (YEAR, YEAR, None, None):
        set_term(ann, role, until)
    assert role_of(dan, world.cohort).ended_at is None
    assert db.session.query(Decision).filter_by(verdict=Verdict.SET_TERM).count() == 2


@pytest.mark.parametrize("days", [-1, 0, 5 * 366 + 1])
def test_a_day_that_is_none_is_refused(world, ann, dan, days):
    with pytest.raises(Invalid) as refused:
        set_term(ann, role_of(dan, world.cohort), NOON + timedelta(days=days))
    assert refused.value.field == "until"


def test_nobody_says_it_of_themselves_or_where_they_look_after_nobody(world, ann, dan, bob, mallory):
    role = role_of(dan, world.cohort)
    with pytest.raises(Forbidden):
        set_term(dan, role, YEAR)
    for other in (bob, mallory):
        with pytest.raises(NotFound):
            set_term(other, role, YEAR)
    with pytest.raises(NotFound):
        commands.set_term(actor_id=ann.id, role_id=999_999_999_999, until=YEAR)
    assert set_term(world.staff, role, YEAR).ended_at == YEAR, "control: staff read cohorts and manage them"


def test_staff_say_nothing_of_a_set_that_they_do_not_read(world, ann):
    people.newcomer_as(RoleName.FACILITATOR, "eve", world.set_a)
    role = db.session.query(Role).filter_by(name=RoleName.FACILITATOR).order_by(Role.id.desc()).first()
    with pytest.raises(NotFound):
        set_term(world.staff, role, YEAR)


def test_what_is_over_has_no_term(world, ann, dan):
    role = role_of(dan, world.cohort)
    set_term(ann, role, NOON + timedelta(days=1))
    with clock.at(NOON + timedelta(days=2)), pytest.raises(Conflict):
        set_term(ann, role, YEAR)


def test_its_holder_is_told_ninety_and_thirty_days_before_and_when_it_is_over(world, ann, dan):
    set_term(ann, role_of(dan, world.cohort), YEAR)
    roster = db.get(Space, world.cohort.id).roster
    told = []
    for left in (91, 90, 89, 31, 30, 29, 1, 0, -5):
        with clock.at(YEAR - timedelta(days=left)):
            tasks.announce_terms.run()
        told.append(len(letters()))
    assert told == [0, 1, 1, 1, 2, 2, 2, 3, 3]
    assert {each.person_id for each in letters()} == {dan.id}
    db.session.expire_all()
    assert db.get(Space, world.cohort.id).roster == roster + 1, "open pages are told once it is over"


def test_whoever_sets_a_short_term_has_told_it(world, ann, dan):
    role = role_of(dan, world.cohort)
    for days in (10, 20):
        set_term(ann, role, NOON + timedelta(days=days))
        tasks.announce_terms.run()
    assert letters() == []
    assert len(letters(LetterKind.DECISION)) == 2
    with clock.at(NOON + timedelta(days=20)):
        tasks.announce_terms.run()
    assert len(letters()) == 1


def test_another_term_is_announced_anew(world, ann, dan):
    role = role_of(dan, world.cohort)
    for year in (1, 2):
        end = NOON + timedelta(days=365 * year)
        set_term(ann, role, end)
        with clock.at(end - timedelta(days=60)):
            tasks.announce_terms.run()
        assert len(letters()) == year


def test_who_looked_after_a_space_stays_its_member(world, ann, dan):
    set_term(ann, role_of(dan, world.cohort), YEAR)
    with clock.at(YEAR):
        tasks.announce_terms.run()
        assert policy.load_actor(dan.id).roles_in(world.cohort.id) == {RoleName.MEMBER}


def test_who_looked_on_for_a_time_is_gone_after_it(world, ann):
    eve = people.newcomer_as(RoleName.OBSERVER, "eve", world.cohort)
    set_term(ann, role_of(eve, world.cohort, RoleName.OBSERVER), YEAR)
    with clock.at(YEAR):
        assert not policy.can_read_space(policy.load_actor(eve.id), db.get(Space, world.cohort.id))
        tasks.announce_terms.run()
        db.session.expire_all()
        assert Membership.of(eve.id, world.cohort.id) is None


def test_to_be_a_member_has_no_term(world, ann, bob):
    with pytest.raises(NotFound):
        set_term(ann, role_of(bob, world.cohort, RoleName.MEMBER), YEAR)


def test_what_was_ended_by_somebody_is_announced_to_nobody(world, ann, dan):
    commands.set_member_roles(
        actor_id=ann.id, space_id=world.cohort.id, person_id=dan.id, roles=[RoleName.MEMBER]
    )
    tasks.announce_terms.run()
    assert letters() == []


def appoint(actor, person, role=AppointmentRole.EVALUATOR, until=YEAR, **sides):
    return commands.appoint_person(actor_id=actor.id, person_id=person.id, role=role, until=until, **sides)


def test_a_steward_appoints_for_a_time(world, steward, bob):
    appoint(steward, bob, until=YEAR)
    held = appointment_of(bob)
    assert (held.role, held.ended_at) == (AppointmentRole.EVALUATOR, YEAR)
    (logged,) = db.session.scalars(sa.select(Decision).where(Decision.verdict == Verdict.APPOINT))
    assert (logged.actor_id, logged.person_id) == (steward.id, bob.id)
    assert letters(LetterKind.DECISION)[-1].person_id == bob.id
    with clock.at(YEAR):
        assert not policy.load_actor(bob.id).appointments


def test_the_same_again_is_the_first_one(world, steward, bob):
    assert appoint(steward, bob).id == appoint(steward, bob).id
    assert db.session.query(Appointment).filter_by(person_id=bob.id).count() == 1


def measure(world, person, kind, until=None):
    wanted = Wanted(kind, until, Ground.OTHER, "It was too much.")
    return commands.take_measure(actor_id=world.staff.id, person_id=person.id, wanted=wanted)


def test_nobody_gives_back_what_a_removal_everywhere_has_taken(world, steward, bob):
    another = people.a_steward("another")
    measure(world, another, MeasureKind.REMOVED)
    appoint(steward, another, AppointmentRole.STEWARD)
    with pytest.raises(Conflict):
        appoint(steward, another, AppointmentRole.GUEST)
    assert not policy.load_actor(another.id).appointments
    assert db.session.query(Appointment).filter_by(person_id=another.id).count() == 1


def test_who_is_suspended_has_the_role_that_they_have(world, steward):
    another = people.a_steward("another")
    measure(world, another, MeasureKind.SUSPENDED, NOON + timedelta(days=7))
    assert appoint(world.staff, another, AppointmentRole.STEWARD).id == appointment_of(another).id
    assert not policy.load_actor(another.id).appointments


def test_who_may_appoint_whom(world, steward, ann, bob, mallory):
    for other in (ann, mallory):
        with pytest.raises(Forbidden):
            appoint(other, bob)
    for role in AppointmentRole:
        if role is not AppointmentRole.SPONSOR:
            with pytest.raises(Forbidden):
                appoint(steward, steward, role)
    with pytest.raises(Forbidden):
        appoint(steward, bob, AppointmentRole.STAFF)
    assert appoint(world.staff, bob, AppointmentRole.STAFF)


def test_a_sponsor_is_one_of_an_organisation_and_may_be_one_of_two(world, steward, bob):
    trust = db.session.scalars(sa.select(Organisation.id)).one()
    for role, organisation_id in ((AppointmentRole.SPONSOR, None), (AppointmentRole.GUEST, trust)):
        with pytest.raises(Invalid) as refused:
            appoint(steward, bob, role, organisation_id=organisation_id)
        assert refused.value.field == "organisation"
    appoint(steward, bob, AppointmentRole.SPONSOR, organisation_id=trust)
    appoint(steward, bob, AppointmentRole.SPONSOR, organisation_id=put_organisation().id)
    assert db.session.query(Appointment).filter_by(person_id=bob.id).count() == 2


@db.command
def put_organisation() -> Organisation:
    organisation = Organisation(code="T02", name="Another Trust")
    db.session.add(organisation)
    return organisation


def end(actor, appointment):
    return commands.end_appointment(actor_id=actor.id, appointment_id=appointment.id)


def test_an_appointment_is_ended_or_given_back(world, steward, bob, mallory):
    held = appoint(steward, bob)
    with pytest.raises(NotFound):
        end(mallory, held)
    end(steward, held)
    assert not policy.load_actor(bob.id).appointments
    again = appoint(steward, bob)
    end(bob, again)
    end(bob, again)
    assert not policy.load_actor(bob.id).appointments
    assert db.session.query(Decision).filter_by(verdict=Verdict.END_APPOINTMENT).count() == 2


def test_a_steward_ends_no_staff(world, steward):
    with pytest.raises(NotFound):
        end(steward, appointment_of(world.staff))


def test_the_last_one_who_runs_the_network_stays(world, steward):
    end(world.staff, appointment_of(world.staff))
    with pytest.raises(Conflict):
        end(steward, appointment_of(steward))
    assert policy.load_actor(steward.id).runs_network
