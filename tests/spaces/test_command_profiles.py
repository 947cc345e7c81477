"""What people say of themselves, and moving to another organisation."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.errors import Invalid, NotFound
from cop.models import Affiliation, Organisation, Person, ProfessionalRole
from cop.spaces import commands
from tests.conftest import NOON

DAY = timedelta(days=1)
SIDES = {
    "name": "Bob Ray",
    "professional_role": ProfessionalRole.RD_DIRECTOR,
    "about": "I offer a template.",
    "shares_email": True,
    "shares_about": False,
    "is_listed": False,
}


@pytest.fixture
def leeds(world) -> Organisation:
    return commands.create_organisation(actor_id=None, code="L1", name="Leeds Trust")


@pytest.fixture
def york(world) -> Organisation:
    return commands.create_organisation(actor_id=None, code="Y1", name="York Trust")


def affiliations(person) -> list[tuple]:
    query = sa.select(Affiliation.organisation_id, Affiliation.started_at, Affiliation.ended_at)
    found = db.session.execute(query.where(Affiliation.person_id == person.id).order_by(Affiliation.id))
    return [tuple(row) for row in found]


def test_a_profile_is_kept_as_given(world):
    commands.update_profile(actor_id=world.bob.id, **SIDES)

    bob = db.get(Person, world.bob.id)
    assert {name: getattr(bob, name) for name in SIDES} == SIDES
    assert db.get(Person, world.ann.id).name == "Ann"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 200}, {"about": "x" * 601}])
def test_a_profile_has_limits(world, wrong):
    with pytest.raises(Invalid):
        commands.update_profile(actor_id=world.bob.id, **(SIDES | wrong))


def test_who_is_deactivated_changes_nothing(world, leeds):
    @db.command
    def deactivate():
        db.lock(Person, world.bob.id).deactivated_at = NOON

    deactivate()
    with pytest.raises(NotFound):
        commands.update_profile(actor_id=world.bob.id, **SIDES)
    with pytest.raises(NotFound):
        commands.change_affiliation(actor_id=world.bob.id, organisation_id=leeds.id)


def test_moving_ends_one_affiliation_and_begins_another(world, leeds, york):
    commands.change_affiliation(actor_id=world.bob.id, organisation_id=leeds.id, since=NOON - 9 * DAY)
    commands.change_affiliation(actor_id=world.bob.id, organisation_id=york.id, since=NOON - 2 * DAY)

    assert affiliations(world.bob) == [
        (leeds.id, NOON - 9 * DAY, NOON - 2 * DAY),
        (york.id, NOON - 2 * DAY, None),
    ]
    assert db.get(Person, world.bob.id).organisation_id == york.id


def test_the_same_again_is_nothing(world, leeds):
    for moment in (NOON, NOON + DAY):
        with clock.at(moment):
            commands.change_affiliation(actor_id=world.bob.id, organisation_id=leeds.id)

    assert affiliations(world.bob) == [(leeds.id, NOON, None)]


def test_one_may_belong_to_none(world, leeds):
    commands.change_affiliation(actor_id=world.bob.id, organisation_id=leeds.id, since=NOON - DAY)
    assert commands.change_affiliation(actor_id=world.bob.id, organisation_id=None) is None
    commands.change_affiliation(actor_id=world.bob.id, organisation_id=None)

    assert affiliations(world.bob) == [(leeds.id, NOON - DAY, NOON)]
    assert db.get(Person, world.bob.id).organisation_id is None


def test_one_is_at_one_place_at_a_time_and_not_in_the_future(world, leeds, york):
    commands.change_affiliation(actor_id=world.bob.id, organisation_id=leeds.id, since=NOON - DAY)
    for since in (NOON - 2 * DAY, NOON + DAY):
        with pytest.raises(Invalid):
            commands.change_affiliation(actor_id=world.bob.id, organisation_id=york.id, since=since)
    with pytest.raises(NotFound):
        commands.change_affiliation(actor_id=world.bob.id, organisation_id=10**9)
