"""The page of all that is unread, and the ways to mark, follow and mute."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from cop.models import Person
from tests.people import World, newcomer, post

Browser = Callable[[Person | None], FlaskClient]


def listed(page: str) -> list[str]:
    return re.findall(r'<h3 class="cop-topic__title"><a [^>]*>([^<]+)</a>', page)


def test_it_asks_who_is_not_signed_in_to_sign_in(client_for: Browser, bob: Person) -> None:
    assert client_for(bob).get("/unread").status_code == 200
    assert client_for(None).get("/unread").status_code == 303


def test_it_shows_each_what_is_unread_to_them(
    world: World, ann: Person, bob: Person, mallory: Person, start, read
) -> None:
    start(ann, "In the cohort")
    start(ann, "In the network", space=world.network)
    assert listed(read(bob, "/unread")) == ["In the network", "In the cohort"]
    assert listed(read(bob, "/unread?space=cohort-1")) == ["In the cohort"]
    assert listed(read(mallory, "/unread")) == ["In the network"]
    read(mallory, "/unread?space=cohort-1", 404)
    assert "You have read every topic" in read(ann, "/unread")


def test_it_says_where_one_stopped(ann: Person, bob: Person, start, reply, read) -> None:
    topic_id = start(ann, "Long").topic_id
    for _ in range(3):
        reply(ann, topic_id)
    assert "4 posts, none read" in read(bob, "/unread")
    read(bob, f"/topics/{topic_id}")
    reply(ann, topic_id)
    page = " ".join(read(bob, "/unread").split())
    assert "1 new post after the 4 you have read" in page
    assert "Continue where you stopped" in page
    assert f"/topics/{topic_id}?page=unread" in page
    home = " ".join(read(bob, "/").split())
    assert "after post 4 of 5" in home


def test_a_topic_and_all_are_marked_as_read(
    world: World, ann: Person, bob: Person, start, read, client_for: Browser
) -> None:
    for title in ("One", "Two"):
        start(ann, title)
    start(ann, "Elsewhere", space=world.set_a)
    client = client_for(bob)
    topic = re.search(r'name="topic"\s+value="([\d.]+)"', read(bob, "/unread"))
    answer = post(client, "/unread/reading?space=cohort-1", {"topic": topic[1]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/unread?space=cohort-1")
    assert listed(read(bob, "/unread")) == ["Two", "One"]
    upto = re.findall(r'name="upto" value="([\d.]+)"', read(bob, "/unread?space=cohort-1"))
    start(ann, "Later")
    assert post(client, "/unread/reading", {"upto": upto}).status_code == 303
    assert listed(read(bob, "/unread")) == ["Later"]


def test_it_takes_only_what_it_gave(bob: Person, client_for: Browser, mallory: Person, start) -> None:
    client, topic_id = client_for(bob), start(bob).topic_id
    for form in ({"topic": "x"}, {"topic": "1"}, {"upto": "1.x"}, {"upto": ["1.2", "3"]}):
        assert post(client, "/unread/reading", form).status_code == 400
    for query in ("before=x", "space=cohort-1&space=network"):
        assert client.get(f"/unread?{query}").status_code == 400
    assert post(client_for(mallory), "/unread/reading", {"topic": f"{topic_id}.1"}).status_code == 404
    for path in (f"/topics/{topic_id}/attention", "/spaces/cohort-1/attention"):
        assert post(client, path, {"stance": "loud"}).status_code == 400
        assert post(client_for(mallory), path, {"stance": "muted"}).status_code == 404


def test_it_takes_at_most_six_queries(
    world: World, ann: Person, bob: Person, start, client_for: Browser, count_queries
) -> None:
    for number in range(25):
        start(newcomer(f"n{number}", world.cohort), f"Topic {number}")
    client = client_for(bob)
    client.get("/unread")
    with count_queries() as sent:
        assert len(listed(client.get("/unread").get_data(as_text=True))) == 20
    assert len(sent) <= 6, "\n\n".join(sent)


def test_a_topic_is_followed_and_muted_on_its_page(ann: Person, bob: Person, start, read, client_for) -> None:
    topic_id = start(ann).topic_id
    assert "Follow or mute" in read(bob, f"/topics/{topic_id}")
    assert "Following" in read(ann, f"/topics/{topic_id}")
    for stance, word in (("muted", "Muted"), ("followed", "Following"), ("neither", "Follow or mute")):
        answer = post(client_for(bob), f"/topics/{topic_id}/attention?page=1", {"stance": stance})
        assert answer.headers["Location"] == f"/topics/{topic_id}?page=1"
        assert f'cop-action">{word}</summary>' in read(bob, f"/topics/{topic_id}")


def test_a_space_is_followed_and_muted_on_its_page(
    world: World, ann: Person, bob: Person, start, read, client_for
) -> None:
    start(ann)
    page = read(bob, "/spaces/cohort-1")
    assert "/unread?space=cohort-1" in page
    answer = post(client_for(bob), "/spaces/cohort-1/attention", {"stance": "muted"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/spaces/cohort-1")
    page = read(bob, "/spaces/cohort-1")
    assert 'cop-action">Muted</summary>' in page
    assert "cop-topic--unread" not in page
    assert "/unread?space=cohort-1" not in page
    assert "Follow or mute" not in read(world.staff, "/spaces/cohort-1"), (
        "who is no member has nothing to mute"
    )


def test_the_first_unread_is_reached_from_any_page(
    world: World, ann: Person, bob: Person, start, reply, read
) -> None:
    topic_id = start(ann).topic_id
    for number in range(24):
        reply(newcomer(f"n{number}", world.cohort), topic_id)
    read(bob, f"/topics/{topic_id}")
    assert f'href="/topics/{topic_id}?page=unread">First unread' in read(bob, f"/topics/{topic_id}")
    read(bob, f"/topics/{topic_id}?page=2")
    assert "First unread" not in read(bob, f"/topics/{topic_id}")
