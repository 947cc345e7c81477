"""Pairs that need somebody new: those of which one has moved to another organisation."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.accounts import queries
from cop.accounts.queries.pairs import Gap
from cop.models import Membership, Organisation, Pair, Person
from cop.spaces import commands as spaces
from tests.people import World, evict, join, newcomer
from tests.waves import put_organisation


@pytest.fixture
def pair(world: World) -> Pair:
    """Ann and Bob, of the trust where they both are, and not of the others who are there too."""

    @db.command
    def put() -> Pair:
        trust = db.session.scalars(sa.select(Organisation).where(Organisation.code == "T01")).one()
        made = Pair.begin(trust, None, "1")
        for person in (world.ann, world.bob):
            join(db.get(Person, person.id), made.space)
        return made

    made = put()
    for person in (world.ann, world.bob, world.mallory):
        move(person, None)
        move(person, made.organisation_id)
    return made


def move(person: Person, organisation_id: int | None) -> None:
    spaces.change_affiliation(actor_id=person.id, organisation_id=organisation_id)


def merge(organisation_id: int, into_id: int) -> None:
    spaces.name_successor(actor_id=None, organisation_id=organisation_id, successor_id=into_id)


def gaps() -> list[Gap]:
    return list(queries.pairs_with_a_gap())


def test_who_moves_leaves_a_gap(world: World, pair: Pair) -> None:
    assert gaps() == [], "control"
    elsewhere = put_organisation("T02", "Another Trust")
    move(world.mallory, elsewhere.id)
    assert gaps() == [], "she is in no pair"
    move(world.bob, elsewhere.id)
    assert gaps() == [Gap("Invented Trust", "1", "Bob")]
    move(world.ann, None)
    assert [each.who for each in gaps()] == ["Ann", "Bob"]


def test_who_never_was_there_leaves_none(world: World, pair: Pair) -> None:
    """Whoever joined did not say where they work: that is no move."""
    newcomer("rowan", db.get(Pair, pair.id).space)
    assert gaps() == []
    move(world.bob, None)
    assert [each.who for each in gaps()] == ["Bob"], "control"


def test_whoever_comes_back_fills_it(world: World, pair: Pair) -> None:
    move(world.bob, put_organisation("T02", "Another Trust").id)
    assert gaps(), "control"
    move(world.bob, pair.organisation_id)
    assert gaps() == []


def test_a_merger_makes_none(world: World, pair: Pair) -> None:
    merged = put_organisation("T03", "A Merged Trust")

    merge(pair.organisation_id, merged.id)
    move(world.bob, merged.id)
    assert gaps() == []
    move(world.bob, put_organisation("T02", "Another Trust").id)
    assert gaps()


def test_neither_do_mergers_of_mergers(world: World, pair: Pair) -> None:
    second, third = put_organisation("T03", "A Merged Trust"), put_organisation("T04", "A Trust of All")

    move(world.ann, third.id)
    move(world.bob, second.id)
    assert [each.who for each in gaps()] == ["Ann", "Bob"], "control"
    merge(pair.organisation_id, second.id)
    merge(second.id, third.id)
    db.session.expire_all()
    assert gaps() == []
    move(world.bob, put_organisation("T02", "Another Trust").id)
    assert [each.who for each in gaps()] == ["Bob"]


def test_who_has_left_the_pair_and_a_pair_that_ended_make_none(world: World, pair: Pair) -> None:
    move(world.bob, put_organisation("T02", "Another Trust").id)
    assert gaps(), "control"
    evict(world.bob, pair.space)
    assert Membership.of(world.bob.id, pair.space_id) is None
    assert gaps() == []
    move(world.ann, None)
    assert gaps(), "control"

    @db.command
    def end() -> None:
        db.get(Pair, pair.id).end()

    end()
    assert gaps() == []
