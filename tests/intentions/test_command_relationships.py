"""Relationships that an intention rests on: who, with which partner."""

import pytest

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands, queries
from cop.intentions.commands.relationships import MOST
from cop.keeping import commands as keeping
from cop.models import KeyRelationship, Stakeholder
from tests import people
from tests.intentions.pairs import a_pair, a_shared, again, draft


def add(person, intention, who="R&D director", partner="Invented University"):
    return commands.add_relationship(
        actor_id=person.id,
        intention_id=intention.id,
        kind=Stakeholder.UNIVERSITIES,
        who=who,
        partner=partner,
    )


def test_b22_they_are_named_and_counted(world, ann, bob):
    intention = draft(ann, a_pair(world))
    add(ann, intention)
    add(ann, intention)
    add(bob, intention, who="R&D manager")
    found = queries.relationships(again(intention))
    assert [(each.who, each.partner) for each in found] == [
        ("R&D director", "Invented University"),
        ("R&D manager", "Invented University"),
    ]


@pytest.mark.parametrize("field", ["who", "partner"])
def test_both_sides_are_asked_for(world, ann, field):
    with pytest.raises(Invalid) as refused:
        add(ann, draft(ann, a_pair(world)), **{field: ""})
    assert refused.value.field == field


def test_only_the_pair_writes_them(world, mallory):
    with pytest.raises(Forbidden):
        add(mallory, a_shared(world))
    draft_of_others = draft(world.ann, a_pair(world))
    with pytest.raises(NotFound):
        add(mallory, draft_of_others)


def test_there_is_an_end_to_them(world, ann):
    intention = draft(ann, a_pair(world))
    for number in range(MOST):
        add(ann, intention, partner=f"Partner {number}")
        people.rest()
    with pytest.raises(Conflict):
        add(ann, intention)


def test_one_is_taken_away_but_under_a_legal_hold(world, ann, bob, mallory):
    added = add(ann, a_shared(world))
    with pytest.raises(Forbidden):
        commands.remove_relationship(actor_id=mallory.id, relationship_id=added.id)
    placed = keeping.place_hold(
        actor_id=world.staff.id, person_id=ann.id, reference="FOI 1", reason="A request"
    )
    with pytest.raises(Conflict):
        commands.remove_relationship(actor_id=bob.id, relationship_id=added.id)
    keeping.lift_hold(actor_id=world.staff.id, hold_id=placed.id, reason="It was answered")
    commands.remove_relationship(actor_id=bob.id, relationship_id=added.id)
    assert db.session.query(KeyRelationship).count() == 0
