"""Organisations, their import and their mergers."""

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid
from cop.models import Organisation
from cop.spaces import commands
from cop.spaces.commands import OrganisationRow


def test_a_list_is_entered_and_entered_again(world):
    rows = [
        OrganisationRow("A1", "Old Trust", "Kendal", "North West", "acute", successor="A2"),
        OrganisationRow("A2", "New Trust", "Preston", "North West", "acute"),
    ]
    old, new = commands.import_organisations(actor_id=None, rows=rows)
    again, _ = commands.import_organisations(
        actor_id=world.staff.id, rows=[OrganisationRow("a1", "Older Trust"), rows[1]]
    )

    assert db.get(Organisation, old.id).successor_id == new.id
    assert (again.id, again.name) == (old.id, "Older Trust")


def test_a_successor_may_be_known_from_before(world):
    (merged,) = commands.import_organisations(
        actor_id=None, rows=[OrganisationRow("A1", "Old Trust", successor="T01")]
    )

    assert db.get(Organisation, merged.id).successor_id == world.ann.organisation_id
    with pytest.raises(Invalid, match="No organisation has the code XX"):
        commands.import_organisations(actor_id=None, rows=[OrganisationRow("A1", "Old", successor="XX")])


def test_one_is_entered_by_its_code_once(world):
    commands.create_organisation(actor_id=world.staff.id, code="n1", name="Northern Trust")

    with pytest.raises(Conflict):
        commands.create_organisation(actor_id=None, code="N1", name="Another")


def test_no_circle_of_successors(world):
    one, two = commands.import_organisations(
        actor_id=None, rows=[OrganisationRow("A1", "One", successor="A2"), OrganisationRow("A2", "Two")]
    )
    with pytest.raises(Invalid):
        commands.name_successor(actor_id=None, organisation_id=two.id, successor_id=one.id)

    assert db.get(Organisation, two.id).successor_id is None
    commands.name_successor(actor_id=None, organisation_id=one.id, successor_id=None)
    assert db.get(Organisation, one.id).successor_id is None


def test_what_goes_round_already_takes_none_in(world):
    """As two who merged at the same moment may once have left it."""
    rows = [
        OrganisationRow("A1", "One"),
        OrganisationRow("A2", "Two", successor="A1"),
        OrganisationRow("A3", "Three"),
    ]
    one, two, three = commands.import_organisations(actor_id=None, rows=rows)

    @db.command
    def close_the_circle() -> None:
        db.lock(Organisation, one.id).successor_id = two.id

    close_the_circle()
    with pytest.raises(Invalid):
        commands.name_successor(actor_id=None, organisation_id=three.id, successor_id=one.id)
    commands.name_successor(actor_id=None, organisation_id=one.id, successor_id=None)
    commands.name_successor(actor_id=None, organisation_id=three.id, successor_id=one.id)
    assert db.get(Organisation, three.id).successor_id == one.id, "control"


def test_it_is_changed_by_who_has_seen_how_it_is_now(world):
    def edit(name: str, seen: str) -> Organisation:
        row = OrganisationRow("A1", name, successor=successor)
        return commands.edit_organisation(actor_id=world.staff.id, organisation_id=one.id, row=row, seen=seen)

    (one,) = commands.import_organisations(actor_id=None, rows=[OrganisationRow("A1", "One")])
    successor, seen = "", commands.mark_of(db.get(Organisation, one.id))
    edit("Two", seen)
    with pytest.raises(commands.Overtaken):
        edit("Three", seen)
    edit("Two", seen)
    seen = commands.mark_of(db.get(Organisation, one.id))
    commands.name_successor(actor_id=None, organisation_id=one.id, successor_id=world.ann.organisation_id)
    with pytest.raises(commands.Overtaken, match="“Two”, “T01”"):
        edit("Three", seen)
    assert db.get(Organisation, one.id).name == "Two"
    successor = "T01"
    assert edit("Three", commands.mark_of(db.get(Organisation, one.id))).name == "Three"


def test_others_enter_nothing(world):
    for actor in (world.ann, world.mallory):
        with pytest.raises(Forbidden):
            commands.create_organisation(actor_id=actor.id, code="M1", name="Mine")
        with pytest.raises(Forbidden):
            commands.import_organisations(actor_id=actor.id, rows=[OrganisationRow("M1", "Mine")])
        with pytest.raises(Forbidden):
            commands.name_successor(
                actor_id=actor.id, organisation_id=world.ann.organisation_id, successor_id=None
            )
