"""One post: permanent address, editing, removal, earlier texts."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop.forum import commands
from cop.models import Person, Policy, Post
from tests.people import World, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]
CANARY = "canaryword"


def test_a_permanent_address_leads_to_the_page(
    bob: Person, ann: Person, start: Write, reply: Write, client_for: Browser, world: World
) -> None:
    first = start(bob)
    for number in range(19):
        reply(ann if number % 2 else bob, first.topic_id)
    last = reply(newcomer("nora", world.cohort), first.topic_id)
    client = client_for(bob)
    for each, page in ((first, 1), (last, 2)):
        answer = client.get(f"/posts/{each.id}")
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/topics/{first.topic_id}?page={page}#post-{each.id}",
        )


def test_it_leads_strangers_nowhere(
    world: World, bob: Person, mallory: Person, start: Write, reply: Write, client_for: Browser
) -> None:
    first = start(bob)
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, first.topic_id)
    other = newcomer("nora", world.cohort)
    assert client_for(mallory).get(f"/posts/{first.id}").status_code == 404
    assert client_for(other).get(f"/posts/{held.id}").status_code == 404
    assert client_for(other).get(f"/posts/{first.id}").status_code == 302
    assert client_for(bob).get(f"/posts/{held.id}").status_code == 302


def test_one_edits_without_javascript(bob: Person, start: Write, client_for: Browser) -> None:
    mine = start(bob, text="First\n  words")
    client = client_for(bob)
    page = client.get(f"/posts/{mine.id}/edit", buffered=True).get_data(as_text=True)
    assert "First\n  words</textarea>" in page
    answer = post(client, f"/posts/{mine.id}/edit", {"text": "Second words", "version": "1"})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"], buffered=True).get_data(as_text=True)
    assert "Second words" in page
    assert ">edited<" in page
    assert "First" not in page


def test_a_conflict_shows_both_texts(bob: Person, start: Write, client_for: Browser) -> None:
    mine = start(bob, text="One")
    commands.edit_post(actor_id=bob.id, post_id=mine.id, text="From my phone", version=1)
    client = client_for(bob)
    answer = post(client, f"/posts/{mine.id}/edit", {"text": "From my desk", "version": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "From my phone</pre>" in page
    assert "From my desk</textarea>" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    again = post(client, f"/posts/{mine.id}/edit", {"text": "From both", "version": version[1]})
    assert again.status_code == 303


def test_a_conflict_of_titles_shows_both(bob: Person, start: Write, client_for: Browser) -> None:
    mine = start(bob, "Costing", text="One")
    client = client_for(bob)
    page = client.get(f"/posts/{mine.id}/edit", buffered=True).get_data(as_text=True)
    assert 'value="Costing"' in page
    sent = {"text": "One", "version": "1", "title": "From my phone", "seen_title": "Costing"}
    assert post(client, f"/posts/{mine.id}/edit", sent).status_code == 303
    answer = post(client, f"/posts/{mine.id}/edit", sent | {"title": "From my desk"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert '<strong id="title-now">From my phone</strong>' in page
    assert 'value="From my desk"' in page
    now = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("version", "seen_title")}
    assert now == {"version": "2", "seen_title": "From my phone"}
    assert post(client, f"/posts/{mine.id}/edit", sent | now | {"title": "From both"}).status_code == 303
    assert "From both" in client.get("/spaces/cohort-1", buffered=True).get_data(as_text=True)


def test_a_reply_has_no_title(
    bob: Person, ann: Person, start: Write, reply: Write, client_for: Browser
) -> None:
    theirs = start(ann, "Costing")
    page = client_for(bob).get(f"/posts/{reply(bob, theirs.topic_id).id}/edit", buffered=True)
    assert "Title" not in page.get_data(as_text=True)


def test_an_empty_title_is_said_at_its_field(bob: Person, start: Write, client_for: Browser) -> None:
    mine = start(bob, "Costing")
    sent = {"text": "One", "version": "1", "title": " ", "seen_title": "Costing"}
    answer = post(client_for(bob), f"/posts/{mine.id}/edit", sent)
    assert answer.status_code == 422
    assert 'href="#title"' in answer.get_data(as_text=True)


def test_earlier_texts_say_what_the_topic_was_called(bob: Person, start: Write, client_for: Browser) -> None:
    mine, client = start(bob, "Costing", "One"), client_for(bob)
    sent = {"text": "Two", "version": "1", "title": "Costing a trial", "seen_title": "Costing"}
    post(client, f"/posts/{mine.id}/edit", sent)
    page = client.get(f"/posts/{mine.id}/revisions", buffered=True).get_data(as_text=True)
    assert "The topic was called <strong>Costing</strong> before." in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99"])
def test_a_version_that_is_none_is_a_conflict(
    bob: Person, start: Write, client_for: Browser, version: str
) -> None:
    mine = start(bob)
    answer = post(client_for(bob), f"/posts/{mine.id}/edit", {"text": "Kept", "version": version})
    assert answer.status_code == 409
    assert "Kept</textarea>" in answer.get_data(as_text=True)


def test_an_empty_edit_is_refused(bob: Person, start: Write, client_for: Browser) -> None:
    answer = post(client_for(bob), f"/posts/{start(bob).id}/edit", {"text": " ", "version": "1"})
    assert answer.status_code == 422
    assert "Write something first." in answer.get_data(as_text=True)


def test_a_post_locked_meanwhile_keeps_the_words(
    bob: Person, ann: Person, start: Write, client_for: Browser, read: Read
) -> None:
    mine = start(bob)
    commands.lock_topic(actor_id=ann.id, topic_id=mine.topic_id)
    answer = post(client_for(bob), f"/posts/{mine.id}/edit", {"text": "Kept", "version": "1"})
    assert answer.status_code == 403
    assert "Kept</textarea>" in answer.get_data(as_text=True)
    read(bob, f"/posts/{mine.id}/edit", 403)


def test_only_its_author_edits_and_removes(
    bob: Person, ann: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    mine = start(bob, text=CANARY)
    for word in ("edit", "removal"):
        path = f"/posts/{mine.id}/{word}"
        for person, status in ((ann, 403), (mallory, 404)):
            assert CANARY not in read(person, path, status)
            answer = post(client_for(person), path, {"text": "Theirs", "version": "1"})
            assert answer.status_code == status
        assert CANARY in read(bob, path)


def test_one_confirms_and_removes_without_javascript(
    bob: Person, ann: Person, start: Write, reply: Write, client_for: Browser, read: Read
) -> None:
    topic_id = start(ann).topic_id
    mine = reply(bob, topic_id, CANARY)
    assert "Remove this post?" in read(bob, f"/posts/{mine.id}/removal")
    answer = post(client_for(bob), f"/posts/{mine.id}/removal")
    assert answer.status_code == 303
    page = read(bob, answer.headers["Location"].partition("#")[0])
    assert "Removed by its author." in page
    assert CANARY not in page
    read(bob, f"/posts/{mine.id}/removal", 403)


def test_a_topic_that_went_with_it_leads_to_the_forum(
    bob: Person, start: Write, client_for: Browser, read: Read
) -> None:
    mine = start(bob, "Alone")
    assert "The topic goes with it" in read(bob, f"/posts/{mine.id}/removal")
    answer = post(client_for(bob), f"/posts/{mine.id}/removal")
    assert answer.headers["Location"] == "/spaces/cohort-1"
    read(bob, f"/topics/{mine.topic_id}", 404)


def test_a_held_one_is_taken_back(
    world: World, bob: Person, start: Write, reply: Write, client_for: Browser, read: Read
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, topic_id, CANARY)
    assert "Nobody but you and the moderators has seen it" in read(bob, f"/posts/{held.id}/removal")
    assert post(client_for(bob), f"/posts/{held.id}/removal").status_code == 303
    assert CANARY not in read(bob, f"/topics/{topic_id}")


def test_earlier_texts_are_for_its_author_and_moderators(
    bob: Person, ann: Person, mallory: Person, world: World, start: Write, read: Read
) -> None:
    mine = start(bob, text=CANARY)
    commands.edit_post(actor_id=bob.id, post_id=mine.id, text="Now", version=1)
    for person in (bob, ann):
        assert CANARY in read(person, f"/posts/{mine.id}/revisions")
    for person in (mallory, world.staff, newcomer("nora", world.cohort)):
        assert CANARY not in read(person, f"/posts/{mine.id}/revisions", 404)
    assert "never edited" in read(bob, f"/posts/{start(bob).id}/revisions")


@pytest.mark.parametrize("word", ["lock", "pin"])
def test_a_moderator_steers_from_the_page(
    ann: Person, bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser, word: str
) -> None:
    topic_id = start(bob).topic_id
    for path, mark in ((f"/topics/{topic_id}/{word}", True), (f"/topics/{topic_id}/{word}/removal", False)):
        assert post(client_for(bob), path).status_code == 403
        assert post(client_for(mallory), path).status_code == 404
        answer = post(client_for(ann), path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/topics/{topic_id}")
        assert (
            f"{ {'lock': 'Locked', 'pin': 'Pinned'}[word] }</span>" in read(bob, f"/topics/{topic_id}")
        ) == mark


def test_a_number_without_end_is_no_fault(bob: Person, start: Write, client_for: Browser, read: Read) -> None:
    mine = start(bob)
    client, endless = client_for(bob), "9" * 5000
    assert post(client, f"/posts/{mine.id}/edit", {"text": "x", "version": endless}).status_code == 409
    answer = post(
        client,
        f"/topics/{mine.topic_id}/posts",
        {"text": " ", "page": endless},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    read(bob, f"/posts/{'9' * 30}", 404)
