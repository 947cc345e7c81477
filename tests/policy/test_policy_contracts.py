"""Who agrees on the contract of a set, reads it and is asked: acting and listing say the same."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.models import Membership, Person, RoleName, Space
from tests import people
from tests.inspections import opened

ASKED = {
    "facilitator": ("set_a", RoleName.FACILITATOR),
    "member": ("set_a", RoleName.MEMBER),
    "held": ("set_a", RoleName.MEMBER),
    "suspended": ("set_a", RoleName.MEMBER),
    "observer": ("set_a", RoleName.OBSERVER),
    "around": ("cohort", RoleName.MODERATOR),
    "elsewhere": ("other", RoleName.MODERATOR),
}
"""By standing: where they have which role."""


@pytest.fixture
def cast(world) -> dict[str, Person]:
    cast = {
        name: people.newcomer_as(role, name, getattr(world, where)) for name, (where, role) in ASKED.items()
    }
    for name in ("held", "suspended"):
        _hold_back(name, cast[name], world.set_a)
    return cast | {"staff": world.staff, "steward": people.a_steward()}


@db.command
def _hold_back(name: str, person: Person, space: Space) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    until = clock.now() + timedelta(days=7)
    membership.hold_back(
        held=until if name == "held" else None,
        read_only=None,
        suspended=until if name == "suspended" else None,
    )


def _may(cast: dict[str, Person], rule, space: Space) -> set[str]:
    return {name for name, person in cast.items() if rule(policy.load_actor(person.id), space)}


def test_who_reads_shapes_and_answers(world, cast):
    assert _may(cast, policy.can_read_contract, world.set_a) == {"facilitator", "member", "held", "observer"}
    assert _may(cast, policy.can_agree_in_set, world.set_a) == {"facilitator", "member", "held"}
    assert _may(cast, policy.can_shape_contract, world.set_a) == {"facilitator", "member"}
    assert _may(cast, policy.can_answer_in_set, world.set_a) == {"member", "held"}
    for rule in (policy.can_read_contract, policy.can_agree_in_set, policy.can_answer_in_set):
        assert _may(cast, rule, world.cohort) == set(), "of a set alone"


def test_listing_says_what_acting_says(world, cast):
    spaces = db.session.scalars(sa.select(Space)).all()
    for person in cast.values():
        actor = policy.load_actor(person.id)
        listed = set(db.session.scalars(sa.select(Space.id).where(policy.visible_contracts(actor))))
        assert listed == {space.id for space in spaces if policy.can_read_contract(actor, space)}


def test_who_is_counted_is_who_may(world, cast):
    """Of whom all is told here: those who were in it before are asked as well."""
    for who, rule in (
        (policy.who_agree, policy.can_agree_in_set),
        (policy.who_answer, policy.can_answer_in_set),
    ):
        asked = set(db.session.scalars(who(world.set_a)))
        assert asked & {person.id for person in cast.values()} == {
            cast[name].id for name in _may(cast, rule, world.set_a)
        }
        assert {world.ann.id, world.bob.id} <= asked


def test_who_inspects_it_reads_it_and_agrees_on_nothing(world):
    opened(world, people.a_steward())
    actor = policy.load_actor(world.staff.id)
    assert policy.can_read_contract(actor, world.set_a)
    assert not policy.can_agree_in_set(actor, world.set_a)
    assert actor.id not in set(db.session.scalars(policy.who_agree(world.set_a)))


def test_who_looks_after_sets_sees_how_they_do_and_who_runs_the_network_helps(world, cast):
    assert _may(cast, policy.can_see_health, world.set_a) == {"facilitator", "around", "staff", "steward"}
    assert _may(cast, policy.can_help_set, world.set_a) == {"staff", "steward"}
    spaces = db.session.scalars(sa.select(Space)).all()
    for person in cast.values():
        actor = policy.load_actor(person.id)
        for listing, rule in (
            (policy.visible_health(actor), policy.can_see_health),
            (policy.helped_sets(actor), policy.can_help_set),
        ):
            listed = set(db.session.scalars(sa.select(Space.id).where(listing)))
            assert listed == {space.id for space in spaces if rule(actor, space)}


def test_who_inspects_a_set_helps_it_not(world):
    """They read it for another reason, and are to change nothing there."""
    opened(world, people.a_steward())
    actor = policy.load_actor(world.staff.id)
    assert not policy.can_help_set(actor, world.set_a)
    assert not policy.can_see_health(actor, world.set_a)
