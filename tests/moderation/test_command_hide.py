"""Hide, restore and leave alone: with a report or without one, by a moderator or by the steward it went to."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Letter, Message, Post, State, TopicState, Verdict
from cop.moderation import commands, queries
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def opening(world):
    return things.open_topic(world.bob, world.cohort)


@pytest.fixture
def dan(world):
    return newcomer("dan", world.cohort, world.set_a)


def test_a_hidden_post_takes_its_topic_and_its_author_is_told(world, ann, bob, opening, facts):
    decision = commands.hide(actor_id=ann.id, post_id=opening.id, reason="It names a patient")
    post = things.again(opening)
    assert (post.state, post.topic.state) == (State.HIDDEN, TopicState.HIDDEN)
    assert (decision.verdict, decision.reason, decision.review_id) == (
        Verdict.HIDE,
        "It names a patient",
        None,
    )
    letter = db.session.scalars(sa.select(Letter)).one()
    assert (letter.address, letter.decision_id) == (bob.email, decision.id)
    assert {type(fact).__name__ for fact in facts} == {
        "PostChanged",
        "LetterWritten",
        "ContributionDecided",
        "NoticesChanged",
    }


def test_a_hidden_message_changes_for_the_room(world, ann, bob, facts):
    said = things.message(bob, world.cohort)
    facts.clear()
    commands.hide(actor_id=ann.id, message_id=said.id, reason="Unkind")
    assert things.again(said).state is State.HIDDEN
    assert "MessageChanged" in {type(fact).__name__ for fact in facts}


def test_hiding_decides_the_report_that_waits(world, ann, dan, opening):
    review_id = things.reported(dan, opening)
    decision = commands.hide(actor_id=ann.id, post_id=opening.id, reason="Unkind")
    assert decision.review_id == review_id
    assert queries.waiting_count(policy.load_actor(ann.id)) == 0


def test_hiding_leaves_a_report_that_went_to_a_steward(world, ann, bob, steward, elsewhere):
    said = things.message(elsewhere, world.other)
    review_id = things.reported(newcomer("fay", world.other), said)
    assert things.review_of(said).is_escalated
    from tests.moderation.conftest import let_moderate

    let_moderate(ann, world.other)
    assert commands.hide(actor_id=ann.id, message_id=said.id, reason="No").review_id is None
    assert [review.id for review in queries.queue(policy.load_actor(steward.id)).rows] == [review_id]
    commands.hide_reviewed(actor_id=steward.id, review_id=review_id, reason="No")
    assert things.again(said).state is State.HIDDEN, "the steward keeps it hidden"


def test_a_reason_is_asked_for(world, ann, dan, opening):
    with pytest.raises(Invalid):
        commands.hide(actor_id=ann.id, post_id=opening.id, reason=" ")
    with pytest.raises(Invalid):
        commands.hide_reviewed(actor_id=ann.id, review_id=things.reported(dan, opening), reason="")
    assert things.again(opening).state is State.RELEASED


def test_bob_may_not_and_mallory_finds_nothing(world, ann, bob, dan, mallory, opening):
    said = things.message(bob, world.cohort)
    for about in ({"post_id": opening.id}, {"message_id": said.id}):
        with pytest.raises(Forbidden):
            commands.hide(actor_id=dan.id, reason="No", **about)
        with pytest.raises(NotFound):
            commands.hide(actor_id=mallory.id, reason="No", **about)
        with pytest.raises(NotFound):
            commands.restore(actor_id=mallory.id, **about)
        assert commands.hide(actor_id=ann.id, reason="No", **about), "control: Ann may"
    for about in ({"post_id": 999_999_999_999}, {"message_id": 999_999_999_999}):
        with pytest.raises(NotFound):
            commands.hide(actor_id=ann.id, reason="No", **about)


def test_nobody_hides_their_own(world, ann, carol):
    mine = things.open_topic(ann, world.cohort)
    with pytest.raises(Forbidden, match="yourself"):
        commands.hide(actor_id=ann.id, post_id=mine.id, reason="Oops")
    commands.hide(actor_id=carol.id, post_id=mine.id, reason="Oops")
    with pytest.raises(Forbidden, match="yourself"):
        commands.restore(actor_id=ann.id, post_id=mine.id)


def test_the_second_is_told_who_hid_it(world, ann, carol, opening):
    first = commands.hide(actor_id=ann.id, post_id=opening.id, reason="No")
    assert commands.hide(actor_id=ann.id, post_id=opening.id, reason="No").id == first.id, "a double click"
    with pytest.raises(Conflict, match="Ann has already hidden this at 12:00"):
        commands.hide(actor_id=carol.id, post_id=opening.id, reason="No")
    assert len(things.decisions()) == 1


def test_what_is_not_readable_is_not_hidden(world, ann, bob, dan, held):
    with pytest.raises(Forbidden, match="can be hidden"):
        commands.hide(actor_id=ann.id, post_id=held.id, reason="No")
    said = things.message(dan, world.cohort)

    @db.command
    def remove():
        db.lock(Message, said.id).remove()

    remove()
    with pytest.raises(Conflict, match="already removed"):
        commands.hide(actor_id=ann.id, message_id=said.id, reason="No")
    with pytest.raises(Conflict, match="not hidden"):
        commands.restore(actor_id=ann.id, message_id=said.id)


def test_restoring_gives_it_back(world, ann, carol, opening, facts):
    commands.hide(actor_id=ann.id, post_id=opening.id, reason="No")
    facts.clear()
    decision = commands.restore(actor_id=carol.id, post_id=opening.id, reason="It was fine")
    post = things.again(opening)
    assert (post.state, post.topic.state, post.position) == (State.RELEASED, TopicState.OPEN, 1)
    assert (decision.verdict, decision.reason) == (Verdict.RESTORE, "It was fine")
    assert "PostReleased" in {type(fact).__name__ for fact in facts}
    with pytest.raises(Conflict, match="Carol has already restored this"):
        commands.restore(actor_id=ann.id, post_id=opening.id)


def test_what_nobody_decided_about_is_not_restored(world, ann, opening):
    with pytest.raises(Conflict, match="Somebody else was first"):
        commands.restore(actor_id=ann.id, post_id=opening.id)


def test_a_reply_of_a_hidden_topic_waits_for_its_topic(world, ann, dan, opening):
    words = things.reply(dan, opening)
    commands.hide(actor_id=ann.id, post_id=words.id, reason="No")
    commands.hide(actor_id=ann.id, post_id=opening.id, reason="No")
    with pytest.raises(Conflict, match="topic"):
        commands.restore(actor_id=ann.id, post_id=words.id)


def test_a_reported_item_is_hidden_by_its_review(world, ann, dan, opening):
    review_id = things.reported(dan, opening)
    decision = commands.hide_reviewed(actor_id=ann.id, review_id=review_id, reason="Unkind")
    assert things.again(opening).state is State.HIDDEN
    assert decision.review_id == review_id
    assert commands.hide_reviewed(actor_id=ann.id, review_id=review_id, reason="Unkind").id == decision.id
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 1


def test_a_steward_restores_what_a_steward_hid(world, ann, bob, steward):
    said = things.message(ann, world.set_a)
    review_id = things.reported(bob, said)
    commands.hide_reviewed(actor_id=steward.id, review_id=review_id, reason="Unkind")
    commands.restore_reviewed(actor_id=steward.id, review_id=review_id)
    assert things.again(said).state is State.RELEASED
    with pytest.raises(NotFound):
        commands.hide(actor_id=steward.id, message_id=said.id, reason="By another way")


def test_leaving_it_changes_nothing_and_tells_nobody(world, ann, bob, dan, opening):
    review_id = things.reported(dan, opening)
    decision = commands.dismiss(actor_id=ann.id, review_id=review_id)
    assert decision.verdict is Verdict.DISMISS
    assert things.again(opening).state is State.RELEASED
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 0
    with pytest.raises(NotFound):
        commands.dismiss(actor_id=bob.id, review_id=review_id)


def test_what_is_reported_is_neither_released_nor_declined(world, ann, dan, opening):
    review_id = things.reported(dan, opening)
    with pytest.raises(Conflict, match="can read this already"):
        commands.release(actor_id=ann.id, review_id=review_id)
    with pytest.raises(Conflict, match="can read this already"):
        commands.decline(actor_id=ann.id, review_id=review_id, reason="No")


def test_a_report_stays_when_its_author_removes_the_item(world, ann, dan, opening):
    review_id = things.reported(dan, opening)

    @db.command
    def remove():
        db.lock(Post, opening.id).remove()

    remove()
    with pytest.raises(Conflict, match="Leave the report"):
        commands.hide_reviewed(actor_id=ann.id, review_id=review_id, reason="No")
    assert commands.dismiss(actor_id=ann.id, review_id=review_id)
