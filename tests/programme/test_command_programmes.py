"""What a programme says of itself, how far it is, and who stands behind it."""

from datetime import timedelta

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import PartnerRole, Programme, ProgrammeStatus
from cop.programme import commands
from cop.programme.commands import Said
from cop.programme.commands.programmes import Overtaken
from cop.programme.queries.programmes import partners
from tests import people
from tests.conftest import NOON
from tests.people import World

TODAY = NOON.date()
SAID = Said("Leading Thistles", summary="For who grows them.", rationale="They spread.\n\nSo do we.")


def now(programme: Programme) -> Programme:
    return db.session.get_one(Programme, programme.id, populate_existing=True)


def end(person, programme, *, on=None, status=ProgrammeStatus.ENDED):
    about = {"actor_id": person.id, "programme_id": programme.id}
    return commands.set_status(**about, status=status, ended_on=on)


def test_staff_and_stewards_say_what_it_is_and_nobody_else(world: World, programme: Programme):
    for person in (world.ann, world.bob, world.mallory):
        with pytest.raises(Forbidden):
            commands.edit_programme(actor_id=person.id, programme_id=programme.id, said=SAID)
    for person in (world.staff, people.a_steward()):
        commands.edit_programme(actor_id=person.id, programme_id=programme.id, said=SAID)
    kept = now(programme)
    assert (kept.rationale, kept.summary) == (SAID.rationale, SAID.summary)
    assert kept.slug == "leading-thistles"


def test_who_has_not_seen_it_replaces_nothing(world: World, programme: Programme):
    seen = now(programme).mark()
    about = {"actor_id": world.staff.id, "programme_id": programme.id}
    commands.edit_programme(**about, said=SAID, seen=seen)
    with pytest.raises(Overtaken):
        commands.edit_programme(**about, said=Said("Another"), seen=seen)
    assert now(programme).name == SAID.name


@pytest.mark.parametrize(
    ("said", "field"),
    [(Said(" "), "name"), (Said("x", cost="y" * 161), "cost"), (Said("x", domain="z" * 4_001), "domain")],
)
def test_what_is_missing_or_too_long_is_refused(world: World, programme: Programme, said, field):
    with pytest.raises(Invalid) as refusal:
        commands.edit_programme(actor_id=world.staff.id, programme_id=programme.id, said=said)
    assert refusal.value.field == field


def test_a01_it_ends_on_a_day_that_has_come(world: World, programme: Programme):
    with pytest.raises(Forbidden):
        end(world.ann, programme)
    with pytest.raises(Invalid, match="has not come"):
        end(world.staff, programme, on=TODAY + timedelta(days=1))
    end(world.staff, programme)
    assert (now(programme).status, now(programme).ended_on) == ("ended", TODAY)
    end(world.staff, programme, on=TODAY - timedelta(days=9), status=ProgrammeStatus.ARCHIVED)
    assert now(programme).is_closed


def test_one_that_runs_again_has_no_last_day_in_the_past(world: World, programme: Programme):
    end(world.staff, programme)
    with pytest.raises(Invalid, match="has been"):
        end(world.staff, programme, on=TODAY - timedelta(days=1), status=ProgrammeStatus.RUNNING)
    end(world.staff, programme, status=ProgrammeStatus.RUNNING)
    assert (now(programme).is_closed, now(programme).ended_on) == (False, None)


def test_a09_partners_are_named_once_in_each_role(world: World, programme: Programme):
    about = {"actor_id": world.staff.id, "programme_id": programme.id}
    for role in (PartnerRole.FUNDER, PartnerRole.DELIVERER):
        named = commands.name_partner(**about, role=role, name="  Invented   Trust ")
    with pytest.raises(Conflict):
        commands.name_partner(**about, role=PartnerRole.FUNDER, name="Invented Trust")
    with pytest.raises(Forbidden):
        commands.name_partner(
            actor_id=world.ann.id, programme_id=programme.id, role=PartnerRole.PARTNER, name="Mine"
        )
    assert list(partners(programme)) == [PartnerRole.DELIVERER, PartnerRole.FUNDER]
    with pytest.raises(Forbidden):
        commands.drop_partner(actor_id=world.ann.id, partner_id=named.id)
    commands.drop_partner(actor_id=world.staff.id, partner_id=named.id)
    assert list(partners(programme)) == [PartnerRole.FUNDER]
    with pytest.raises(NotFound):
        commands.drop_partner(actor_id=world.staff.id, partner_id=named.id)
