"""Pages of bookmarks: set at a post, listed for oneself, and gone from sight with the right to read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cop import clock
from cop.forum import commands
from cop.models import Person, Post
from tests.conftest import NOON
from tests.people import World, evict, newcomer, post

Write = Callable[..., Post]


def test_it_is_set_with_a_day_and_found_again(start: Write, client_for, read, bob: Person):
    subject = start(bob, "Costing a trial", "With *care* and a spreadsheet")
    answer = post(client_for(bob), f"/posts/{subject.id}/bookmark", {"remind_on": "2026-04-01"})
    assert (answer.status_code, answer.location) == (
        303,
        f"/topics/{subject.topic_id}?page=1#post-{subject.id}",
    )

    page = read(bob, "/me/bookmarks")
    assert "Costing a trial" in page
    assert "With care and a spreadsheet" in page
    assert "Wed 1 Apr 2026" in page
    assert 'value="2026-04-01"' in read(bob, f"/posts/{subject.id}/bookmark")
    assert 'href="/me/bookmarks"' in read(bob, "/")


def test_nobody_else_sees_it(start: Write, read, ann: Person, bob: Person):
    subject = start(bob, "Costing a trial")
    commands.bookmark_post(actor_id=bob.id, post_id=subject.id)
    assert "Costing a trial" not in read(ann, "/me/bookmarks")
    assert f"#post-{subject.id}" not in read(ann, f"/topics/{subject.topic_id}").partition("</head>")[0]
    assert f"#post-{subject.id}) *)" in read(bob, f"/topics/{subject.topic_id}").partition("</head>")[0]


def test_it_disappears_with_the_right_to_read(start: Write, read, world: World, ann: Person):
    nora, subject = newcomer("nora", world.cohort, world.network), start(ann, "Costing a trial")
    commands.bookmark_post(actor_id=nora.id, post_id=subject.id)
    assert "Costing a trial" in read(nora, "/me/bookmarks")
    evict(nora, world.cohort)
    assert "Costing a trial" not in read(nora, "/me/bookmarks")
    read(nora, f"/posts/{subject.id}/bookmark", 404)


def test_what_its_day_has_come_for_stands_first(start: Write, read, client_for, bob: Person):
    subject = start(bob, "Costing a trial")
    commands.bookmark_post(actor_id=bob.id, post_id=subject.id, remind_on=date(2026, 3, 3))
    assert "You wanted to be reminded of" not in read(bob, "/me/bookmarks")
    with clock.at(NOON + timedelta(days=1)):
        assert "You wanted to be reminded of" in read(bob, "/me/bookmarks")


@pytest.mark.parametrize("day", ["2026-03-02", "1999-01-01", "no day", "9999-12-31", "2026-02-30"])
def test_a_day_that_does_not_do_is_said_and_kept(start: Write, client_for, read, bob: Person, day: str):
    subject = start(bob)
    answer = post(client_for(bob), f"/posts/{subject.id}/bookmark", {"remind_on": day})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'value="{day}"' in page
    assert "Costing" not in read(bob, "/me/bookmarks")


def test_it_is_taken_away(start: Write, client_for, read, bob: Person, mallory: Person):
    subject = start(bob, "Costing a trial")
    commands.bookmark_post(actor_id=bob.id, post_id=subject.id)
    post(client_for(mallory), f"/posts/{subject.id}/bookmark/removal")
    assert "Costing a trial" in read(bob, "/me/bookmarks")
    answer = post(client_for(bob), f"/posts/{subject.id}/bookmark/removal")
    assert answer.location == "/me/bookmarks"
    assert "No bookmarks here" in read(bob, "/me/bookmarks")


def test_strangers_and_the_anonymous(start: Write, client_for, bob: Person, mallory: Person):
    path = f"/posts/{start(bob).id}/bookmark"
    assert "/sign-in" in client_for(None).get(path).location
    assert "/sign-in" in post(client_for(None), path).location
    assert client_for(mallory).get(path).status_code == 404
    assert post(client_for(mallory), path).status_code == 404
    assert "/sign-in" in client_for(None).get("/me/bookmarks").location


def test_a_tombstone_is_not_kept(start: Write, reply, change, client_for, ann: Person, bob: Person):
    subject = reply(ann, start(bob).topic_id)
    assert client_for(bob).get(f"/posts/{subject.id}/bookmark").status_code == 200
    change(subject, "hide")
    assert client_for(bob).get(f"/posts/{subject.id}/bookmark").status_code == 404


def test_older_ones_stand_on_further_pages(start: Write, reply, read, bob: Person):
    topic_id = start(bob).topic_id
    for number in range(21):
        with clock.at(NOON + timedelta(minutes=number)):
            subject = reply(bob, topic_id, f"Reply number {number}.")
            commands.bookmark_post(actor_id=bob.id, post_id=subject.id)
    first = read(bob, "/me/bookmarks")
    assert ("Reply number 20." in first, "Reply number 0." in first) == (True, False)
    older = first.partition('href="/me/bookmarks?before=')[2].partition('"')[0]
    second = read(bob, f"/me/bookmarks?before={older}")
    assert ("Reply number 20." in second, "Reply number 0." in second) == (False, True)
    read(bob, "/me/bookmarks?before=x", 400)


def test_the_page_of_bookmarks_needs_few_queries(start: Write, reply, client_for, bob: Person, count_queries):
    topic_id = start(bob).topic_id
    for _ in range(8):
        commands.bookmark_post(actor_id=bob.id, post_id=reply(bob, topic_id).id)
    client = client_for(bob)
    client.get("/me/bookmarks", buffered=True)
    with count_queries() as queries:
        client.get("/me/bookmarks", buffered=True)
    assert len(queries) <= 6, "\n\n".join(queries)
