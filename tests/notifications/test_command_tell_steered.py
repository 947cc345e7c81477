"""Who began a topic is told where it went: by its title where they read that, else without a word of the place."""

from collections.abc import Callable

import pytest

from cop import db
from cop.forum import commands
from cop.models import Decision, NoticeKind, Person, Post, Space, Topic, Verdict
from cop.notifications.commands import notify
from tests.notifications.conftest import evict
from tests.people import World, a_group, join, post

Write = Callable[..., Post]


@pytest.fixture
def group(world: World) -> Space:
    """A group that Ann moderates as well, and that Bob does not read."""
    return a_group(world.ann)


@db.command
def let_in(person: Person, space: Space) -> None:
    join(person, space)


def page(client_for, person: Person) -> str:
    return client_for(person).get("/notifications").get_data(as_text=True).split("<main")[1]


def test_of_a_merge_and_a_split_with_the_title(ann, bob, start, reply, client_for, told):
    one, other = start(bob, "One").topic_id, start(ann, "Other").topic_id
    part = reply(ann, one)
    commands.split_topic(actor_id=ann.id, topic_id=one, post_ids=[part.id], title="Part")
    assert "A moderator made some posts of your topic" in page(client_for, bob)
    commands.merge_topics(actor_id=ann.id, topic_id=one, into_id=other)
    assert "A moderator merged a topic that you started into" in page(client_for, bob)
    assert ("decision", "Other") in told(bob)
    assert told(ann) == [], "her own topics, and what she did herself"


def test_who_did_it_is_not_told(ann, bob, start, told):
    one, other = start(ann).topic_id, start(bob).topic_id
    commands.merge_topics(actor_id=ann.id, topic_id=one, into_id=other)
    assert told(ann) == []


def test_of_a_move_with_the_title_where_they_read_it(ann, bob, group, start, client_for):
    let_in(bob, group)
    topic_id = start(bob, "Costing").topic_id
    commands.move_topic(actor_id=ann.id, topic_id=topic_id, space_id=group.id)
    html = page(client_for, bob)
    assert "A moderator moved your topic" in html
    assert ("Costing" in html, "A group" in html, "could not open" in html) == (True, True, False)
    evict(bob, group)
    html = page(client_for, bob)
    assert ("Costing" in html, "A group" in html) == (False, False)


def test_of_a_move_without_a_word_of_where_they_do_not(ann, bob, mallory, world, group, start, client_for):
    topic_id = start(bob, "Costing").topic_id
    commands.move_topic(actor_id=ann.id, topic_id=topic_id, space_id=group.id)
    html = page(client_for, bob)
    assert "A moderator moved a topic that you started to another space, which you could not open" in html
    assert ("Costing" in html, "A group" in html) == (False, False)
    assert "moved a topic" not in page(client_for, mallory), "the control"
    evict(bob, world.cohort)
    assert "moved a topic" not in page(client_for, bob)


def test_the_notice_leads_to_where_it_may(ann, bob, group, start, client_for):
    topic_id = start(bob, "Costing").topic_id
    commands.move_topic(actor_id=ann.id, topic_id=topic_id, space_id=group.id)
    client = client_for(bob)
    number = page(client_for, bob).split('id="notice-')[1].split('"')[0]
    assert client.get(f"/notifications/{number}").headers["Location"] == "/spaces/cohort-1"
    assert post(client, f"/notifications/{number}/reading").status_code == 303


def test_what_became_of_a_report_stays_where_it_was_reported(ann, bob, group, start, client_for):
    post = start(ann, "Costing")

    @db.command
    def decided() -> None:
        about = {"space_id": db.get(Topic, post.topic_id).space_id, "post_id": post.id}
        notify([bob.id], NoticeKind.REPORT, Decision.log(Verdict.DISMISS, actor_id=ann.id, **about))

    decided()
    commands.move_topic(actor_id=ann.id, topic_id=post.topic_id, space_id=group.id)
    html = page(client_for, bob)
    assert ("What you reported" in html, "A group" in html) == (True, False)
