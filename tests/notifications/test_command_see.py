"""What somebody has seen is seen on every device; marking can be undone."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.chat import commands as chat
from cop.errors import NotFound
from cop.forum import commands as forum
from cop.keeping import commands as keeping
from cop.models import Kept, Notice, NoticeKind
from cop.notifications import commands
from tests.conftest import NOON
from tests.people import newcomer


def ids(person) -> list[int]:
    return [notice.id for notice in db.session.query(Notice).filter_by(person_id=person.id).order_by("id")]


def test_one_is_seen_and_its_undoing_lets_it_be_unseen(ann, bob, start, reply, say, told):
    reply(ann, start(bob).topic_id)
    say(ann, "@Bob")
    with clock.at(NOON + timedelta(seconds=1, microseconds=123_456)):
        moment = commands.see_notice(actor_id=bob.id, notice_id=ids(bob)[0])
    assert told(bob) == [("call", None)]
    commands.forget_seen(actor_id=bob.id, moment=moment)
    assert told(bob) == [("call", None), ("reply", "Costing")]


def test_all_are_seen_up_to_what_the_page_showed(ann, bob, start, reply, say, told):
    reply(ann, start(bob).topic_id)
    say(ann, "@Bob, first")
    upto = ids(bob)[-1]
    say(ann, "@Bob, later")
    moment = commands.see_all(actor_id=bob.id, upto=upto)
    assert told(bob) == [("call", None)]
    commands.forget_seen(actor_id=bob.id, moment=moment)
    assert len(told(bob)) == 3


def test_undoing_leaves_what_has_come_again_alone(ann, bob, start, reply, told):
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    moment = commands.see_all(actor_id=bob.id, upto=10**9)
    reply(ann, topic_id)
    commands.forget_seen(actor_id=bob.id, moment=moment)
    assert told(bob) == [("reply", "Costing")]


def test_nobody_sees_or_forgets_for_another(world, ann, bob, mallory, start, reply, told):
    reply(ann, start(bob).topic_id)
    for wrong in (ids(bob)[0], 999_999_999_999):
        with pytest.raises(NotFound):
            commands.see_notice(actor_id=mallory.id, notice_id=wrong)
    commands.see_all(actor_id=mallory.id, upto=10**9)
    assert told(bob) == [("reply", "Costing")]
    moment = commands.see_all(actor_id=bob.id, upto=10**9)
    commands.forget_seen(actor_id=mallory.id, moment=moment)
    assert told(bob) == []
    commands.forget_seen(actor_id=bob.id, moment=moment)
    assert told(bob) == [("reply", "Costing")]


def test_reading_a_topic_in_part_sees_what_was_read(ann, bob, start, reply, name, told):
    topic_id = start(bob).topic_id
    named = reply(ann, topic_id)
    name(named, bob)
    reply(ann, topic_id)
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    assert told(bob) == [("reply", "Costing")], "one reply is left to read"
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=3)
    assert told(bob) == []


def test_a_reminder_is_seen_when_it_is_opened_and_not_by_reading_past_it(ann, bob, start, name, told):
    post = start(ann)
    name(post, bob, kind=NoticeKind.REMINDER)
    forum.mark_read(actor_id=bob.id, topic_id=post.topic_id, position=1)
    assert told(bob) == [("reminder", "Costing")]
    commands.see_notice(actor_id=bob.id, notice_id=ids(bob)[0])
    assert told(bob) == []
    assert name(post, bob, kind=NoticeKind.REMINDER) == [bob.id], "it may come again"


def test_marking_a_forum_as_read_sees_its_topics_and_not_who_calls(world, ann, bob, start, reply, name, told):
    topic_id = start(bob).topic_id
    name(reply(ann, topic_id), bob)
    other = start(bob, "In the set", space=world.set_a).topic_id
    reply(ann, other)
    forum.mark_spaces_read(actor_id=bob.id, places={world.cohort.id: 10**9})
    assert told(bob) == [("reply", "In the set"), ("mention", "Costing")]
    forum.mark_space_read(actor_id=bob.id, space_id=world.set_a.id, upto=10**9)
    assert told(bob) == [("mention", "Costing")]


def test_reading_a_room_sees_who_called_as_far_as_it_was_read(world, ann, bob, say, told):
    first, second = say(ann, "@Bob, one"), say(ann, "@Bob, two")
    say(ann, "@Bob, in the set", "cohort-1-set-a")
    chat.read_room(actor_id=bob.id, slug="cohort-1", upto=first.seq)
    assert len(told(bob)) == 2
    chat.read_room(actor_id=bob.id, slug="cohort-1", upto=second.seq)
    assert len(told(bob)) == 1


def test_reading_by_another_sees_nothing_of_mine(world, ann, bob, start, reply, told):
    carol = newcomer("carol", world.cohort)
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    forum.mark_read(actor_id=carol.id, topic_id=topic_id, position=2)
    assert told(bob) == [("reply", "Costing")]


def test_what_is_half_a_year_old_is_forgotten(ann, bob, start, name, told):
    name(start(ann, "Old"), bob)
    with clock.at(NOON + timedelta(days=100)):
        name(start(ann, "Young"), bob)
    with clock.at(NOON + timedelta(days=179)):
        assert keeping.let_go(kind=Kept.NOTICES) == 0
    with clock.at(NOON + timedelta(days=181)):
        assert keeping.let_go(kind=Kept.NOTICES) == 1
        assert keeping.let_go(kind=Kept.NOTICES) == 0
    assert told(bob) == [("mention", "Young")]
