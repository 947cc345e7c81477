"""Appeals: once, in time, to somebody else; what is reversed is as if it had not been decided."""

from datetime import timedelta

import pytest

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import (
    Deciders,
    Decision,
    Ground,
    Measure,
    MeasureKind,
    Membership,
    Post,
    ReviewKind,
    State,
    Verdict,
)
from cop.moderation import commands, queries
from cop.moderation.commands.appeals import APPEAL_FOR
from cop.policy import load_actor
from cop.spaces import commands as spaces
from cop.spaces.commands import Wanted
from tests.conftest import NOON
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def hidden(world, ann, bob):
    """Ann has hidden Bob's post."""
    opening = things.open_topic(bob, world.cohort)
    return commands.hide(actor_id=ann.id, post_id=opening.id, ground="unkind")


def appeal(person, decision, plea="It was a quotation"):
    return commands.appeal(actor_id=person.id, decision_id=decision.id, plea=plea)


def decision_of(measure):
    return db.session.get_one(Decision, measure.decision_id)


def measured(actor, person, space, kind, *, days=60):
    until = None if kind is MeasureKind.REMOVED else NOON + timedelta(days=days)
    wanted = Wanted(kind, until, Ground.UNKIND, "")
    return spaces.take_measure(actor_id=actor.id, person_id=person.id, space_id=space.id, wanted=wanted)


def test_another_moderator_of_the_space_looks_at_it(world, ann, bob, carol, hidden):
    review = appeal(bob, hidden)
    assert (review.kind, review.falls_to, review.plea) == (
        ReviewKind.APPEAL,
        Deciders.MODERATORS,
        "It was a quotation",
    )
    assert [each.id for each in queries.queue(load_actor(carol.id)).rows] == [review.id]
    assert queries.queue(load_actor(ann.id)).rows == [], "not who decided"
    with pytest.raises(NotFound):
        commands.overturn(actor_id=ann.id, review_id=review.id, reason="I was right")


def test_with_nobody_else_there_it_goes_to_the_stewards(world, bob, steward, hidden):
    assert appeal(bob, hidden).falls_to is Deciders.STEWARDS


def test_with_no_steward_it_goes_to_staff(world, bob, hidden):
    review = appeal(bob, hidden)
    assert review.falls_to is Deciders.STAFF
    assert (
        commands.uphold(actor_id=world.staff.id, review_id=review.id, reason="Seen").verdict is Verdict.UPHOLD
    )


def test_reversed_it_can_be_read_again_and_its_author_is_told(world, bob, carol, hidden):
    review = appeal(bob, hidden)
    decision = commands.overturn(actor_id=carol.id, review_id=review.id, reason="It was one")
    assert (decision.verdict, decision.undoes_id, decision.person_id) == (Verdict.OVERTURN, hidden.id, bob.id)
    assert db.session.get_one(Post, hidden.post_id).state is State.RELEASED
    again = commands.overturn(actor_id=carol.id, review_id=review.id, reason="It was one")
    assert again.id == decision.id, "a repeat"
    with pytest.raises(Conflict, match="You have already reversed after an appeal this"):
        commands.uphold(actor_id=carol.id, review_id=review.id, reason="After all not")


def test_standing_it_stays_hidden(bob, carol, hidden):
    review = appeal(bob, hidden)
    commands.uphold(actor_id=carol.id, review_id=review.id, reason="It hurt somebody")
    assert db.session.get_one(Post, hidden.post_id).state is State.HIDDEN
    assert appeal(bob, hidden).id == review.id, "once"


def test_what_was_declined_is_released(world, ann, bob, carol, held):
    declined = commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, ground="off_topic")
    review = appeal(bob, declined)
    commands.overturn(actor_id=carol.id, review_id=review.id, reason="It is on topic")
    assert things.again(held).state is State.RELEASED


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_a_measure_ends_with_the_appeal(world, ann, bob, carol, kind):
    measure = measured(ann, bob, world.cohort, kind)
    review = appeal(bob, decision_of(measure))
    commands.overturn(actor_id=carol.id, review_id=review.id, reason="Too much")
    assert Measure.of(bob.id, world.cohort.id) == []
    membership = Membership.of(bob.id, world.cohort.id)
    assert membership is not None
    assert policy.writes_in(load_actor(bob.id), world.cohort)


def test_who_is_shut_out_can_appeal(world, ann, bob, carol):
    measure = measured(ann, bob, world.cohort, MeasureKind.SUSPENDED)
    assert not policy.can_read_space(load_actor(bob.id), world.cohort), "control"
    assert appeal(bob, decision_of(measure)).author_id == bob.id


def test_it_is_for_whom_it_is_about_and_has_a_reason(world, ann, bob, carol, hidden):
    with pytest.raises(NotFound):
        appeal(carol, hidden)
    with pytest.raises(Invalid) as refused:
        appeal(bob, hidden, plea=" ")
    assert refused.value.field == "plea"
    released = commands.restore(actor_id=ann.id, post_id=hidden.post_id)
    with pytest.raises(NotFound):
        appeal(bob, released)


def test_after_four_weeks_only_what_still_holds(world, ann, bob, carol, hidden):
    measure = measured(ann, bob, world.cohort, MeasureKind.HELD, days=60)
    with clock.at(NOON + APPEAL_FOR + timedelta(hours=1)):
        with pytest.raises(Forbidden):
            appeal(bob, hidden)
        assert appeal(bob, decision_of(measure))


def test_what_was_undone_needs_no_appeal(ann, bob, hidden):
    commands.undo(actor_id=ann.id, decision_id=hidden.id)
    with pytest.raises(Forbidden):
        appeal(bob, hidden)


def test_what_changed_meanwhile_can_only_stand(world, ann, bob, carol, hidden):
    review = appeal(bob, hidden)
    commands.restore(actor_id=ann.id, post_id=hidden.post_id)
    with pytest.raises(Conflict, match="It has changed since"):
        commands.overturn(actor_id=carol.id, review_id=review.id, reason="Yes")
    assert commands.uphold(actor_id=carol.id, review_id=review.id, reason="It is back already")


def test_nobody_decides_their_own(world, ann, bob, carol):
    opening = things.open_topic(carol, world.cohort)
    decision = commands.hide(actor_id=ann.id, post_id=opening.id, ground="unkind")
    dora = newcomer("dora")
    things.appoint(dora)
    review = appeal(carol, decision)
    assert review.falls_to is Deciders.STEWARDS, "carol moderates, and must not decide about herself"
    with pytest.raises(NotFound):
        commands.overturn(actor_id=carol.id, review_id=review.id, reason="Mine")
