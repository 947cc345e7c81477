"""Taking one's own post back."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, NotFound
from cop.forum import commands
from cop.models import Decision, Person, Policy, Post, Review, State, Topic, TopicState, Verdict
from tests.people import World, newcomer, set_policy

Write = Callable[..., Post]


def remove(person: Person, post: Post) -> Post:
    return commands.remove_post(actor_id=person.id, post_id=post.id)


def topic_of(post: Post) -> Topic:
    return db.session.get(Topic, post.topic_id, populate_existing=True)


def test_a_reply_leaves_a_tombstone(bob: Person, ann: Person, start: Write, reply: Write) -> None:
    post = reply(bob, start(ann).topic_id)
    removed = remove(bob, post)
    assert (removed.state, removed.position) == (State.REMOVED, 2)
    topic = topic_of(post)
    assert (topic.state, topic.posts, topic.last_author_id) == (TopicState.OPEN, 2, ann.id)
    assert remove(bob, post).state is State.REMOVED, "a repeat is harmless"


def test_a_topic_nobody_answered_goes_with_its_opening(
    bob: Person, ann: Person, start: Write, reply: Write
) -> None:
    alone, answered = start(bob), start(bob)
    reply(ann, answered.topic_id)
    remove(bob, alone)
    remove(bob, answered)
    assert topic_of(alone).state is TopicState.REMOVED
    assert topic_of(answered).state is TopicState.OPEN


def test_a_held_one_leaves_the_queue(world: World, start: Write) -> None:
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    post = start(nora)
    remove(nora, post)
    review = db.session.scalars(sa.select(Review)).one()
    assert review.decided_at is not None
    decision = db.session.scalars(sa.select(Decision)).one()
    assert (decision.verdict, decision.actor_id, decision.review_id) == (
        Verdict.WITHDRAWN,
        nora.id,
        review.id,
    )
    assert topic_of(post).state is TopicState.REMOVED


def test_it_is_for_its_author_alone(
    bob: Person, ann: Person, mallory: Person, world: World, start: Write
) -> None:
    post = start(bob)
    for person in (ann, world.staff):
        with pytest.raises(Forbidden):
            remove(person, post)
    for wrong in (post.id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.remove_post(actor_id=mallory.id, post_id=wrong)
    assert remove(bob, post).state is State.REMOVED


def test_a_hidden_one_is_the_moderators(bob: Person, ann: Person, start: Write, reply: Write, change) -> None:
    post = reply(bob, start(ann).topic_id)
    change(post, "hide")
    with pytest.raises(Forbidden):
        remove(bob, post)


def test_one_may_in_a_locked_topic(bob: Person, ann: Person, start: Write) -> None:
    post = start(bob)
    commands.lock_topic(actor_id=ann.id, topic_id=post.topic_id)
    assert remove(bob, post).state is State.REMOVED
