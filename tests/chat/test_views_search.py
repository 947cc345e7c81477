"""The page of a search in one room, and the list that comes into the panel beside it."""

import pytest

from cop.allowances import Allowances
from cop.chat.views import room
from cop.models import Person
from tests.people import World

PAGE = "/spaces/cohort-1/chat/search"


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has searched before, and no second passes."""
    monkeypatch.setattr(room, "searches", Allowances(20, a_second=0))


def html(client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_it_shows_hits_in_their_words_and_leads_to_each_line(client_for, say, ann: Person, bob: Person):
    said = say(bob, "Where is the <needle> & thread?")
    page = html(client_for(ann), f"{PAGE}?q=NEEDLE")

    assert "Where is the &lt;<mark>needle</mark>&gt; &amp; thread?" in page
    assert f'href="/messages/{said.id}"' in page
    assert "1 message with “NEEDLE”, the newest first." in page
    assert 'value="NEEDLE"' in page


def test_what_is_not_found_or_not_asked_is_said(client_for, world: World, bob: Person):
    client = client_for(bob)

    assert "No message here has “&lt;b&gt;”." in html(client, f"{PAGE}?q=<b>")
    assert "Type a word of the message that you look for." in html(client, PAGE)
    assert "Type a word" in html(client, f"{PAGE}?q=%20")
    assert client.get(f"{PAGE}?q=a&q=b").status_code == 400


def test_the_panel_gets_the_list_alone(client_for, say, bob: Person):
    say(bob, "Needle")
    page, part = (
        html(client_for(bob), f"{PAGE}?q=needle", **headers) for headers in ({}, {"HX-Request": "true"})
    )

    assert "<html" in page
    assert "<html" not in part
    assert "<mark>Needle</mark>" in part


def test_strangers_find_no_search_here(client_for, say, bob: Person, mallory: Person):
    say(bob, "Needle")

    assert "<mark>" in html(client_for(bob), f"{PAGE}?q=needle")
    refused = client_for(mallory).get(f"{PAGE}?q=needle")
    assert refused.status_code == 404
    assert "Needle" not in refused.get_data(as_text=True)
    assert client_for(None).get(PAGE).status_code == 303


def test_who_searches_too_much_is_told_to_wait_and_nobody_else(client_for, say, ann: Person, bob: Person):
    say(bob, "Needle")
    bobs = client_for(bob)
    assert {bobs.get(f"{PAGE}?q=needle").status_code for _ in range(20)} == {200}
    for headers in ({}, {"HX-Request": "true"}):
        refused = bobs.get(f"{PAGE}?q=needle", headers=headers)
        assert refused.status_code == 429
        assert "Wait a few seconds, then search again." in refused.get_data(as_text=True)
        assert "<mark>" not in refused.get_data(as_text=True)

    assert "Type a word" in html(bobs, PAGE), "the empty page costs nothing"
    assert "<mark>" in html(client_for(ann), f"{PAGE}?q=needle")


def test_strangers_are_not_counted(client_for, mallory: Person):
    for _ in range(25):
        assert client_for(mallory).get(f"{PAGE}?q=needle").status_code == 404
    assert room.searches.of(mallory.id).left() == 20
