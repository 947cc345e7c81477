"""How many people must report something before it is hidden: a number that the moderators of a space choose."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, Invalid, NotFound
from cop.models import Decision, Space, State, Verdict
from cop.models.spaces import HIDE_AFTER, MOST_TO_HIDE
from cop.spaces import commands
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def hide_after(world, ann):
    return lambda people: commands.set_hiding(actor_id=ann.id, space_id=world.cohort.id, people=people)


def test_each_change_is_a_decision(hide_after, ann):
    for people in (1, 1, 7, 0):
        assert hide_after(people).hide_after == people
    made = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert {(each.verdict, each.actor_id) for each in made} == {(Verdict.SET_HIDING, ann.id)}
    assert [each.reason for each in made] == [
        "What one person has reported is hidden until a moderator has looked.",
        "What 7 people have reported is hidden until a moderator has looked.",
        "Only patient details are hidden before a moderator has looked.",
    ]


def test_reports_hide_by_the_number_that_was_chosen(world, hide_after, bob):
    people = [newcomer(name, world.cohort) for name in ("carol", "dave")]
    hide_after(2)
    post = things.open_topic(bob, world.cohort)
    states = []
    for reporter in people:
        things.reported(reporter, post)
        states.append(things.again(post).state)
    assert states == [State.RELEASED, State.HIDDEN]


def test_with_none_only_patient_details_are_hidden(world, hide_after, bob):
    people = [newcomer(name, world.cohort) for name in ("carol", "dave", "erin", "frank")]
    hide_after(0)
    post, other = things.open_topic(bob, world.cohort), things.open_topic(bob, world.cohort)
    for reporter in people:
        things.reported(reporter, post)
    assert things.again(post).state is State.RELEASED
    things.reported(people[0], other, category="patient")
    assert things.again(other).state is State.HIDDEN


@pytest.mark.parametrize("people", [-1, MOST_TO_HIDE + 1, 2**70, None])
def test_what_is_no_such_number_is_refused(world, hide_after, people):
    with pytest.raises(Invalid) as refused:
        hide_after(people)
    assert refused.value.field == "hide_after"
    assert db.get(Space, world.cohort.id).hide_after == HIDE_AFTER
    assert hide_after(MOST_TO_HIDE).hide_after == MOST_TO_HIDE, "control"


def test_only_moderators_choose(world, hide_after, bob, mallory):
    about = {"space_id": world.cohort.id, "people": 1}
    for person, refusal in ((bob, Forbidden), (world.staff, Forbidden), (mallory, NotFound)):
        with pytest.raises(refusal):
            commands.set_hiding(actor_id=person.id, **about)
    assert hide_after(1).hide_after == 1, "control: Ann may"
