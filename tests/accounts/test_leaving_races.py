"""Leaving while something else is done at the same moment, on connections of their own: one is first (F18)."""

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.accounts import commands
from cop.accounts.commands.departing import shared
from cop.chat import commands as chat
from cop.errors import CopError
from cop.forum import commands as forum
from cop.models import Departure, Membership, Message, Person, Poll, Post, RoleName, Space, State, Way
from cop.spaces import commands as spaces
from tests import polls
from tests.accounts.leaver import gone, leave, work_off
from tests.accounts.letterbox import give_password
from tests.at_once import at_once
from tests.moderation import things
from tests.people import key, newcomer_as


@pytest.fixture
def bob(committed):
    give_password(committed.bob)
    return committed.bob


def words_of(person):
    db.session.expire_all()
    kinds = (Post, Message)
    return [
        text
        for each in kinds
        for text in db.session.scalars(sa.select(each.text).filter_by(author_id=person.id))
    ]


def test_what_is_written_at_that_moment_is_erased_or_refused(committed, bob):
    opening = things.open_topic(committed.ann, committed.cohort)

    def post(number):
        return lambda: forum.post_reply(
            actor_id=bob.id, topic_id=opening.topic_id, text=f"Mine {number}", key=key()
        )

    def say(number):
        return lambda: chat.send_message(
            actor_id=bob.id, slug=committed.cohort.slug, text=f"Mine {number}", key=key()
        )

    works = [*(post(number) for number in range(4)), *(say(number) for number in range(4))]
    results = at_once([*works[:4], lambda: leave(bob, Way.REMOVED), *works[4:]])
    assert isinstance(results[4], Departure)
    assert all(isinstance(each, Post | Message | CopError) for each in (*results[:4], *results[5:]))
    work_off()
    assert set(words_of(bob)) <= {""}
    assert db.session.get_one(Departure, bob.id).done_at


def test_leaving_twice_at_once_is_leaving_once(committed, bob):
    results = at_once([lambda way=way: leave(bob, way) for way in (Way.NAMED, Way.REMOVED, Way.NAMED)])
    ways = {each.way for each in results if isinstance(each, Departure)}
    assert len(ways) == 1, "whoever was second is told what the first has chosen, or that it is no password"
    assert db.session.query(Departure).count() == 1


def test_two_jobs_at_once_do_it_once(committed, bob):
    for _ in range(3):
        things.message(bob, committed.cohort)
    leave(bob, Way.REMOVED)
    at_once([lambda: commands.work_off(bob.id)] * 3)
    work_off()
    assert set(words_of(bob)) == {""}
    assert db.session.get_one(Departure, bob.id).done_at


def test_who_is_made_a_moderator_at_that_moment_leaves_or_stays_as_one(committed, bob):
    def promote():
        return spaces.set_member_roles(
            actor_id=committed.ann.id,
            space_id=committed.cohort.id,
            person_id=bob.id,
            roles=[RoleName.MEMBER, RoleName.MODERATOR],
        )

    at_once([promote, lambda: leave(bob, Way.NAMED)])
    db.session.expire_all()
    assert db.session.get_one(Person, bob.id).deactivated_at, "there is another moderator"
    assert Membership.of(bob.id, committed.cohort.id) is None
    assert bob.id not in db.session.scalars(policy.moderators_of(db.get(Space, committed.cohort.id))).all()


def test_of_two_moderators_who_leave_at_once_one_stays(committed, bob):
    carol = newcomer_as(RoleName.MODERATOR, "carol", committed.cohort)
    for person in (committed.ann, carol):
        give_password(person)
    results = at_once([lambda each=each: leave(each, Way.NAMED) for each in (committed.ann, carol)])
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Departure"]


def test_who_is_added_to_a_space_at_that_moment_is_not_left_in_it(committed, bob):
    def add():
        return spaces.add_member(actor_id=committed.staff.id, space_id=committed.other.id, person_id=bob.id)

    results = at_once([add, lambda: leave(bob, Way.NAMED)])
    assert isinstance(results[1], Departure)
    assert policy.load_actor(bob.id).roles == {}


def test_what_is_quoted_at_that_moment_is_taken_out(committed, bob):
    post = things.open_topic(bob, committed.cohort, "Our quizzlewort came on Tuesday morning, they said")
    words = f"[Bob wrote](/posts/{post.id}):\n\n> Our quizzlewort came on Tuesday morning, they said\n\nYes"

    def quote():
        return forum.post_reply(actor_id=committed.ann.id, topic_id=post.topic_id, text=words, key=key())

    assert "quizzlewort" in quote().text, "control"
    leave(bob, Way.REMOVED)
    at_once([quote, lambda: commands.work_off(bob.id), quote])
    work_off()
    texts = db.session.scalars(sa.select(Post.text).where(Post.author_id == committed.ann.id)).all()
    assert not [text for text in texts if "quizzlewort" in text]
    assert db.session.get_one(Post, post.id).state is State.REMOVED


def test_polls_that_are_moved_meanwhile_go_from_where_they_stand(committed, bob, monkeypatch):
    ann = committed.ann
    topic, into = things.open_topic(bob, committed.cohort), things.open_topic(ann, committed.cohort)
    things.reply(ann, topic)
    for _ in range(2):
        poll = polls.ask(bob, topic.topic_id, polls.paper())
        forum.close_poll(actor_id=bob.id, poll_id=poll.id)
        forum.write_outcome(actor_id=bob.id, poll_id=poll.id, text="So it is", version=0)
    leave(bob, Way.REMOVED)

    def move():
        forum.merge_topics(actor_id=ann.id, topic_id=topic.topic_id, into_id=into.topic_id)

    monkeypatch.setattr(shared, "give_way", move)
    work_off()
    assert gone(bob.id).done_at
    assert things.again(topic).topic_id == into.topic_id, "control: they were moved"
    assert things.again(into).topic.poll_count == db.session.query(Poll).count() == 0
