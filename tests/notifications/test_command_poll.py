"""A new poll concerns whom a reply would, once; nobody who has muted it, switched it off, or may not read it."""

import pytest

from cop import db
from cop.forum import commands as forum
from cop.models import Notice, NoticeKind, Person, Stance
from cop.notifications.commands import choose_kinds
from tests.forum.test_command_polls import ask
from tests.notifications.conftest import evict
from tests.people import World, newcomer


@pytest.fixture
def carol(world: World) -> Person:
    return newcomer("carol", world.cohort)


@pytest.fixture
def topic_id(start, ann, bob, carol, reply) -> int:
    """Bob's, which Ann and Carol follow: they have written in it, and all have read it to its end."""
    topic_id = start(bob).topic_id
    for person in (ann, carol):
        reply(person, topic_id)
    for person in (ann, bob, carol):
        forum.mark_read(actor_id=person.id, topic_id=topic_id, position=3)
    return topic_id


def heed(person: Person, topic_id: int, stance: Stance) -> None:
    forum.heed_topic(actor_id=person.id, topic_id=topic_id, stance=stance)


def test_it_concerns_who_follows_its_topic_and_who_opened_that(world, topic_id, ann, bob, carol, told):
    dora = newcomer("dora", world.cohort)
    ask(ann, topic_id)
    assert told(bob) == [("reply", "Costing")]
    assert told(carol) == [("followed", "Costing")]
    assert told(ann) == told(dora) == [], "neither who asks nor who asked for nothing"


def test_of_ones_own_poll_in_ones_own_topic_one_is_not_told(topic_id, ann, bob, told):
    ask(bob, topic_id)
    assert (told(bob), told(ann)) == ([], [("followed", "Costing")])


def test_it_is_one_row_with_what_else_is_new_there(topic_id, ann, carol, reply, told):
    ask(ann, topic_id)
    ask(ann, topic_id)
    reply(ann, topic_id)
    assert told(carol) == [("followed", "Costing")]
    assert (
        db.session.query(Notice).filter_by(person_id=carol.id).filter(Notice.seen_at.is_(None)).count() == 1
    )


def test_what_is_muted_or_left_alone_tells_nothing(world, topic_id, ann, bob, carol, told):
    heed(carol, topic_id, Stance.MUTED)
    forum.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.MUTED)
    ask(ann, topic_id)
    assert told(carol) == told(bob) == []
    heed(carol, topic_id, Stance.NEITHER)
    ask(ann, topic_id)
    assert told(carol) == []
    heed(carol, topic_id, Stance.FOLLOWED)
    ask(ann, topic_id)
    assert told(carol) == [("followed", "Costing")]


def test_each_kind_can_be_switched_off(topic_id, ann, bob, carol, told):
    choose_kinds(actor_id=bob.id, wanted=set(NoticeKind) - {NoticeKind.REPLY})
    choose_kinds(actor_id=carol.id, wanted=set(NoticeKind) - {NoticeKind.FOLLOWED})
    ask(ann, topic_id)
    assert told(bob) == told(carol) == []
    choose_kinds(actor_id=carol.id, wanted=set(NoticeKind))
    ask(ann, topic_id)
    assert told(carol) == [("followed", "Costing")]


def test_who_has_left_is_told_nothing_and_shown_nothing(world, topic_id, ann, bob, carol, told):
    evict(carol, world.cohort)
    ask(ann, topic_id)
    assert told(carol) == []
    assert told(bob) == [("reply", "Costing")]
    evict(bob, world.cohort)
    assert told(bob) == [], "what was told is read where it is shown"


def test_a_vote_or_its_end_tells_nobody(topic_id, ann, bob, carol, told):
    poll = ask(bob, topic_id)
    forum.mark_read(actor_id=carol.id, topic_id=topic_id, position=3)
    forum.vote(actor_id=ann.id, poll_id=poll.id, chosen={poll.options[0].id: 1})
    forum.close_poll(actor_id=bob.id, poll_id=poll.id)
    assert told(carol) == []


def test_it_costs_as_much_however_many_follow(world, topic_id, ann, count_queries):
    with count_queries() as of_few:
        ask(ann, topic_id)
    for number in range(20):
        heed(newcomer(f"n{number}", world.cohort), topic_id, Stance.FOLLOWED)
    with count_queries() as of_many:
        ask(ann, topic_id)
    told_in = [[each for each in some if "INSERT INTO notice" in each] for some in (of_few, of_many)]
    assert [len(each) for each in told_in] == [2, 2]
