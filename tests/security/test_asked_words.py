"""What is asked for is words to a database, whatever signs are in it (S31, S22), and forms have a size (S28)."""

import pytest
from flask import Flask, url_for

from cop.allowances import Allowances
from cop.chat.views import room
from cop.forum import commands as forum
from cop.search import tasks as index
from cop.shell import searching
from tests import people
from tests.people import World

INJECTED = [
    "' OR '1'='1", "'; SELECT 1 --", '" OR ""="', "x') UNION SELECT email FROM person --", "%' OR 1=1 --", "\\", "\\'",
    "%", "_", "%%%", "__", "*", "!:*", "a & | !", "<->", "(((", "{7*7}", "%(x)s", ":x", "?", "$1", "$$", "/*", "\u02bc",
    "NEAR/2 x", "name:x", "^x", "x:A*", "''", "&#39; OR 1=1",
]  # fmt: skip
"""Ends a text, means something in a pattern, a query of words or a statement's own places for values."""

ASKED = [
    ("shell.search", "q", {}), ("shell.search", "author", {"q": "canary"}), ("spaces.directory", "name", {}),
    ("spaces.members", "name", {"slug": "cohort-2"}), ("chat.search", "q", {"slug": "cohort-2"}),
    ("spaces.new_conversation", "name", {}),
]  # fmt: skip


@pytest.fixture
def canaries(world: World, say, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of a cohort that Mallory does not read, and a name there; she may ask as often as she likes."""
    for asking in (searching, room):
        monkeypatch.setattr(asking, "searches", Allowances(1_000, a_second=0))
    about = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": "canaryzz", "text": "canaryzz"}
    forum.open_topic(**about, key=people.key())
    say(world.bob, "canaryzz")
    people.newcomer("canaryzz", world.cohort)
    index.catch_up.body()


@pytest.mark.parametrize(("endpoint", "name", "more"), ASKED)
def test_no_sign_finds_more_than_words_do(
    app: Flask, world: World, client_for, canaries, endpoint: str, name: str, more: dict[str, str]
) -> None:
    mallory = client_for(world.mallory)
    for signs in INJECTED:
        with app.test_request_context():
            path = url_for(endpoint, **more, **{name: signs})
        answer = mallory.get(path)
        page = answer.get_data(as_text=True)
        assert answer.status_code in {200, 422}, signs
        assert "canaryzz" not in page, signs
        assert "example.org" not in page.replace(world.mallory.email, ""), signs
    page = client_for(world.bob).get("/search?q=canaryzz").get_data(as_text=True)
    assert page.count("canaryzz") > 2, "the control: it is there to be found"


def test_no_sign_finds_more_people_to_be_named(world: World, socket_for, canaries) -> None:
    bobs = socket_for(world.bob)
    for signs in INJECTED:
        answer = bobs.ask("room:people", space="cohort-1", prefix=signs)
        assert (answer["ok"], answer["people"]) == (True, []), signs
    (found,) = bobs.ask("room:people", space="cohort-1", prefix="canary")["people"]
    assert found["name"] == "Canaryzz", "the control"


def test_a_form_has_so_many_parts_and_so_many_characters(world: World, client_for) -> None:
    browser = client_for(world.bob)
    path, token = "/spaces/cohort-1/chat", people.csrf_token(browser)
    many = {f"field-{number}": "x" for number in range(150)}
    parts = {"csrf_token": token, "key": people.key(), "text": "x"}
    form = browser.post(path, data=parts | many, content_type="multipart/form-data", buffered=True)
    assert form.status_code == 413
    for more in ({"text": "x" * 600_000}, {"more": "x" * 600_000}):
        assert browser.post(path, data=parts | more, buffered=True).status_code == 413
    assert browser.post(path, data=parts, buffered=True).status_code == 303, "the control"
