"""Several items decided together: each by itself, and what can't be is left with why."""

import pytest

from cop.errors import Invalid
from cop.models import Ground, State, Verdict
from cop.moderation import commands
from cop.moderation.commands import Chosen
from cop.moderation.commands.bulk import MOST
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def spam(world, bob, held):
    """A held topic and a reported message."""
    said = things.message(bob, world.cohort, "Buy now")
    things.reported(newcomer("dan", world.cohort), said, category="off_topic")
    return held, said


def chosen(*subjects):
    return [Chosen(review.id, review.version) for review in map(things.review_of, subjects)]


def together(person, items, **about):
    return commands.decide_together(
        actor_id=person.id, chosen=items, **{"take_away": True, "ground": "off_topic"} | about
    )


def test_what_is_held_is_declined_and_the_rest_hidden(ann, spam):
    outcome = together(ann, chosen(*spam))
    assert [each.verdict for each in outcome.decided] == [Verdict.DECLINE, Verdict.HIDE]
    assert {each.ground for each in outcome.decided} == {Ground.OFF_TOPIC}
    assert [things.again(each).state for each in spam] == [State.DECLINED, State.HIDDEN]
    assert outcome.refused == {}


def test_or_released_and_left(ann, spam):
    outcome = together(ann, chosen(*spam), take_away=False)
    assert [each.verdict for each in outcome.decided] == [Verdict.RELEASE, Verdict.DISMISS]
    assert [things.again(each).state for each in spam] == [State.RELEASED, State.RELEASED]


def test_what_somebody_else_decided_or_looks_at_is_left(ann, carol, spam):
    items = chosen(*spam)
    commands.release(actor_id=carol.id, review_id=items[0].review_id)
    commands.claim(actor_id=carol.id, review_id=items[1].review_id)
    outcome = together(ann, items)
    assert outcome.decided == []
    assert "Carol has already released this" in outcome.refused[items[0].review_id]
    assert "Carol is looking" in outcome.refused[items[1].review_id]


def test_what_is_not_mine_is_left_as_if_it_were_not_there(world, ann, elsewhere, spam):
    outcome = together(elsewhere, chosen(*spam))
    assert outcome.decided == []
    assert set(outcome.refused.values()) == {"There is nothing here that you can open."}
    assert [things.again(each).state for each in spam] == [State.HELD, State.RELEASED]


def test_something_is_chosen_and_not_too_much(ann, spam):
    with pytest.raises(Invalid, match="Choose the items"):
        together(ann, [])
    with pytest.raises(Invalid, match="at most 50"):
        together(ann, [Chosen(number, 1) for number in range(1, MOST + 2)])
    with pytest.raises(Invalid, match="Say why"):
        together(ann, chosen(*spam), ground="other")
    assert [things.again(each).state for each in spam] == [State.HELD, State.RELEASED]
