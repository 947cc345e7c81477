"""Who brings people of a cohort into its sets: acting and listing say the same, and whoever does reads none for it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.models import AppointmentRole, Membership, Person, RoleName, Space, SpaceKind
from tests import people
from tests.inspections import approve, ask

MAY = {"around", "facilitator", "staff", "steward"}
ASKED = {
    "around": ("cohort", RoleName.MODERATOR),
    "facilitator": ("set_a", RoleName.FACILITATOR),
    "member": ("set_a", RoleName.MEMBER),
    "member_around": ("cohort", RoleName.MEMBER),
    "observer_around": ("cohort", RoleName.OBSERVER),
    "suspended": ("cohort", RoleName.MODERATOR),
    "read_only": ("cohort", RoleName.MODERATOR),
    "former": ("cohort", RoleName.MODERATOR),
    "elsewhere": ("other", RoleName.MODERATOR),
    "keeper": ("network", RoleName.MODERATOR),
}
"""By standing: where they have which role, or had it."""


@pytest.fixture
def cast(world) -> dict[str, Person]:
    cast = {
        name: people.newcomer_as(role, name, getattr(world, where)) for name, (where, role) in ASKED.items()
    }
    for name in ("suspended", "read_only", "former"):
        _hold_back(name, cast[name], world.cohort)
    cast["evaluator"] = people.newcomer("evaluator")
    people.appoint(cast["evaluator"], AppointmentRole.EVALUATOR)
    return cast | {"staff": world.staff, "steward": people.a_steward()}


@db.command
def _hold_back(how: str, person: Person, space: Space) -> None:
    membership, then = Membership.of(person.id, space.id), clock.now() + timedelta(days=7)
    assert membership is not None
    if how == "former":
        membership.leave()
    else:
        shut = {"suspended": None, "read_only": None, how: then}
        membership.hold_back(held=None, **shut)


def actors(cast):
    return {standing: policy.load_actor(person.id) for standing, person in cast.items()}


def test_listing_and_acting_agree(cast, world):
    spaces = db.session.scalars(sa.select(Space)).all()
    for standing, actor in actors(cast).items():
        listed = set(db.session.scalars(sa.select(Space).where(policy.placeable_sets(actor))))
        assert listed == {each for each in spaces if policy.can_place_in(actor, each)}, standing
        assert {each.id for each in listed} == ({world.set_a.id} if standing in MAY else set()), standing


def test_whoever_does_reads_none_for_it(cast, world):
    set_a = db.session.get_one(Space, world.set_a.id)
    for standing in MAY - {"facilitator"}:
        actor = policy.load_actor(cast[standing].id)
        assert not policy.can_read_space(actor, set_a), standing
        assert not policy.moderates(actor, set_a), standing
    assert not policy.can_manage_members(policy.load_actor(cast["around"].id), set_a)


def test_others_of_the_cohort_and_never_oneself(cast, world, bob, mallory):
    set_a = db.session.get_one(Space, world.set_a.id)
    for standing, actor in actors(cast).items():
        assert policy.can_place(actor, set_a, person_id=bob.id) is (standing in MAY), standing
        assert not policy.can_place(actor, set_a, person_id=actor.id), standing
        assert not policy.can_place(actor, db.session.get_one(Space, world.cohort.id), person_id=bob.id)


@pytest.mark.parametrize("role", RoleName)
def test_who_is_invited_into_a_set_by_whom(cast, world, bob, mallory, role):
    set_a, is_member = db.session.get_one(Space, world.set_a.id), role is RoleName.MEMBER

    def may(standing, person_id, *coming):
        actor = policy.load_actor(cast[standing].id)
        return policy.can_bring_in(actor, set_a, role=role, to_person_id=person_id, coming=coming)

    assert may("around", bob.id) is is_member, "he belongs to the cohort"
    assert may("around", None, world.cohort.id) is is_member, "they come into it by the same"
    assert not may("around", None)
    assert not may("around", mallory.id)
    assert not may("around", mallory.id, world.other.id)
    assert not may("around", cast["around"].id, world.cohort.id)
    for standing in ("facilitator", "staff", "steward"):
        assert may(standing, mallory.id), standing
    for standing in cast.keys() - MAY:
        assert not may(standing, bob.id, world.cohort.id), standing


def test_whoever_inspects_a_set_places_nobody_in_it(world, bob):
    keeper = people.newcomer_as(RoleName.MODERATOR, "keeper", world.network)
    make_moderator(keeper, world.cohort)
    set_a = db.session.get_one(Space, world.set_a.id)
    assert policy.can_place_in(policy.load_actor(keeper.id), set_a), "control"
    approve(people.a_steward(), ask(world, keeper))
    actor, set_a = policy.load_actor(keeper.id), db.session.get_one(Space, world.set_a.id)
    assert not policy.can_place_in(actor, set_a)
    assert not db.session.scalars(sa.select(Space).where(policy.placeable_sets(actor))).all()


@db.command
def make_moderator(person: Person, space: Space) -> None:
    people.join(db.get(Person, person.id), db.get(Space, space.id), RoleName.MODERATOR)


def test_nothing_but_a_set_is_placed_in(cast, world):
    for space in db.session.scalars(sa.select(Space).where(Space.kind != SpaceKind.SET)):
        for standing, actor in actors(cast).items():
            assert not policy.can_place_in(actor, space), (standing, space.slug)
