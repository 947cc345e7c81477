"""Decline what was held: the space never sees it, its author is told why."""

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Letter, Person, State, TopicState, Verdict
from cop.moderation import commands
from tests.moderation import things


def test_a_declined_post_is_kept_from_the_space(world, ann, bob, held):
    decision = commands.decline(
        actor_id=ann.id, review_id=things.review_of(held).id, reason=" It names a patient. "
    )
    post = things.again(held)
    assert (post.state, post.position, post.topic.state, post.topic.posts) == (
        State.DECLINED,
        None,
        TopicState.DECLINED,
        0,
    )
    assert (decision.verdict, decision.reason) == (Verdict.DECLINE, "It names a patient.")
    letter = db.session.scalars(sa.select(Letter)).one()
    assert (letter.address, letter.decision_id) == (bob.email, decision.id)


def test_a_declined_reply_leaves_its_topic_alone(world, ann, bob):
    opening = things.open_topic(world.staff, world.cohort)
    waiting = things.held_reply(bob, opening)
    commands.decline(actor_id=ann.id, review_id=things.review_of(waiting).id, reason="No")
    assert things.again(opening).topic.state is TopicState.OPEN
    assert things.again(waiting).state is State.DECLINED


def test_a_declined_message_never_has_a_place(world, ann, bob, facts):
    said = things.held_message(bob, world.cohort)
    facts.clear()
    commands.decline(actor_id=ann.id, review_id=things.review_of(said).id, reason="No")
    assert (things.again(said).seq, things.again(said).state) == (None, State.DECLINED)
    assert {type(fact).__name__ for fact in facts} == {
        "ReviewDecided",
        "LetterWritten",
        "ContributionDecided",
        "NoticesChanged",
    }


def test_a_reason_is_asked_for(world, ann, held):
    for reason in ("", "  ", "x" * 2_001):
        with pytest.raises(Invalid) as refused:
            commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, reason=reason)
        assert refused.value.field == "reason"
    assert things.again(held).state is State.HELD


def test_who_has_left_gets_no_letter(world, ann, bob, held):
    @db.command
    def deactivate():
        db.lock(Person, bob.id).deactivated_at = clock.now()

    deactivate()
    commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, reason="No")
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 0


def test_mallory_and_bob_find_nothing(world, ann, bob, mallory, held):
    review = things.review_of(held)
    for person in (mallory, bob):
        with pytest.raises(NotFound):
            commands.decline(actor_id=person.id, review_id=review.id, reason="No")
    assert commands.decline(actor_id=ann.id, review_id=review.id, reason="No"), "control"


def test_the_same_again_is_one_and_another_reason_is_a_conflict(world, ann, held):
    review = things.review_of(held)
    for _ in range(2):
        commands.decline(actor_id=ann.id, review_id=review.id, reason="No")
    with pytest.raises(Conflict, match="You have already declined this at 12:00"):
        commands.decline(actor_id=ann.id, review_id=review.id, reason="Another")
    assert len(things.decisions()) == 1


def test_what_is_held_is_neither_dismissed_nor_hidden_by_its_review(world, ann, held):
    review = things.review_of(held)
    with pytest.raises(Conflict, match="released or declined"):
        commands.dismiss(actor_id=ann.id, review_id=review.id)
    with pytest.raises(Conflict, match="released or declined"):
        commands.hide_reviewed(actor_id=ann.id, review_id=review.id, reason="No")
