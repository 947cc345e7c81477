"""What a fresh installation lacks: asked of who can do something about it, until nothing is lacking."""

import pytest

from cop.accounts import commands as accounts
from cop.models import AppointmentRole, RoleName, SpaceKind
from cop.policy import load_actor
from cop.shell import founding
from cop.shell.founding import Foundations
from cop.spaces import commands
from tests import people


@pytest.fixture
def founder(database):
    """Whoever runs a place in which nothing is."""
    founder = people.newcomer("founder")
    people.appoint(founder, AppointmentRole.STAFF)
    return founder


def lacking(person) -> Foundations | None:
    return founding.lacking(load_actor(person.id))


def test_each_thing_counts_once_it_is_there_and_all_of_them_are_enough(founder):
    assert lacking(founder) == Foundations(False, False, False, None, False)
    commands.create_organisation(actor_id=founder.id, code="X01", name="Teasel Vale")
    assert lacking(founder) == Foundations(True, False, False, None, False)
    commands.create_programme(actor_id=founder.id, name="Leading Thistles")
    assert lacking(founder) == Foundations(True, True, False, None, False)
    commands.create_space(actor_id=founder.id, kind=SpaceKind.NETWORK, name="Network")
    assert lacking(founder) == Foundations(True, True, True, None, False)
    cohort = commands.create_space(actor_id=founder.id, kind=SpaceKind.COHORT, name="Cohort 1")
    assert lacking(founder) == Foundations(True, True, True, "cohort-1", False)

    place = (cohort.id, RoleName.MODERATOR)
    accounts.invite(actor_id=founder.id, email="rowan@trust.example", places=[place])
    assert lacking(founder) is None


def test_whoever_was_invited_to_run_the_place_is_in_none_of_its_spaces(founder):
    accounts.invite_as_operator(email="second@trust.example", places=[], appointment=AppointmentRole.STAFF)
    assert lacking(founder).people is False


def test_members_count_as_much_as_invitations(world):
    assert lacking(world.staff) == Foundations(True, False, True, "cohort-1", True)


def test_others_are_asked_nothing(world, count_queries):
    steward = people.a_steward()
    assert lacking(steward), "control"
    for person in (world.ann, world.bob, world.mallory):
        actor = load_actor(person.id)
        with count_queries() as queries:
            assert founding.lacking(actor) is None
        assert queries == []


def test_it_is_one_question(world, count_queries):
    actor = load_actor(world.staff.id)
    with count_queries() as queries:
        founding.lacking(actor)
    assert len(queries) == 1
