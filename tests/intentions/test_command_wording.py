"""Writing an intention: by the two of a pair, in private, and each wording is kept."""

import pytest

from cop.errors import Conflict, Doubtful, Invalid, NotFound
from cop.intentions import commands, queries
from cop.models import IntentionStatus
from cop.policy import load_actor
from tests import people
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, again, agree, draft, said


def test_b16_a_pair_drafts_in_private(world, ann, bob, mallory):
    pair = a_pair(world)
    intention = again(draft(ann, pair))
    assert (intention.status, intention.shown) == (IntentionStatus.DRAFT, 0)
    assert intention.newest.statement == STATEMENT
    assert draft(bob, pair, "Another", seen=1).id == intention.id, "the other half goes on with it"
    with pytest.raises(NotFound):
        draft(mallory, pair, seen=2)
    with pytest.raises(NotFound):
        draft(world.staff, pair, seen=2)


def test_b02_it_says_whom_it_takes_of_eleven_kinds(world, ann):
    from cop.models import Stakeholder

    assert len(Stakeholder) == 11
    wording = draft(ann, a_pair(world), stakeholders=[Stakeholder.NETWORKS, Stakeholder.STAFF]).newest
    assert wording.kinds == [Stakeholder.STAFF, Stakeholder.NETWORKS]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("statement", {"statement": " "}),
        ("statement", {"statement": "x" * 301}),
        ("ambition", {"ambition": ""}),
        ("stakeholders", {"stakeholders": []}),
    ],
)
def test_what_is_missing_or_too_long_is_said_beside_its_field(world, field, given):
    with pytest.raises(Invalid) as refused:
        said(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("part", ["statement", "ambition"])
def test_nothing_that_may_tell_who_a_patient_is_is_kept(world, part):
    with pytest.raises((Invalid, Doubtful)):
        said(**{part: "NHS number 999 000 0018"})


def test_each_save_is_a_wording_of_its_own_and_a_repeat_is_none(world, ann, bob):
    pair = a_pair(world)
    draft(ann, pair)
    draft(ann, pair, seen=0)
    intention = draft(bob, pair, "Bob’s words", seen=1)
    kept = queries.wordings(load_actor(ann.id), intention)
    assert [(each.number, each.statement, each.editor_id) for each in kept] == [
        (2, "Bob’s words", bob.id),
        (1, STATEMENT, ann.id),
    ]


def test_who_was_second_is_told(world, ann, bob):
    pair = a_pair(world)
    draft(ann, pair)
    with pytest.raises(Conflict):
        draft(bob, pair, "At the same moment", seen=0)


def test_a_change_takes_back_what_was_asked(world, ann, bob):
    pair = a_pair(world)
    intention = draft(ann, pair)
    agree(ann, intention)
    draft(ann, pair, "Otherwise", seen=1)
    with pytest.raises(Conflict):
        agree(bob, intention, 1)
    assert not agree(bob, intention, 2).is_done, "Ann has not agreed to this one"


def test_a_closed_one_is_followed_by_another(world, ann):
    pair = a_pair(world)
    first = a_shared(world, pair)
    commands.set_status(actor_id=ann.id, intention_id=first.id, status=IntentionStatus.ACHIEVED)
    with pytest.raises(Conflict):
        draft(ann, pair, "More of it", seen=1)
    second = draft(ann, pair, "Something else")
    assert second.id != first.id


def test_b15_whoever_follows_in_a_pair_goes_on_with_its_intention(world, ann, bob, mallory):
    pair = a_pair(world)
    intention = a_shared(world, pair)
    people.evict(bob, pair.space)
    people.readmit(mallory, pair.space)
    changed = draft(mallory, pair, "As Mallory sees it", seen=1)
    assert changed.id == intention.id
    history = queries.wordings(load_actor(mallory.id), again(intention))
    assert [each.editor_id for each in history] == [mallory.id, ann.id], "its history is kept"
    with pytest.raises(NotFound):
        draft(bob, pair, "Bob has gone", seen=2)


def test_b34_a_half_who_moves_to_another_organisation_leaves_the_intention_there(world, ann):
    from cop import db
    from cop.models import Organisation, Person

    intention = a_shared(world)

    @db.command
    def move() -> None:
        other = Organisation(code="T02", name="Another Trust")
        db.session.add(other)
        db.session.flush()
        db.get(Person, ann.id).organisation_id = other.id

    move()
    assert again(intention).pair.organisation.name == "Invented Trust"
