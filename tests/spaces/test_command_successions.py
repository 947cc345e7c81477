"""Handing a role on: asked, accepted, held by both, and by one from the day on."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    Appointment,
    AppointmentRole,
    Decision,
    Letter,
    LetterKind,
    Membership,
    Person,
    Role,
    RoleName,
    Space,
    Succession,
    Verdict,
)
from cop.spaces import commands
from cop.spaces.queries import offices
from tests import people
from tests.conftest import NOON
from tests.moderation import things

DAY = NOON + timedelta(days=60)


@pytest.fixture
def role(world, ann):
    """Ann's, of a moderator of the cohort."""
    return next(each for each in Membership.of(ann.id, world.cohort.id).terms if each.name == "moderator")


@pytest.fixture
def steward(world):
    return people.a_steward()


def ask(actor, nominee, office, until=DAY) -> Succession:
    of = {"appointment_id": office.id} if isinstance(office, Appointment) else {"role_id": office.id}
    return commands.nominate(actor_id=actor.id, nominee_id=nominee.id, until=until, **of)


def accept(person, succession):
    return commands.accept_succession(actor_id=person.id, succession_id=succession.id)


def moderates(person, space) -> bool:
    return policy.moderates(policy.load_actor(person.id), db.get(Space, space.id))


def asked_of(person) -> list[Letter]:
    query = sa.select(Letter).where(Letter.kind == LetterKind.SUCCESSION, Letter.person_id == person.id)
    return list(db.session.scalars(query))


def test_nothing_changes_before_somebody_says_yes(world, ann, bob, role):
    ask(ann, bob, role)
    assert not moderates(bob, world.cohort)
    assert role.ended_at is None
    assert len(asked_of(bob)) == 1


def test_both_hold_it_and_then_one_does(world, ann, bob, role):
    succession = ask(ann, bob, role)
    accept(bob, succession)
    accept(bob, succession)

    assert moderates(bob, world.cohort)
    assert moderates(ann, world.cohort)
    with clock.at(DAY):
        assert moderates(bob, world.cohort)
        assert not moderates(ann, world.cohort)
        assert policy.can_read_space(policy.load_actor(ann.id), db.get(Space, world.cohort.id))
    (logged,) = db.session.scalars(sa.select(Decision).where(Decision.verdict == Verdict.HAND_OVER))
    assert (logged.actor_id, logged.person_id) == (ann.id, bob.id)
    assert logged.reason == "moderator, together with Ann until 1 May 2026"
    assert len(asked_of(ann)) == 1, "who asked is told"


def test_the_last_moderator_can_leave_once_somebody_goes_on(world, ann, bob, role):
    leave = {"actor_id": ann.id, "space_id": world.cohort.id}
    with pytest.raises(Conflict):
        commands.leave(**leave)
    accept(bob, ask(ann, bob, role))
    commands.leave(**leave)
    assert moderates(bob, world.cohort)


def test_it_is_handed_on_before_it_ends(ann, bob, role):
    shorten(role)
    with pytest.raises(Invalid) as refused:
        ask(ann, bob, role)
    assert refused.value.field == "until"
    accept(bob, ask(ann, bob, role, NOON + timedelta(days=3)))
    db.session.expire_all()
    assert db.get(Role, role.id).ended_at == NOON + timedelta(days=3)


def test_what_is_over_is_asked_of_nobody(world, ann, bob, role):
    people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    succession = ask(ann, bob, role)
    commands.leave(actor_id=ann.id, space_id=world.cohort.id)
    db.session.expire_all()
    assert offices.asked_of(bob.id) == []
    assert not db.get(Succession, succession.id).is_waiting()


def test_an_observer_takes_over_nothing(world, ann, role):
    eve = people.newcomer_as(RoleName.OBSERVER, "eve", world.cohort)
    with pytest.raises(Invalid):
        ask(ann, eve, role)


def test_whoever_asked_is_told_of_a_no(world, bob, role):
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    succession = ask(dan, bob, role)
    commands.refuse_succession(actor_id=bob.id, succession_id=succession.id)
    assert len(asked_of(dan)) == 1
    assert asked_of(world.ann) == []


@db.command
def shorten(role):
    db.lock(Role, role.id).last_until(NOON + timedelta(days=5))


def test_the_same_again_is_the_first_and_another_is_a_conflict(world, ann, bob, role):
    dan = people.newcomer("dan", world.cohort)
    assert ask(ann, bob, role).id == ask(ann, bob, role).id
    assert len(asked_of(bob)) == 1
    for nominee, until in ((dan, DAY), (bob, DAY + timedelta(days=1))):
        with pytest.raises(Conflict):
            ask(ann, nominee, role, until)


def test_who_can_be_asked(world, ann, bob, mallory, role):
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    for nobody in (ann, mallory, dan):
        with pytest.raises(Invalid) as refused:
            ask(ann, nobody, role)
        assert refused.value.field == "person"
    for until in (None, NOON, NOON - timedelta(days=1)):
        with pytest.raises(Invalid):
            ask(ann, bob, role, until)
    assert ask(ann, bob, role), "control: Bob is a member"


def test_who_can_ask(world, ann, bob, mallory, role):
    dan = people.newcomer("dan", world.cohort)
    for nobody in (bob, mallory):
        with pytest.raises(NotFound):
            ask(nobody, dan, role)
    mine = next(iter(Membership.of(bob.id, world.cohort.id).terms))
    with pytest.raises(NotFound):
        ask(ann, dan, mine)
    assert ask(world.staff, dan, role), "control: staff could make anybody a moderator"


def test_nobody_else_answers(world, ann, bob, mallory, role):
    succession = ask(ann, bob, role)
    for other in (ann, mallory, world.staff):
        for verb in (commands.accept_succession, commands.refuse_succession):
            with pytest.raises(NotFound):
                verb(actor_id=other.id, succession_id=succession.id)
    with pytest.raises(NotFound):
        commands.withdraw_succession(actor_id=mallory.id, succession_id=succession.id)
    with pytest.raises(NotFound):
        commands.accept_succession(actor_id=bob.id, succession_id=999_999_999_999)


def test_whoever_has_taken_over_goes_no_sooner_than_somebody_else_stays(world, ann, bob, role):
    accept(bob, ask(ann, bob, role))
    leave = {"actor_id": bob.id, "space_id": world.cohort.id}
    with pytest.raises(Conflict):
        commands.leave(**leave)
    people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    commands.leave(**leave)


@pytest.mark.parametrize(("verb", "who"), [("refuse_succession", "bob"), ("withdraw_succession", "ann")])
def test_no_is_no(world, request, ann, bob, role, verb, who):
    succession, about = ask(ann, bob, role), {"actor_id": request.getfixturevalue(who).id}
    say_no = getattr(commands, verb)
    say_no(**about, succession_id=succession.id)
    say_no(**about, succession_id=succession.id)
    with pytest.raises(Conflict):
        accept(bob, succession)
    assert not moderates(bob, world.cohort)
    assert ask(ann, bob, role).id != succession.id, "somebody can be asked again"


def test_what_was_accepted_is_neither_refused_nor_withdrawn(ann, bob, role):
    succession = ask(ann, bob, role)
    accept(bob, succession)
    for person, verb in ((bob, commands.refuse_succession), (ann, commands.withdraw_succession)):
        with pytest.raises(Conflict):
            verb(actor_id=person.id, succession_id=succession.id)


def test_it_can_not_be_accepted_on_the_day_or_later(world, ann, bob, role):
    succession = ask(ann, bob, role)
    with clock.at(DAY), pytest.raises(Conflict):
        accept(bob, succession)


def test_who_asked_must_still_be_able_to_give_it(world, ann, bob, role):
    dan = people.newcomer_as(RoleName.MODERATOR, "dan", world.cohort)
    succession = ask(dan, bob, role)
    commands.set_member_roles(
        actor_id=ann.id, space_id=world.cohort.id, person_id=dan.id, roles=[RoleName.MEMBER]
    )
    with pytest.raises(Conflict):
        accept(bob, succession)
    assert not moderates(bob, world.cohort)


def test_who_was_asked_must_still_belong(world, ann, bob, role):
    succession = ask(ann, bob, role)
    commands.leave(actor_id=bob.id, space_id=world.cohort.id)
    with pytest.raises(Conflict):
        accept(bob, succession)


def test_a_steward_is_followed_by_a_steward(world, steward, bob):
    mine = db.session.query(Appointment).filter_by(person_id=steward.id).one()
    accept(bob, ask(steward, bob, mine))

    assert policy.load_actor(bob.id).has(AppointmentRole.STEWARD)
    with clock.at(DAY):
        assert not policy.load_actor(steward.id).has(AppointmentRole.STEWARD)
        assert policy.load_actor(bob.id).has(AppointmentRole.STEWARD)


def test_a_set_goes_from_facilitator_to_facilitator(world, ann, bob, mallory):
    mine = next(each for each in Membership.of(ann.id, world.set_a.id).terms if each.name == "facilitator")
    for nobody in (mallory, people.newcomer("dan", world.cohort)):
        with pytest.raises(Invalid):
            ask(ann, nobody, mine)
    said = things.open_topic(people.newcomer("carol", world.set_a), world.set_a)
    accept(bob, ask(ann, bob, mine))

    assert facilitators(world.set_a) == {ann.id, bob.id}
    with clock.at(DAY):
        assert facilitators(world.set_a) == {bob.id}
        assert policy.can_read_space(policy.load_actor(ann.id), db.get(Space, world.set_a.id))
        things.reported(ann, said)
        assert set(db.session.scalars(policy.deciders_of(things.review_of(said)))) == {bob.id}


def facilitators(space) -> set[int]:
    actors = map(policy.load_actor, db.session.scalars(sa.select(Person.id)))
    return {actor.id for actor in actors if RoleName.FACILITATOR in actor.roles_in(space.id)}


def test_a_steward_hands_on_no_staff_and_nobody_without_a_place_is_asked(world, steward, bob):
    staffs = db.session.query(Appointment).filter_by(person_id=world.staff.id).one()
    with pytest.raises(NotFound):
        ask(steward, bob, staffs)
    mine = db.session.query(Appointment).filter_by(person_id=steward.id).one()
    with pytest.raises(Invalid):
        ask(steward, people.newcomer("nowhere"), mine)
