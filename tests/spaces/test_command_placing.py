"""Placing the people of a cohort in its sets, and what is warned of."""

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    Decision,
    Membership,
    Organisation,
    Pair,
    Person,
    Recruitment,
    Space,
    Verdict,
)
from cop.policy import load_actor
from cop.spaces import commands
from cop.spaces.queries import placing
from tests import applying, people


@pytest.fixture
def set_b(world) -> Space:
    return people.put_set(world.cohort)


def members(world, *names: str) -> list[Person]:
    return [people.newcomer(name, world.cohort) for name in names]


def place(actor, world, plan):
    plan = {person.id: space.id for person, space in plan}
    return commands.place_in_sets(actor_id=actor.id, cohort_id=world.cohort.id, plan=plan)


def warned(world, *plan) -> dict[int, list[str]]:
    sets = placing.sets_of(load_actor(world.staff.id), world.cohort)
    return placing.warnings(world.cohort, sets, {person.id: space.id for person, space in plan})


def test_many_are_placed_at_once(world, set_b):
    dan, eve = members(world, "dan", "eve")
    assert place(world.staff, world, [(dan, world.set_a), (eve, set_b)]) == 2
    assert Membership.of(dan.id, world.set_a.id)
    assert Membership.of(eve.id, set_b.id)
    assert db.session.query(Decision).filter_by(verdict=Verdict.ADD_MEMBER).count() == 2
    assert place(world.staff, world, [(dan, world.set_a)]) == 0, "a repeat changes nothing"


def test_all_or_nobody(world, set_b):
    dan, eve = members(world, "dan", "eve")
    place(world.staff, world, [(dan, world.set_a)])
    for other in (dan, world.mallory):
        with pytest.raises(Conflict):
            place(world.staff, world, [(eve, set_b), (other, set_b)])
    assert Membership.of(eve.id, set_b.id) is None


def test_who_may_place_whom_where(world, ann, bob, mallory, set_b):
    (dan,) = members(world, "dan")
    steward = people.a_steward()
    with pytest.raises(NotFound):
        place(mallory, world, [(dan, set_b)])
    with pytest.raises(Forbidden):
        place(bob, world, [(dan, set_b)])
    with pytest.raises(Forbidden):
        place(ann, world, [(ann, set_b)])
    with pytest.raises(Invalid):
        place(steward, world, [])
    for nowhere in (world.cohort, world.other, world.network):
        with pytest.raises(NotFound):
            place(steward, world, [(dan, nowhere)])
    assert place(steward, world, [(dan, set_b)]) == 1


def test_who_is_in_a_set_is_not_listed(world, set_b):
    dan, eve = members(world, "dan", "eve")
    listed = placing.unplaced(world.cohort)
    assert {dan.id, eve.id} <= {each.id for each in listed}
    place(world.staff, world, [(dan, set_b)])
    assert dan.id not in {each.id for each in placing.unplaced(world.cohort)}


def test_sizes_are_warned_of(world, set_b):
    few = members(world, "dan", "eve", "fay")
    assert warned(world, *((each, set_b) for each in few))[set_b.id] == [
        "3 people are few: a set has 4 to 8."
    ]
    fitting = [*few, *members(world, "gus")]
    assert warned(world, *((each, set_b) for each in fitting))[set_b.id] == []
    many = [*fitting, *members(world, *"hijkl")]
    assert warned(world, *((each, set_b) for each in many))[set_b.id] == [
        "9 people are many: a set has 4 to 8."
    ]
    assert warned(world, (few[0], set_b)).keys() == {set_b.id}, "what stays as it is is warned of in nothing"


def test_colleagues_are_warned_of(world, set_b):
    dan, eve = members(world, "dan", "eve")
    employ(dan, eve)
    assert (
        "2 people are of Invented Trust: does one of them manage another?"
        in warned(world, (dan, set_b), (eve, set_b))[set_b.id]
    )
    assert not any("manage" in each for each in warned(world, (dan, set_b))[set_b.id])


def test_how_others_stand_to_each_other_is_warned_of_by_nobody_who_comes(world, set_b):
    dan, eve, fay = members(world, "dan", "eve", "fay")
    employ(dan, eve)
    place(world.staff, world, [(dan, set_b), (eve, set_b)])
    assert not any("manage" in each for each in warned(world, (fay, set_b))[set_b.id])


@db.command
def employ(*persons: Person) -> None:
    trust = db.session.query(Organisation).one()
    for person in persons:
        db.get(Person, person.id).organisation = trust


def test_halves_of_a_pair_are_warned_of_where_the_programme_wants_it(world, set_b):
    dan, eve = members(world, "dan", "eve")
    pair_up(world.cohort, dan, eve)
    programme = applying.put_programme(world.cohort)
    cohort = db.session.get_one(Space, world.cohort.id, populate_existing=True)
    sets = placing.sets_of(load_actor(world.staff.id), cohort)
    plan = {dan.id: set_b.id, eve.id: set_b.id}
    said = "Both halves of a pair are in it, which this programme does not want."
    assert said not in placing.warnings(cohort, sets, plan)[set_b.id]
    split(programme.id)
    assert said in placing.warnings(cohort, sets, plan)[set_b.id]
    assert said not in placing.warnings(cohort, sets, {dan.id: set_b.id})[set_b.id]


@db.command
def pair_up(cohort: Space, *persons: Person) -> None:
    pair = Pair.begin(db.session.query(Organisation).one(), db.get(Space, cohort.id), "1")
    for person in persons:
        people.join(person, pair.space)


@db.command
def split(programme_id: int) -> None:
    Recruitment.of(programme_id).splits_pairs = True
