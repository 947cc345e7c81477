"""The network is made once, and whoever is somewhere already is in it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden
from cop.models import AppointmentRole, Ground, MeasureKind, Membership, Person, RoleName, Space, SpaceKind
from cop.spaces import commands
from cop.spaces.commands import network
from tests import inspections, people
from tests.accounts.letterbox import close_account
from tests.conftest import NOON
from tests.people import World


@pytest.fixture
def without(world: World) -> World:
    """Cohorts and a set, and no network around them."""
    people.take_network_away()
    return world


def make(actor: Person | None, name: str = "Network", **sides) -> Space:
    return commands.create_space(
        actor_id=actor.id if actor else None, kind=SpaceKind.NETWORK, name=name, **sides
    )


def members(space: Space) -> dict[int, set[RoleName]]:
    db.session.rollback()
    found = db.session.scalars(sa.select(Membership).where(Membership.space_id == space.id))
    return {each.person_id: each.current_roles for each in found}


@pytest.mark.parametrize("role", [AppointmentRole.STAFF, AppointmentRole.STEWARD])
def test_whoever_runs_the_place_makes_it_and_whoever_is_somewhere_is_in_it(without, role):
    maker = people.newcomer("maker")
    people.appoint(maker, role)
    network = make(maker)

    assert network.kind is SpaceKind.NETWORK
    expected = (without.ann, without.bob, without.mallory)
    assert members(network) == {person.id: {RoleName.MEMBER} for person in expected}
    assert network.roster == 3
    assert maker.id not in members(network), "nobody raises themselves"


def test_whoever_comes_afterwards_is_in_it_too(without):
    network, nora = make(without.staff), people.newcomer("nora")
    commands.add_member(actor_id=without.staff.id, space_id=without.cohort.id, person_id=nora.id)
    assert members(network)[nora.id] == {RoleName.MEMBER}


def test_who_has_gone_or_only_looks_in_is_not(without):
    people.evict(without.mallory, without.other)
    close_account(people.newcomer("gone", without.other))
    steward = people.a_steward()
    inspections.opened(without, steward)
    network = make(without.staff)

    assert inspections.reads(without.staff, without.set_a), "control"
    assert members(network).keys() == {without.ann.id, without.bob.id}


def test_what_holds_about_somebody_everywhere_holds_there(without):
    until = NOON + timedelta(days=7)
    wanted = commands.Wanted(MeasureKind.SUSPENDED, until, Ground.OTHER, "Because")
    commands.take_measure(actor_id=without.staff.id, person_id=without.bob.id, wanted=wanted)
    network = make(without.staff)
    bobs = Membership.of(without.bob.id, network.id)
    assert bobs is not None
    assert bobs.suspended_until == until


def test_there_is_one(without):
    form = {"key": people.key()}
    first = make(without.staff, **form)
    assert make(without.staff, **form).id == first.id
    with pytest.raises(Conflict, match="There is a network already"):
        make(without.staff, "Another", key=people.key())


def test_the_database_knows_of_one_alone(without):
    @db.command
    def put(slug: str) -> None:
        db.session.add(Space(slug=slug, kind=SpaceKind.NETWORK, name="N"))
        db.session.add(Space(slug=f"{slug}-group", kind=SpaceKind.GROUP, name="G"))
        db.session.flush()

    put("one")
    with pytest.raises(sa.exc.IntegrityError):
        put("two")


def test_others_make_none_and_let_nobody_wait(without, monkeypatch):
    locked: list[str] = []
    for name in ("lock_people", "lock_spaces"):
        verb = getattr(network, name)
        monkeypatch.setattr(network, name, lambda ids, name=name, verb=verb: (locked.append(name), verb(ids)))
    for actor in (without.ann, without.bob, without.mallory):
        with pytest.raises(Forbidden):
            make(actor)
    assert locked == []
    make(without.staff)
    assert locked == ["lock_people", "lock_spaces"], "people first, as by whoever lets them join"
