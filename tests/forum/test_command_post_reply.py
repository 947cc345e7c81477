"""Replying in a topic."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden, NotFound, TooFast
from cop.forum import commands
from cop.forum.commands.pace import BURST
from cop.forum.commands.writing import LOCKED, NOT_A_WRITER, NOT_YET
from cop.models import Person, Policy, Post, Review, RoleName, State, Topic, TopicReading
from tests.people import World, key, newcomer, set_policy

Write = Callable[..., Post]


def topic_of(post: Post) -> Topic:
    return db.session.get(Topic, post.topic_id, populate_existing=True)


def test_it_takes_the_next_place(bob: Person, ann: Person, start: Write, reply: Write) -> None:
    first = start(bob)
    assert [reply(person, first.topic_id).position for person in (ann, bob, ann)] == [2, 3, 4]
    topic = topic_of(first)
    assert (topic.posts, topic.last_author_id) == (4, ann.id)


def test_a_held_one_takes_none_and_waits(world: World, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    held = reply(nora, topic_id)
    assert (held.state, held.position) == (State.HELD, None)
    assert reply(bob, topic_id).position == 2, "who has been released before is not held"
    topic = topic_of(held)
    assert (topic.posts, topic.last_author_id) == (2, bob.id)
    review = db.session.scalars(sa.select(Review)).one()
    assert (review.post_id, review.author_id) == (held.id, nora.id)


def test_the_same_key_returns_the_first_post_for_ever(
    bob: Person, ann: Person, start: Write, set_roles: Callable[..., None], world: World
) -> None:
    topic_id = start(ann).topic_id
    sent = {"actor_id": bob.id, "topic_id": topic_id, "text": "Once\r\n", "key": key()}
    first = commands.post_reply(**sent)
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    assert commands.post_reply(**sent).id == first.id
    assert commands.post_reply(**sent | {"text": "Once"}).id == first.id, "line ends are no content"
    with pytest.raises(Conflict):
        commands.post_reply(**sent | {"text": "Twice"})


def test_a_key_is_its_authors_own(bob: Person, ann: Person, start: Write) -> None:
    topic_id, same = start(ann).topic_id, key()
    mine = commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="x", key=same)
    hers = commands.post_reply(actor_id=ann.id, topic_id=topic_id, text="y", key=same)
    assert mine.id != hers.id


def test_a_key_counts_across_topics(bob: Person, start: Write) -> None:
    here, there, same = start(bob).topic_id, start(bob).topic_id, key()
    commands.post_reply(actor_id=bob.id, topic_id=here, text="x", key=same)
    with pytest.raises(Conflict):
        commands.post_reply(actor_id=bob.id, topic_id=there, text="x", key=same)


def test_a_locked_topic_is_for_moderators(bob: Person, ann: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    with pytest.raises(Forbidden, match=LOCKED):
        reply(bob, topic_id)
    assert reply(ann, topic_id).position == 2


def test_an_observer_and_staff_are_told_why_not(
    world: World, bob: Person, start: Write, reply: Write, set_roles: Callable[..., None]
) -> None:
    topic_id = start(bob).topic_id
    watcher = newcomer("nora", world.cohort)
    assert reply(watcher, topic_id), "she may, until she only watches"
    set_roles(watcher, world.cohort, RoleName.OBSERVER)
    for person in (watcher, world.staff):
        with pytest.raises(Forbidden, match="not write in it"):
            reply(person, topic_id)
    assert "not write" in NOT_A_WRITER


def test_nobody_replies_in_a_topic_that_waits(world: World, start: Write, reply: Write, ann: Person) -> None:
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    topic_id = start(nora).topic_id
    for person in (nora, ann):
        with pytest.raises(Forbidden, match=NOT_YET):
            reply(person, topic_id)


def test_mallory_finds_no_such_topic(
    mallory: Person, bob: Person, start: Write, reply: Write, world: World
) -> None:
    topic_id = start(bob).topic_id
    for wrong in (topic_id, 999_999_999_999):
        with pytest.raises(NotFound):
            reply(mallory, wrong)
    assert reply(mallory, start(mallory, space=world.other).topic_id).id


def test_a_stranger_learns_nothing_from_a_key(
    mallory: Person, bob: Person, start: Write, world: World
) -> None:
    theirs, same = start(bob).topic_id, key()
    own = start(mallory, space=world.other).topic_id
    commands.post_reply(actor_id=mallory.id, topic_id=own, text="x", key=same)
    with pytest.raises(NotFound):
        commands.post_reply(actor_id=mallory.id, topic_id=theirs, text="x", key=same)


def test_so_much_at_once_and_no_more(bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    for _ in range(BURST - 1):
        reply(bob, topic_id)
    with pytest.raises(TooFast):
        reply(bob, topic_id)


def test_what_everybody_waits_for_is_asked_in_few_statements(
    bob: Person, ann: Person, start: Write, reply: Write, count_queries: Callable[..., Any]
) -> None:
    """Nine under the lock of the space, of which one reads who writes, and one to tell of it once the lock is gone."""
    topic_id = start(ann).topic_id
    reply(ann, topic_id)
    reply(bob, topic_id)
    with count_queries() as asked:
        reply(bob, topic_id)
    assert len(asked) == 10, "\n\n".join(asked)
    assert not [each for each in asked if "FROM forum_draft" in each and "DELETE" in each], (
        "there is none to spend"
    )


def test_a_repeat_is_no_new_contribution(bob: Person, start: Write) -> None:
    sent = {"actor_id": bob.id, "topic_id": start(bob).topic_id, "text": "x", "key": key()}
    ids = {commands.post_reply(**sent).id for _ in range(BURST + 5)}
    assert len(ids) == 1


def test_ones_own_reply_is_not_unread_to_oneself(
    bob: Person, ann: Person, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    reply(bob, topic_id)
    reading = db.session.get(TopicReading, (bob.id, topic_id), populate_existing=True)
    assert reading is not None
    assert reading.position == 2
    reply(ann, topic_id)
    reply(bob, topic_id)
    reading = db.session.get(TopicReading, (bob.id, topic_id), populate_existing=True)
    assert reading.position == 2, "Ann's reply between is still new to him"
