"""A topic in slow mode: one post from each person in so long, but for its moderators, who alone decide that."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Forbidden, Invalid, NotFound, Slow
from cop.forum import commands
from cop.forum.commands.steered import Changed
from cop.models import Decision, Post, Topic, Verdict
from cop.models.slowing import SLOWNESSES
from tests.conftest import later
from tests.people import key


@pytest.fixture
def topic_id(start, bob) -> int:
    return start(bob).topic_id


@pytest.fixture
def slow(ann, topic_id):
    return lambda seconds, **more: commands.slow_topic(
        actor_id=ann.id, topic_id=topic_id, seconds=seconds, **more
    )


def posts() -> int:
    return db.session.scalar(sa.select(sa.func.count(Post.id)))


@pytest.mark.parametrize("seconds", [each for each in SLOWNESSES if each])
def test_the_next_post_comes_once_the_time_has_gone_by(slow, reply, bob, topic_id, seconds):
    slow(seconds)
    reply(bob, topic_id)
    with later(seconds - 1), pytest.raises(Slow, match="in a second"):
        reply(bob, topic_id)
    with later(seconds):
        reply(bob, topic_id)
    assert posts() == 3


def test_a_repeat_is_the_same_post_and_no_turn(slow, bob, topic_id):
    slow(3_600)
    about = {"actor_id": bob.id, "topic_id": topic_id, "text": "Once", "key": key()}
    assert commands.post_reply(**about).id == commands.post_reply(**about).id


def test_moderators_edits_and_other_topics_are_not_slowed(slow, start, reply, ann, bob, topic_id):
    slow(3_600)
    for _ in range(2):
        reply(ann, topic_id)
    mine = reply(bob, topic_id)
    commands.edit_post(actor_id=bob.id, post_id=mine.id, text="Better", version=mine.version)
    other = start(bob, "Another").topic_id
    for _ in range(2):
        reply(bob, other)
    with pytest.raises(Slow):
        reply(bob, topic_id)


def test_each_change_is_a_decision_and_no_colleague_is_overruled_unseen(slow, ann, topic_id):
    slow(30, seen="0")
    slow(30, seen="0")
    with pytest.raises(Changed):
        slow(120, seen="0")
    slow(0, seen="30")
    made = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [(each.verdict, each.topic_id, each.reason) for each in made] == [
        (Verdict.SLOW_TOPIC, topic_id, "Each person posts once in 30 seconds."),
        (Verdict.SLOW_TOPIC, topic_id, "Slow mode is off."),
    ]


def test_only_moderators_set_it_and_only_to_what_there_is(world, slow, bob, mallory, topic_id):
    for person, refusal in ((bob, Forbidden), (world.staff, Forbidden), (mallory, NotFound)):
        with pytest.raises(refusal):
            commands.slow_topic(actor_id=person.id, topic_id=topic_id, seconds=30)
    for seconds in (-1, 31):
        with pytest.raises(Invalid):
            slow(seconds)
    assert db.session.get(Topic, topic_id, populate_existing=True).slow_posts == 0
    assert slow(30).slow_posts == 30, "control: Ann may"
