"""What a person's notices say is what they may read at that moment, and nothing else is shown or counted (S23)."""

import pytest

from cop import db, policy
from cop.forum import commands as forum
from cop.forum.commands.locks import post_under_lock
from cop.models import Notice, NoticeKind, Review
from cop.moderation import commands as moderation
from cop.notifications import queries
from tests.notifications.conftest import evict
from tests.people import newcomer, put_message


@db.command
def change(post, verb: str) -> None:
    getattr(post_under_lock(post.id), verb)()


def test_who_has_left_is_shown_and_counted_nothing_more(
    world, ann, bob, start, reply, name, say, told, client_for
):
    topic_id = start(bob, "Kept apart").topic_id
    name(reply(ann, topic_id), bob)
    say(ann, "@Bob")
    evict(bob, world.set_a)
    page = client_for(bob).get("/notifications").get_data(as_text=True)
    assert len(told(bob)) == 3, "the control: another space that he has left changes nothing"
    assert "Kept apart" in page

    evict(bob, world.cohort)
    assert told(bob) == []
    browser = client_for(bob)
    pages = [browser.get(path).get_data(as_text=True) for path in ("/notifications", "/", "/unread")]
    assert not [page for page in pages if "Kept apart" in page]
    assert browser.get("/counts").get_json()["notices"] == 0
    first = db.session.query(Notice.id).filter_by(person_id=bob.id).order_by(Notice.id).first()
    assert browser.get(f"/notifications/{first[0]}").status_code == 404


def test_what_is_hidden_or_taken_back_is_no_longer_told(world, ann, bob, start, reply, name, told):
    topic_id = start(bob).topic_id
    post = reply(ann, topic_id)
    name(post, bob)
    for verb in ("hide", "release", "remove"):
        change(post, verb)
        expected = [("mention", "Costing")] if verb == "release" else []
        assert [each for each in told(bob) if each[0] == "mention"] == expected, verb


def test_a_topic_that_went_takes_its_notices_with_it(world, ann, bob, start, reply, told):
    carol = newcomer("carol", world.cohort)
    opening = start(carol)
    reply(bob, opening.topic_id)
    reply(ann, opening.topic_id)
    assert (told(bob), told(carol)) == ([("followed", "Costing")], [("reply", "Costing")])
    change(opening, "hide")
    assert told(bob) == told(carol) == []


def test_a_line_that_was_taken_back_calls_nobody(ann, bob, say, told):
    from cop.chat import commands as chat

    said = say(ann, "@Bob")
    assert told(bob) == [("call", None)]
    chat.remove_message(actor_id=ann.id, message_id=said.id, changed=said.changed)
    assert told(bob) == []


def test_who_reported_learns_what_became_of_it_though_it_is_gone(world, ann, bob, start):
    carol = newcomer("carol", world.cohort)
    opening = start(bob, "Unkind")
    review = moderation.report(actor_id=carol.id, post_id=opening.id, category="unkind").review_id
    moderation.hide_reviewed(actor_id=ann.id, review_id=review, reason="Because")
    (shown,) = queries.newest_unseen(policy.load_actor(carol.id), 5)
    assert (shown.kind, shown.verdict.value, shown.who) == (NoticeKind.REPORT, "hide", None)
    evict(carol, world.cohort)
    assert queries.newest_unseen(policy.load_actor(carol.id), 5) == []


def test_an_author_who_left_is_told_no_decision(world, ann, bob, start, told):
    held = _held(world, bob, start)
    moderation.decline(actor_id=ann.id, review_id=held, reason="No")
    assert told(bob) == [("decision", "Costing")]
    evict(bob, world.cohort)
    assert told(bob) == []


def _held(world, person, start) -> int:
    from cop.models import Policy
    from tests.people import set_policy

    set_policy(world.cohort, Policy.ALL_HELD)
    post = start(person)
    return db.session.query(Review.id).filter_by(post_id=post.id).one()[0]


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_is_one_query_and_older_ones_follow(number, world, ann, bob, start, name, count_queries):
    writers = (ann, newcomer("carol", world.cohort))
    posts = [start(writers[each % 2], f"Topic {each}") for each in range(number)]
    for post in posts:
        name(post, bob)
    actor = policy.load_actor(bob.id)
    with count_queries() as sent:
        page = queries.page_of(actor)
    titles = [each.title for each in page.shown]
    assert len(sent) == 1
    assert titles == [f"Topic {each}" for each in reversed(range(number))][:20]
    if number > 20:
        older = queries.page_of(actor, before=page.older)
        assert [each.title for each in older.shown] == [f"Topic {each}" for each in reversed(range(10))]
        assert older.older is None


def test_counting_is_one_query_and_ends_at_a_hundred(world, ann, bob, start, name, count_queries):
    post = start(ann)

    @db.command
    def many() -> None:
        for number in range(120):
            said = put_message(db.get(type(world.cohort), world.cohort.id), ann, f"Line {number}")
            db.session.add(Notice(person_id=bob.id, kind=NoticeKind.CALL, subject_id=said.id))

    many()
    name(post, bob)
    actor = policy.load_actor(bob.id)
    with count_queries() as sent:
        assert queries.unseen_count(actor) == queries.MOST
    assert len(sent) == 1


def test_what_is_new_counts_from_where_one_stopped(ann, bob, start, reply):
    topic_id = start(bob).topic_id
    for _ in range(3):
        reply(ann, topic_id)
    forum.mark_read(actor_id=bob.id, topic_id=topic_id, position=2)
    (shown,) = queries.newest_unseen(policy.load_actor(bob.id), 5)
    assert (shown.kind, shown.new, shown.is_unseen) == (NoticeKind.REPLY, 2, True)
