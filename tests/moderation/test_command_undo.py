"""Undo one's own decision within ten minutes: another entry in the log, nothing called back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, NotFound
from cop.models import Decision, Membership, Message, Post, ReviewKind, State, TopicState, Verdict
from cop.moderation import commands, queries
from tests.moderation import things
from tests.people import newcomer


def waiting(person):
    return [review.id for review in queries.queue(policy.load_actor(person.id)).rows]


def test_a_release_undone_is_hidden(world, ann, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    undoing = commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert things.again(held).state is State.HIDDEN
    assert (undoing.verdict, undoing.undoes_id) == (Verdict.HIDE, decision.id)
    assert waiting(ann) == []
    again = commands.undo(actor_id=ann.id, decision_id=undoing.id)
    assert (again.verdict, things.again(held).state) == (Verdict.RESTORE, State.RELEASED)
    assert waiting(ann) == [], "a held review does not come back by that"


def test_an_edited_release_undone_is_hidden(world, ann, held):
    review = things.review_of(held)
    decision = commands.release_edited(actor_id=ann.id, review_id=review.id, text="Other", note="Why")
    commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert things.again(held).state is State.HIDDEN


def test_a_decline_undone_waits_again_with_its_history(world, ann, held):
    first = things.review_of(held)
    decision = commands.decline(actor_id=ann.id, review_id=first.id, reason="No")
    undoing = commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert (undoing.verdict, undoing.undoes_id) == (Verdict.REOPEN, decision.id)
    post = things.again(held)
    assert (post.state, post.topic.state) == (State.HELD, TopicState.HELD)
    second = things.review_of(held)
    assert (second.id, second.kind, second.decided_at) == (first.id, ReviewKind.HELD, None)
    assert [each.verdict for each in second.decisions] == [Verdict.DECLINE, Verdict.REOPEN]
    assert commands.release(actor_id=ann.id, review_id=second.id)


def test_a_declined_message_waits_again(world, ann, bob):
    said = things.held_message(bob, world.cohort)
    decision = commands.decline(actor_id=ann.id, review_id=things.review_of(said).id, reason="No")
    commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert things.again(said).state is State.HELD
    assert waiting(ann) == [things.review_of(said).id]


def test_hiding_undone_restores_it_and_the_report_waits_again(world, ann, bob, dan):
    post = things.open_topic(bob, world.cohort)
    review_id = things.reported(dan, post)
    decision = commands.hide_reviewed(actor_id=ann.id, review_id=review_id, reason="No")
    assert waiting(ann) == []
    undoing = commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert (undoing.verdict, things.again(post).state) == (Verdict.RESTORE, State.RELEASED)
    assert waiting(ann) == [review_id]


def test_hiding_without_a_report_is_undone(world, ann, bob):
    said = things.message(bob, world.cohort)
    decision = commands.hide(actor_id=ann.id, message_id=said.id, reason="No")
    commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert things.again(said).state is State.RELEASED


def test_a_dismissed_report_waits_again(world, ann, bob, dan):
    review_id = things.reported(dan, things.open_topic(bob, world.cohort))
    decision = commands.dismiss(actor_id=ann.id, review_id=review_id)
    undoing = commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert (undoing.verdict, waiting(ann)) == (Verdict.REOPEN, [review_id])
    assert commands.dismiss(actor_id=ann.id, review_id=review_id).id != decision.id


def test_a_report_that_came_again_waits_once(world, ann, bob, dan):
    post = things.open_topic(bob, world.cohort)
    first = things.reported(dan, post)
    decision = commands.dismiss(actor_id=ann.id, review_id=first)
    second = things.reported(newcomer("eve", world.cohort), post)
    with pytest.raises(Conflict, match="reported again"):
        commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert waiting(ann) == [second]


def test_undoing_twice_is_one_entry(world, ann, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    undoings = {commands.undo(actor_id=ann.id, decision_id=decision.id).id for _ in range(2)}
    assert len(undoings) == 1


def test_after_ten_minutes_it_stands(world, ann, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    with clock.at(clock.now() + timedelta(minutes=10)), pytest.raises(Forbidden, match="ten minutes"):
        commands.undo(actor_id=ann.id, decision_id=decision.id)
    with clock.at(clock.now() + timedelta(minutes=9)):
        assert commands.undo(actor_id=ann.id, decision_id=decision.id), "control"


def test_nobody_undoes_for_another(world, ann, bob, carol, mallory, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    for person in (bob, carol, mallory):
        with pytest.raises(NotFound):
            commands.undo(actor_id=person.id, decision_id=decision.id)
    with pytest.raises(NotFound):
        commands.undo(actor_id=ann.id, decision_id=999_999_999_999)
    assert things.again(held).state is State.RELEASED


def test_who_no_longer_moderates_undoes_nothing(world, ann, bob, held):
    released = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    hidden = commands.hide(actor_id=ann.id, message_id=things.message(bob, world.cohort).id, reason="No")

    @db.command
    def leave():
        Membership.of(ann.id, world.cohort.id).leave()

    leave()
    for decision in (released, hidden):
        with pytest.raises(NotFound):
            commands.undo(actor_id=ann.id, decision_id=decision.id)


def test_what_changed_since_is_left_as_it_is(world, ann, bob, held):
    released = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)

    @db.command
    def remove(model, row_id):
        db.lock(model, row_id).remove()

    remove(Post, held.id)
    said = things.held_message(bob, world.cohort)
    declined = commands.decline(actor_id=ann.id, review_id=things.review_of(said).id, reason="No")
    remove(Message, said.id)
    for decision in (released, declined):
        with pytest.raises(Conflict, match="changed since"):
            commands.undo(actor_id=ann.id, decision_id=decision.id)


def test_only_verdicts_about_contributions_are_undone_here(world, ann, bob):
    @db.command
    def log():
        return Decision.log(Verdict.ADD_MEMBER, space_id=world.cohort.id, actor_id=ann.id, person_id=bob.id)

    with pytest.raises(NotFound):
        commands.undo(actor_id=ann.id, decision_id=log().id)


def test_a_decision_is_never_changed_and_never_deleted(world, ann, held):
    decision = commands.release(actor_id=ann.id, review_id=things.review_of(held).id)

    @db.command
    def rewrite(**values):
        for name, value in values.items():
            setattr(db.get(Decision, decision.id), name, value)

    @db.command
    def delete():
        db.session.delete(db.get(Decision, decision.id))

    for values in ({"reason": "Better"}, {"actor_id": world.bob.id}, {"verdict": Verdict.DECLINE}):
        with pytest.raises(RuntimeError, match="never changed"):
            rewrite(**values)
    with pytest.raises(RuntimeError, match="never deleted"):
        delete()
    kept = db.session.scalars(sa.select(Decision).execution_options(populate_existing=True)).one()
    assert (kept.reason, kept.actor_id, kept.verdict) == ("", ann.id, Verdict.RELEASE)
