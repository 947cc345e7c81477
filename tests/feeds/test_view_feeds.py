"""Feeds: what a reader program gets, with whose rights, and the pages on which a person has their addresses."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from cop import clock, db
from cop.feeds import commands
from cop.forum import commands as forum
from cop.forum.commands.locks import post_under_lock
from cop.models import Authenticator, Membership, Person, Policy, Post, Space, SpaceKind, Topic
from tests import people
from tests.people import World, key

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def token(world: World, bob: Person) -> str:
    return commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)


@db.command
def change(post: Post, verb: str) -> None:
    getattr(post_under_lock(post.id), verb)()


@db.command
def suspend(person: Person, space: Space, *, days: int | None) -> None:
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.suspend(clock.now() + timedelta(days=days) if days else None)


@db.command
def move(topic_id: int, space: Space) -> None:
    db.lock(Topic, topic_id).space_id = space.id


def entries(response) -> list[ElementTree.Element]:
    assert response.status_code == 200
    return ElementTree.fromstring(response.data).findall(f"{ATOM}entry")


def titles(response) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def test_it_gives_the_newest_posts_with_their_beginnings_and_addresses(fetch, start, token, ann, bob):
    post = start(bob, "Costing <a> trial & more", "**How** do you\x0b do it?")
    answer = forum.post_reply(actor_id=ann.id, topic_id=post.topic_id, text="Like this.", key=key())
    response = fetch(token)

    assert response.content_type == "application/atom+xml; charset=utf-8"
    assert titles(response) == ["Re: Costing <a> trial & more", "Costing <a> trial & more"]
    newest, first = entries(response)
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Ann"
    assert newest.findtext(f"{ATOM}id") == f"http://localhost/posts/{answer.id}"
    assert first.findtext(f"{ATOM}summary") == "How do you do it?"


def test_it_is_kept_by_nobody_else_and_says_its_address_to_nobody(fetch, start, token, bob):
    start(bob, "Costing")
    response = fetch(token)
    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert token not in response.get_data(as_text=True) + str(response.headers)
    assert "Set-Cookie" not in response.headers


def test_what_has_not_changed_is_not_sent_again(fetch, start, token, bob):
    start(bob, "Costing")
    first = fetch(token)
    again = fetch(token, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    start(bob, "Another")
    assert fetch(token, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_it_gives_what_the_page_shows_and_no_more(world, fetch, start, token, ann, bob):
    kept, hidden = start(ann, "Kept"), start(ann, "Hidden")
    change(hidden, "hide")
    removed = forum.post_reply(actor_id=ann.id, topic_id=kept.topic_id, text="Gone", key=key())
    forum.remove_post(actor_id=ann.id, post_id=removed.id)
    people.set_policy(world.cohort, Policy.ALL_HELD)
    start(bob, "My own that waits")
    assert titles(fetch(token)) == ["Kept"]


def test_rights_are_those_of_the_moment(world, fetch, start, token, ann, bob):
    start(ann, "Costing")
    assert titles(fetch(token)) == ["Costing"]
    suspend(bob, world.cohort, days=7)
    assert fetch(token).status_code == 404
    suspend(bob, world.cohort, days=None)
    assert titles(fetch(token)) == ["Costing"]


@pytest.mark.usefixtures("required")
def test_who_is_asked_for_a_second_step_has_no_feed_before_it_is_set_up(world, fetch, start, token, ann):
    anns = commands.make_space_feed(actor_id=ann.id, space_id=world.cohort.id)
    start(ann, "Costing")
    assert fetch(anns).status_code == 404, "ann moderates the cohort"
    assert titles(fetch(token)) == ["Costing"], "control: nobody asks bob for one"
    db.session.add(Authenticator(person_id=ann.id, salt="s"))
    db.session.commit()
    assert titles(fetch(anns)) == ["Costing"], "a reader program answers no second step"


def test_where_a_second_step_is_only_offered_every_feed_is_answered(world, fetch, start, ann):
    anns = commands.make_space_feed(actor_id=ann.id, space_id=world.cohort.id)
    start(ann, "Costing")
    assert titles(fetch(anns)) == ["Costing"]


def test_a_topic_that_moved_to_where_nothing_leaves_has_no_feed(world, fetch, start, ann, bob):
    topic_id = start(ann, "Costing").topic_id
    token = commands.make_topic_feed(actor_id=bob.id, topic_id=topic_id)
    assert titles(fetch(token)) == ["Costing"]
    move(topic_id, world.network)
    assert titles(fetch(token)) == ["Costing"], "it follows its topic"
    move(topic_id, world.set_a)
    assert world.set_a.kind is SpaceKind.SET
    assert fetch(token).status_code == 404
    move(topic_id, world.other)
    assert fetch(token).status_code == 404, "bob is no member there"


def test_an_empty_one_is_a_feed_all_the_same(fetch, token):
    assert entries(fetch(token)) == []


def test_it_signs_nobody_in(app, token):
    client = app.test_client()
    assert client.get(f"/feeds/{token}").status_code == 200
    assert client.get("/me/feeds").status_code == 303


def test_a_program_that_never_rests_is_told_to(fetch, token):
    assert {fetch(token).status_code for _ in range(20)} == {200}
    assert fetch(token).status_code == 429


def test_it_takes_three_queries(fetch, start, token, bob, count_queries):
    for number in range(5):
        start(bob, f"Costing {number}")
    with count_queries() as queries:
        assert len(entries(fetch(token))) == 5
    assert len(queries) == 4, "\n".join(queries)  # the feed, its person, the space, the posts


def test_the_address_is_shown_once_and_can_be_revoked(app, client_for, fetch, start, bob, mallory):
    start(bob, "Costing")
    client = client_for(bob)
    assert "Make the address" in client.get("/spaces/cohort-1/feed").get_data(as_text=True)
    page = people.post(client, "/spaces/cohort-1/feed").get_data(as_text=True)
    address = re.search(r'value="http://localhost/feeds/([\w-]+)"', page)
    assert address
    assert titles(fetch(address[1])) == ["Costing"]

    listed = client.get("/me/feeds").get_data(as_text=True)
    assert "Cohort 1" in listed
    assert address[1] not in listed
    revocation = re.search(r'formaction="(/me/feeds/\d+/removal)"', listed)
    assert revocation
    assert people.post(client_for(mallory), revocation[1]).status_code == 404
    assert people.post(client, revocation[1]).status_code == 303
    assert fetch(address[1]).status_code == 404
    assert "No feeds" in client.get("/me/feeds").get_data(as_text=True)


def test_of_a_topic_there_is_one_and_of_a_set_the_page_says_why_not(
    world, client_for, start, fetch, bob, mallory
):
    topic_id = start(bob, "Costing").topic_id
    client = client_for(bob)
    assert "Feed of Costing" in client.get(f"/topics/{topic_id}/feed").get_data(as_text=True)
    page = people.post(client, f"/topics/{topic_id}/feed").get_data(as_text=True)
    address = re.search(r"/feeds/([\w-]+)", page)
    assert address
    assert titles(fetch(address[1])) == ["Costing"]
    assert "Costing" in client.get("/me/feeds").get_data(as_text=True)
    assert "stays here" in client.get("/spaces/cohort-1-set-a/feed").get_data(as_text=True)
    assert people.post(client, "/spaces/cohort-1-set-a/feed").status_code == 403
    assert client_for(mallory).get(f"/topics/{topic_id}/feed").status_code == 404


def test_what_one_reads_no_more_is_not_named(world, client_for, token, bob):
    client = client_for(bob)
    assert "Cohort 1" in client.get("/me/feeds").get_data(as_text=True).split("<table")[1]
    suspend(bob, world.cohort, days=7)
    assert "Cohort 1" not in client.get("/me/feeds").get_data(as_text=True).split("<table")[1]


def test_of_a_merged_topic_it_leads_on(world, client_for, fetch, start, ann, bob):
    gone, into = start(bob, "Costing"), start(ann, "Costs")
    token = commands.make_topic_feed(actor_id=bob.id, topic_id=gone.topic_id)
    forum.merge_topics(actor_id=ann.id, topic_id=gone.topic_id, into_id=into.topic_id)
    assert titles(fetch(token)) == ["Re: Costs", "Costs"]
    assert '<th scope="row" data-label="Of">Costs</th>' in client_for(bob).get("/me/feeds").get_data(
        as_text=True
    )
    move(into.topic_id, world.set_a)
    assert fetch(token).status_code == 404, "nothing leaves a set"


def test_a_topic_that_is_hidden_is_not_named(client_for, fetch, start, ann, bob):
    post = start(ann, "Costing")
    token = commands.make_topic_feed(actor_id=bob.id, topic_id=post.topic_id)
    client = client_for(bob)
    assert "Costing" in client.get("/me/feeds").get_data(as_text=True)
    change(post, "hide")
    assert fetch(token).status_code == 404
    page = client.get("/me/feeds").get_data(as_text=True)
    assert ("Costing" in page, "can’t read at the moment" in page) == (False, True)


@pytest.mark.parametrize("number", [1, 12])
def test_however_many_they_are_their_page_asks_as_often(client_for, count_queries, start, ann, bob, number):
    for _ in range(number):
        commands.make_topic_feed(actor_id=bob.id, topic_id=start(ann, "Costing").topic_id)
    client = client_for(bob)
    with count_queries() as queries:
        assert client.get("/me/feeds").get_data(as_text=True).count("Costing") >= number
    assert len(queries) <= 6, "\n".join(queries)
