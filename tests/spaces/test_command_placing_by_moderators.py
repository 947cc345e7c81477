"""Who moderates a cohort places its people in its sets, reads none of them for it, and never places themselves."""

import pytest

from cop import db
from cop.accounts import commands as accounts
from cop.errors import Conflict, CopError, Forbidden, NotFound
from cop.models import Decision, Membership, Person, RoleName, Space, Verdict
from cop.policy import can_read_space, load_actor
from cop.spaces import commands
from tests import people
from tests.people import put_set


@pytest.fixture
def eve(world) -> Person:
    """She moderates the cohort, and is in none of its sets."""
    return people.newcomer_as(RoleName.MODERATOR, "eve", world.cohort)


@pytest.fixture
def dan(world) -> Person:
    return people.newcomer("dan", world.cohort)


def place(actor, world, *plan):
    chosen = {person.id: space.id for person, space in plan}
    return commands.place_in_sets(actor_id=actor.id, cohort_id=world.cohort.id, plan=chosen)


def reads(person: Person, space: Space) -> bool:
    db.session.expire_all()
    return can_read_space(load_actor(person.id), db.get(Space, space.id))


def test_she_places_others_and_reads_the_set_no_more_for_it(world, eve, dan):
    assert place(eve, world, (dan, world.set_a)) == 1
    assert reads(dan, world.set_a)
    assert not reads(eve, world.set_a)
    (decision,) = db.session.query(Decision).filter_by(verdict=Verdict.ADD_MEMBER).all()
    assert (decision.actor_id, decision.person_id, decision.space_id) == (eve.id, dan.id, world.set_a.id)


def test_she_does_not_come_in_herself_by_any_way(world, eve, dan):
    as_eve = {"actor_id": eve.id, "space_id": world.set_a.id, "person_id": eve.id}
    for way in (
        lambda: place(eve, world, (dan, world.set_a), (eve, world.set_a)),
        lambda: commands.add_member(**as_eve),
        lambda: accounts.invite(actor_id=eve.id, email=eve.email, places=[(world.set_a.id, RoleName.MEMBER)]),
    ):
        with pytest.raises(CopError) as refused:
            way()
        assert isinstance(refused.value, Forbidden | NotFound)
        assert not reads(eve, world.set_a)
    assert not reads(dan, world.set_a), "all or nobody"


def test_she_adds_nobody_in_another_way_and_gives_no_role(world, eve, dan, mallory):
    for role in RoleName:
        with pytest.raises(NotFound):
            commands.add_member(actor_id=eve.id, space_id=world.set_a.id, person_id=dan.id, role=role)
    for role in (RoleName.FACILITATOR, RoleName.MODERATOR, RoleName.OBSERVER):
        with pytest.raises(Forbidden):
            accounts.invite(actor_id=eve.id, email=dan.email, places=[(world.set_a.id, role)])
    with pytest.raises(Forbidden):
        accounts.invite(actor_id=eve.id, email=mallory.email, places=[(world.set_a.id, RoleName.MEMBER)])


def test_those_alone_who_belong_to_the_cohort(world, eve, mallory):
    with pytest.raises(Conflict):
        place(eve, world, (mallory, world.set_a))
    assert Membership.of(mallory.id, world.set_a.id) is None


def test_in_sets_of_her_cohort_alone(world, eve, dan):
    elsewhere = put_set(world.other, "cohort-2-set-a")
    for space in (elsewhere, world.cohort, world.other, world.network):
        with pytest.raises(NotFound):
            place(eve, world, (dan, space))
    with pytest.raises(NotFound):
        commands.place_in_sets(actor_id=eve.id, cohort_id=world.other.id, plan={dan.id: elsewhere.id})


def test_who_moderates_another_or_no_more_places_nobody(world, eve, dan):
    other = people.newcomer_as(RoleName.MODERATOR, "fay", world.other)
    with pytest.raises(NotFound):
        place(other, world, (dan, world.set_a))
    people.evict(eve, world.cohort)
    with pytest.raises(NotFound):
        place(eve, world, (dan, world.set_a))
    assert Membership.of(dan.id, world.set_a.id) is None


def test_she_is_told_no_set_that_somebody_is_in(world, eve, ann, bob):
    for space in (world.set_a, put_set(world.cohort)):
        with pytest.raises(Conflict) as refused:
            place(eve, world, (bob, space))
        assert "placed by another" in refused.value.message
    assert place(ann, world, (bob, world.set_a)) == 0, "control: who looks after it knows"


def test_who_is_in_another_set_stays_there(world, eve, bob):
    with pytest.raises(Conflict):
        place(eve, world, (bob, put_set(world.cohort)))
