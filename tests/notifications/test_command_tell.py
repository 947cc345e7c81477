"""Telling people what concerns them: whom, once, and nobody who should not hear of it."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock, db
from cop.chat import commands as chat
from cop.forum import commands as forum
from cop.models import (
    Membership,
    Notice,
    NoticeKind,
    Person,
    Policy,
    Review,
    Stance,
    Topic,
    TopicReading,
)
from cop.moderation import commands as moderation
from cop.notifications.commands import notify
from tests.notifications.conftest import evict
from tests.people import newcomer, put_post, set_policy


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count(Notice.id))) or 0


def heed(person: Person, topic_id: int, stance: Stance) -> None:
    forum.heed_topic(actor_id=person.id, topic_id=topic_id, stance=stance)


def test_a_reply_concerns_who_opened_the_topic_and_who_follows_it(world, ann, bob, start, reply, told):
    carol, dora = newcomer("carol", world.cohort), newcomer("dora", world.cohort)
    topic_id = start(bob).topic_id
    heed(carol, topic_id, Stance.FOLLOWED)
    reply(ann, topic_id)

    assert told(bob) == [("reply", "Costing")]
    assert told(carol) == [("followed", "Costing")]
    assert told(ann) == told(dora) == [], "neither who wrote it nor who asked for nothing"


def test_who_writes_follows_and_may_stop(ann, bob, world, start, reply, told):
    carol = newcomer("carol", world.cohort)
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    reply(carol, topic_id)
    assert told(ann) == [("followed", "Costing")]

    forum.mark_read(actor_id=ann.id, topic_id=topic_id, position=3)
    heed(ann, topic_id, Stance.NEITHER)
    reply(ann, topic_id)
    reply(carol, topic_id)
    assert told(ann) == [], "writing again does not undo what she chose"
    assert told(bob) == [("reply", "Costing")]


def test_many_replies_make_one_row(ann, bob, start, reply, told):
    topic_id = start(bob).topic_id
    for _ in range(4):
        reply(ann, topic_id)
    assert rows() == 1
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=5)
    assert told(bob) == []
    reply(ann, topic_id)
    assert told(bob) == [("reply", "Costing")]
    assert rows() == 2, "one more for each visit, and not for each post"


def test_telling_costs_one_statement_however_many_follow(world, ann, bob, start, reply, count_queries):
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    with count_queries() as of_one:
        reply(ann, topic_id)
    for number in range(30):
        heed(newcomer(f"n{number}", world.cohort), topic_id, Stance.FOLLOWED)
    start(ann, "Elsewhere")  # from here on the readers of the space are known
    with count_queries() as of_many:
        reply(ann, topic_id)

    assert rows() == 31
    assert len(of_many) == len(of_one)
    assert len([each for each in of_many if "INTO notice" in each]) == 1


def test_a_new_topic_concerns_who_follows_the_space(world, ann, bob, start, reply, told):
    forum.heed_space(actor_id=ann.id, space_id=world.cohort.id, stance=Stance.FOLLOWED)
    topic_id = start(bob, "New").topic_id
    start(bob, "Elsewhere", space=world.set_a)
    reply(bob, topic_id)
    assert told(ann) == [("topic", "New")], "of the topic alone, not of each post in it"
    forum.mark_read(actor_id=ann.id, topic_id=topic_id, position=1)
    assert told(ann) == []


def test_a_line_concerns_whom_it_names_once(ann, bob, say, told):
    said = say(bob, "@Ann, look at this")
    assert told(ann) == [("call", None)]
    edited = chat.edit_message(
        actor_id=bob.id, message_id=said.id, text="@Ann, look again", changed=said.changed
    )
    chat.mark_message(actor_id=bob.id, message_id=said.id, word="agree", on=True)
    assert rows() == 1
    assert told(bob) == []
    chat.read_room(actor_id=ann.id, slug="cohort-1", upto=edited.seq or 0)
    assert told(ann) == []


def test_a_line_that_names_somebody_since_it_was_edited_concerns_them(ann, bob, say, told):
    said = say(bob, "Look at this")
    assert told(ann) == []
    chat.edit_message(actor_id=bob.id, message_id=said.id, text="@Ann, look", changed=said.changed)
    assert told(ann) == [("call", None)]


def test_what_is_held_tells_nobody_until_it_is_released(world, ann, bob, start, told, reply, say):
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    carol = newcomer("carol", world.cohort)
    waits, line = reply(carol, topic_id), say(carol, "@Bob, hello")
    assert told(bob) == []
    for subject in (Review.post_id == waits.id, Review.message_id == line.id):
        review = db.session.scalars(sa.select(Review).where(subject)).one()
        moderation.release(actor_id=ann.id, review_id=review.id)
    assert told(bob) == [("call", None), ("reply", "Costing")]
    assert told(carol) == [("decision", None), ("decision", "Costing")]


def test_a_decision_concerns_its_author_and_a_report_who_made_it(world, ann, bob, start, told):
    carol = newcomer("carol", world.cohort)
    post = start(bob, "Unkind")
    review = moderation.report(actor_id=carol.id, post_id=post.id, category="unkind").review_id
    moderation.hide_reviewed(actor_id=ann.id, review_id=review, reason="Unkind")
    assert told(bob) == [("decision", "Unkind")]
    assert told(carol) == [("report", None)], "what became of it, and no word of where it is now"
    assert told(ann) == []


def test_a_report_that_came_to_nothing_concerns_who_made_it_alone(world, ann, bob, start, told):
    carol = newcomer("carol", world.cohort)
    review = moderation.report(actor_id=carol.id, post_id=start(bob).id, category="unkind").review_id
    moderation.dismiss(actor_id=ann.id, review_id=review)
    assert (told(carol), told(bob)) == ([("report", None)], [])


def test_what_one_takes_back_oneself_is_no_decision(world, bob, start, told):
    set_policy(world.cohort, Policy.ALL_HELD)
    forum.remove_post(actor_id=bob.id, post_id=start(bob).id)
    assert rows() == 0
    assert told(bob) == []


def test_who_cannot_read_it_is_not_told(world, ann, bob, mallory, start, reply, name, told):
    carol = newcomer("carol", world.cohort)
    topic_id = start(ann).topic_id
    reply(carol, topic_id)
    evict(carol, world.cohort)
    post = reply(bob, topic_id)
    assert name(post, ann, carol, mallory) == [ann.id]
    assert told(ann) == [("mention", "Costing"), ("reply", "Costing")]
    assert db.session.scalars(sa.select(Notice.person_id)).unique().all() == [ann.id]
    assert told(mallory) == told(carol) == []


def test_who_was_named_in_a_post_is_not_told_of_it_twice(world, ann, bob, start, reply, told):
    topic_id = start(bob).topic_id

    @db.command
    def write_and_name() -> None:
        post = put_post(db.lock(Topic, topic_id), ann, "Bob, what do you say?")
        notify([bob.id], NoticeKind.MENTION, post)

    write_and_name()
    assert told(bob) == [("mention", "Costing")]


def test_who_is_named_in_a_post_follows_its_topic_unless_they_chose(
    world, ann, bob, start, reply, name, told
):
    carol, topic_id = newcomer("carol", world.cohort), start(ann).topic_id
    heed(carol, topic_id, Stance.NEITHER)
    post = reply(ann, topic_id)
    assert sorted(name(post, bob, carol)) == [bob.id, carol.id]
    reply(ann, topic_id)
    assert told(bob) == [("followed", "Costing"), ("mention", "Costing")]
    assert told(carol) == [("mention", "Costing")]
    name(reply(ann, start(ann, "Another").topic_id), bob, kind=NoticeKind.QUOTE)
    assert db.session.query(TopicReading).filter_by(person_id=bob.id).count() == 1, (
        "a quotation alone does not"
    )


def test_what_is_restored_is_no_news_to_who_has_read_it(world, ann, bob, start, reply, told):
    carol = newcomer("carol", world.cohort)
    topic_id = start(bob).topic_id
    post = reply(carol, topic_id)
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    moderation.hide(actor_id=ann.id, post_id=post.id, reason="Perhaps")
    moderation.restore(actor_id=ann.id, post_id=post.id)
    assert told(bob) == []
    assert told(carol) == [("decision", "Costing"), ("decision", "Costing")]


def test_somebody_whose_account_has_ended_is_told_nothing(world, ann, bob, start, reply, told):
    topic_id = start(bob).topic_id

    @db.command
    def end() -> None:
        db.lock(Person, bob.id).deactivated_at = clock.now()

    end()
    reply(ann, topic_id)
    assert rows() == 0


def test_a_suspended_member_is_told_nothing_meanwhile(world, ann, bob, start, reply):
    topic_id = start(bob).topic_id

    @db.command
    def suspend() -> None:
        membership = Membership.of(bob.id, world.cohort.id)
        assert membership is not None
        membership.suspend(clock.now() + timedelta(days=1))

    suspend()
    reply(ann, topic_id)
    assert rows() == 0
    assert db.session.get(TopicReading, (bob.id, topic_id)).stance is Stance.FOLLOWED
