"""Writing through the pages, without JavaScript and with it."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.forum.commands.pace import BURST
from cop.models import Person, Policy, Post, RoleName, State, Topic
from tests.people import World, key, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]
HTMX = {"HX-Request": "true"}


def sent_key(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def posts() -> int:
    return db.session.scalar(sa.select(sa.func.count(Post.id)))


def test_a_topic_is_started_without_javascript(bob: Person, read: Read, client_for: Browser) -> None:
    client = client_for(bob)
    form = client.get("/spaces/cohort-1/topics/new", buffered=True).get_data(as_text=True)
    assert "3 people will be able to read this." in form
    answer = post(
        client, "/spaces/cohort-1/topics/new", {"title": "Costing", "text": "How?", "key": sent_key(form)}
    )
    opened = db.session.scalars(sa.select(Post)).one()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/topics/{opened.topic_id}?page=1#post-{opened.id}"
    assert "Costing" in client.get(answer.headers["Location"], buffered=True).get_data(as_text=True)


@pytest.mark.parametrize(
    ("title", "text", "wrong"),
    [("", "Kept text", "title"), ("Kept title", "", "text"), ("t" * 151, "Kept text", "title")],
)
def test_what_was_typed_is_kept(bob: Person, client_for: Browser, title: str, text: str, wrong: str) -> None:
    same = key()
    answer = post(client_for(bob), "/spaces/cohort-1/topics/new", {"title": title, "text": text, "key": same})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert title in page
    assert text in page
    assert f'href="#{wrong}"' in page, "the summary leads to the field"
    assert sent_key(page) == same
    assert "<title>Error: " in page


def test_mallory_writes_nowhere(mallory: Person, bob: Person, start: Write, client_for: Browser) -> None:
    topic_id, client = start(bob).topic_id, client_for(mallory)
    assert client.get("/spaces/cohort-1/topics/new", buffered=True).status_code == 404
    for path in ("/spaces/cohort-1/topics/new", f"/topics/{topic_id}/posts"):
        sent = {"title": "x", "text": "y", "key": key()}
        assert post(client, path, sent).status_code == 404
        assert post(client_for(bob), path, sent).status_code == 303
    assert client_for(None).post(f"/topics/{topic_id}/posts").status_code == 400, "no sign-in, no token"


def test_a_watcher_is_told_why_not(world: World, client_for: Browser, set_roles, read: Read) -> None:
    nora = newcomer("nora", world.cohort)
    set_roles(nora, world.cohort, RoleName.OBSERVER)
    assert "not write in it" in read(nora, "/spaces/cohort-1/topics/new")
    answer = post(
        client_for(nora), "/spaces/cohort-1/topics/new", {"title": "x", "text": "Kept", "key": key()}
    )
    assert answer.status_code == 403
    assert "Kept" in answer.get_data(as_text=True)


def test_a_reply_without_javascript(bob: Person, ann: Person, start: Write, client_for: Browser) -> None:
    topic_id = start(ann).topic_id
    client = client_for(bob)
    form = client.get(f"/topics/{topic_id}", buffered=True).get_data(as_text=True)
    sent = {"text": "Like **this**", "key": sent_key(form), "page": "1"}
    first, second = (post(client, f"/topics/{topic_id}/posts", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"], "a double click is one reply"
    assert "<strong>this</strong>" in client.get(first.headers["Location"], buffered=True).get_data(
        as_text=True
    )
    assert posts() == 2


def test_other_words_under_a_used_key_are_kept(bob: Person, start: Write, client_for: Browser) -> None:
    topic_id, same = start(bob).topic_id, key()
    client = client_for(bob)
    post(client, f"/topics/{topic_id}/posts", {"text": "One", "key": same})
    answer = post(client, f"/topics/{topic_id}/posts", {"text": "Another thought", "key": same})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Another thought</textarea>" in page
    assert "Something else was already sent" in page
    assert sent_key(page) != same
    again = post(client, f"/topics/{topic_id}/posts", {"text": "Another thought", "key": sent_key(page)})
    assert again.status_code == 303


@pytest.mark.parametrize("bad", ["", "short", "x" * 65, "../../../../../../etc"])
def test_a_key_that_is_none_is_renewed(bob: Person, start: Write, client_for: Browser, bad: str) -> None:
    topic_id = start(bob).topic_id
    answer = post(client_for(bob), f"/topics/{topic_id}/posts", {"text": "Kept words", "key": bad})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kept words</textarea>" in page
    assert sent_key(page)


def test_a_topic_locked_meanwhile_keeps_the_words(
    bob: Person, ann: Person, start: Write, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    for headers in ({}, HTMX):
        answer = post(
            client_for(bob),
            f"/topics/{topic_id}/posts",
            {"text": "Kept words", "key": key()},
            headers=headers,
        )
        page = answer.get_data(as_text=True)
        assert answer.status_code == 403
        assert "Kept words</textarea>" in page
        assert "This topic is locked" in page


def test_too_fast_keeps_the_words_and_the_key(
    bob: Person, start: Write, reply: Write, client_for: Browser
) -> None:
    topic_id, same = start(bob).topic_id, key()
    for _ in range(BURST - 1):
        reply(bob, topic_id)
    answer = post(client_for(bob), f"/topics/{topic_id}/posts", {"text": "Kept words", "key": same})
    assert answer.status_code == 429
    assert "Kept words</textarea>" in answer.get_data(as_text=True)
    assert "writing very fast" in answer.get_data(as_text=True)
    assert sent_key(answer.get_data(as_text=True)) == same


def test_htmx_gets_the_fragment_and_a_fresh_key(bob: Person, start: Write, client_for: Browser) -> None:
    topic_id, same = start(bob).topic_id, key()
    client = client_for(bob)
    answer = post(
        client, f"/topics/{topic_id}/posts", {"text": "Hello", "key": same, "page": "1"}, headers=HTMX
    )
    body = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert body.count("<article") == 1
    assert f'id="post-{answer.headers["HX-Post"]}"' in body
    assert re.search(r'form="composer" id="key"[^>]* hx-swap-oob="true"', body), (
        "the field stands beside its form"
    )
    assert sent_key(body.replace('id="key" ', "")) != same
    page = client.get(f"/topics/{topic_id}", buffered=True).get_data(as_text=True)
    article = re.search(r"<article.*</article>", body, re.DOTALL)
    assert article
    assert article[0] in page, "what was sent is what the page shows"


def test_htmx_is_sent_to_the_page_where_the_post_is(
    bob: Person, ann: Person, start: Write, reply: Write, client_for: Browser, world: World
) -> None:
    topic_id = start(bob).topic_id
    for number in range(19):
        reply(ann if number % 2 else bob, topic_id)
    nora = newcomer("nora", world.cohort)
    answer = post(
        client_for(nora),
        f"/topics/{topic_id}/posts",
        {"text": "Over", "key": key(), "page": "1"},
        headers=HTMX,
    )
    assert answer.headers["HX-Redirect"].startswith(f"/topics/{topic_id}?page=2#post-")


@pytest.mark.parametrize("page", ["1", "x", ""])
def test_htmx_gets_the_composer_again(bob: Person, start: Write, client_for: Browser, page: str) -> None:
    topic_id = start(bob).topic_id
    sent = {"text": " ", "key": key(), "page": page}
    answer = post(client_for(bob), f"/topics/{topic_id}/posts", sent, headers=HTMX)
    body = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#reply")
    assert "Write something first." in body
    assert "<html" not in body
    assert 'id="composer"' in body


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Policy.FIRST_HELD, "A moderator reads your first contribution here before others see it."),
        (Policy.ALL_HELD, "A moderator reads everything here before others see it."),
    ],
)
def test_who_will_be_held_is_told_before_they_write(
    world: World, start: Write, ann: Person, bob: Person, client_for: Browser, policy: Policy, words: str
) -> None:
    pages = [f"/topics/{start(bob).topic_id}", "/spaces/cohort-1/topics/new"]
    set_policy(world.cohort, policy)
    for page in pages:
        seen = {
            person.name: words in client_for(person).get(page, buffered=True).get_data(as_text=True)
            for person in (newcomer(key(), world.cohort), bob, ann)
        }
        told, bobs, anns = seen.values()
        assert told, "who never wrote here"
        assert bobs == (policy is Policy.ALL_HELD), "who wrote here before"
        assert not anns, "the moderator"


def test_who_is_held_is_told(world: World, start: Write, bob: Person, client_for: Browser) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    client = client_for(newcomer("nora", world.cohort))
    answer = post(client, f"/topics/{topic_id}/posts", {"text": "May I?", "key": key()})
    page = client.get(answer.headers["Location"], buffered=True).get_data(as_text=True)
    assert "A moderator reads this first." in page
    assert "May I?" in page


def test_extra_fields_change_nothing(
    bob: Person, ann: Person, world: World, start: Write, client_for: Browser
) -> None:
    extra = {
        column.name: "1"
        for model in (Post, Topic)
        for column in sa.inspect(model).columns
        if column.name not in {"title", "text", "key"}
    } | {"state": "released", "author_id": str(ann.id), "is_pinned": "true"}
    set_policy(world.cohort, Policy.ALL_HELD)
    answer = post(
        client_for(bob), "/spaces/cohort-1/topics/new", {"title": "T", "text": "x", "key": key()} | extra
    )
    assert answer.status_code == 303
    made = db.session.scalars(sa.select(Post)).one()
    assert (made.state, made.author_id, made.position, made.version) == (State.HELD, bob.id, None, 1)
    assert (made.topic.is_pinned, made.topic.locked_at, made.topic.space_id) == (False, None, world.cohort.id)
