"""Sharing takes both halves, and what is shared never changes but is followed by another wording."""

import pytest

from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands, queries
from cop.models import IntentionStatus
from cop.policy import load_actor
from tests import people
from tests.intentions.pairs import STATEMENT, a_pair, a_shared, again, agree, draft


def set_status(person, intention, status):
    return commands.set_status(actor_id=person.id, intention_id=intention.id, status=status)


def listed(person) -> list[str]:
    return [
        each.wording.statement for each in queries.intentions(load_actor(person.id), queries.Filters()).rows
    ]


def test_b16_pa2_it_is_shared_once_both_have_agreed(world, ann, bob, mallory):
    intention = draft(ann, a_pair(world))
    assert not agree(ann, intention).is_done
    assert not agree(ann, intention).is_done, "one half twice is one half"
    assert listed(mallory) == []
    assert agree(bob, intention).is_done
    assert again(intention).status is IntentionStatus.SHARED
    assert listed(mallory) == [STATEMENT]
    assert agree(bob, intention).is_done, "a repeat changes nothing"


def test_who_was_half_of_the_pair_and_left_has_agreed_to_nothing(world, ann, bob, mallory):
    pair = a_pair(world)
    intention = draft(ann, pair)
    agree(ann, intention)
    people.evict(ann, pair.space)
    with pytest.raises(Conflict):
        agree(bob, intention)
    people.readmit(mallory, pair.space)
    assert not agree(bob, intention).is_done
    assert agree(mallory, intention).is_done, "control: these are the two"


def test_nobody_else_shares_it(world, ann, mallory):
    intention = draft(ann, a_pair(world))
    for other in (mallory, world.staff):
        with pytest.raises(NotFound):
            agree(other, intention)
    assert again(intention).asked_by_id is None
    shared = a_shared(world, a_pair(world), "Another pair’s")
    with pytest.raises(Forbidden):
        agree(mallory, shared)


def test_asking_is_taken_back_by_either(world, ann, bob):
    intention = draft(ann, a_pair(world))
    for half in (ann, bob):
        agree(ann, intention)
        commands.take_back_sharing(actor_id=half.id, intention_id=intention.id)
        assert again(intention).asked_by_id is None


def test_another_wording_is_read_once_both_agree_and_the_first_is_kept(world, ann, bob, mallory):
    pair = a_pair(world)
    intention = a_shared(world, pair)
    draft(bob, pair, "Within thirty days", seen=1)
    assert listed(mallory) == [STATEMENT], "until then others read the first"
    agree(bob, intention, 2)
    agree(ann, intention, 2)
    assert listed(mallory) == ["Within thirty days"]
    assert again(intention).status is IntentionStatus.REVISED
    history = queries.wordings(load_actor(mallory.id), again(intention))
    assert [each.statement for each in history] == ["Within thirty days", STATEMENT]


def test_others_never_read_what_was_never_shared(world, ann, bob, mallory):
    pair = a_pair(world)
    draft(ann, pair, "A first try")
    intention = draft(ann, pair, seen=1)
    agree(ann, intention, 2)
    agree(bob, intention, 2)
    theirs = queries.wordings(load_actor(mallory.id), again(intention))
    assert [each.number for each in theirs] == [2]
    assert len(queries.wordings(load_actor(bob.id), again(intention))) == 2, "control"


def test_either_half_says_how_it_stands(world, ann, bob, mallory):
    intention = a_shared(world)
    set_status(ann, intention, IntentionStatus.IN_PROGRESS)
    assert set_status(bob, intention, IntentionStatus.STOPPED).closed_at
    assert set_status(ann, intention, IntentionStatus.IN_PROGRESS).closed_at is None
    with pytest.raises(Forbidden):
        set_status(mallory, intention, IntentionStatus.STOPPED)
    for status in (IntentionStatus.DRAFT, IntentionStatus.SHARED, IntentionStatus.REVISED):
        with pytest.raises(Invalid):
            set_status(ann, intention, status)


def test_a_draft_has_no_status_but_that(world, ann):
    intention = draft(ann, a_pair(world))
    with pytest.raises(Forbidden):
        set_status(ann, intention, IntentionStatus.ACHIEVED)


def test_it_is_not_opened_again_beside_another(world, ann):
    pair = a_pair(world)
    first = a_shared(world, pair)
    set_status(ann, first, IntentionStatus.STOPPED)
    draft(ann, pair, "Something else")
    with pytest.raises(Conflict):
        set_status(ann, first, IntentionStatus.IN_PROGRESS)
    assert set_status(ann, first, IntentionStatus.ACHIEVED), "control: closed it may be"
