"""The pages of the library: for who suggests, for who keeps it, for who reads."""

import re

import pytest

from tests import people
from tests.people import key, post, words
from tests.shelving import suggest

FORM = {"title": "A guide to delegation", "address": "https://example.org/guide", "level": "national"}
FORM |= {"text": "Two pages.", "tags": "Delegation, Guides", "topic": ""}


def shown(client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    return words(answered).partition('id="main"')[2]


@pytest.fixture
def staff(world, client_for):
    return client_for(world.staff)


@pytest.fixture
def bob(world, client_for):
    return client_for(world.bob)


def test_a05_from_a_suggestion_to_what_everybody_finds(world, staff, bob, client_for):
    mallory = client_for(world.mallory)
    assert "Nothing stands here yet" in shown(bob, "/library")
    answered = post(bob, "/library/new", FORM | {"key": key()})
    assert answered.status_code == 303
    here = answered.location
    assert "Waiting to be published" in shown(bob, here)
    assert "Nothing stands here yet" in shown(mallory, "/library")
    assert mallory.get(here).status_code == 404
    assert "Suggested, waiting for you" in shown(staff, "/library")
    assert post(staff, f"{here}/publication").location == here
    page = shown(mallory, "/library?level=national&tag=Guides&words=delegation")
    assert "A guide to delegation" in page
    assert "Delegation · Guides" in page
    assert "Nothing found" in shown(mallory, "/library?level=regional")
    page = shown(mallory, here)
    assert 'href="https://example.org/guide"' in page
    assert "Two pages." in page
    assert mallory.get("/library?level=local").status_code == 400
    assert mallory.get("/library?page=9").status_code == 404


def test_it_is_declined_with_a_reason_and_taken_out(world, staff, bob):
    made = suggest(world.bob)
    here = f"/library/{made.id}"
    answered = post(staff, f"{here}/publication/removal", {"reason": ""})
    assert answered.status_code == 422
    assert "Say why" in words(answered)
    assert post(staff, f"{here}/publication/removal", {"reason": "It is out of date."}).location == here
    assert "It is out of date." in shown(bob, here)
    assert post(bob, f"{here}/publication").status_code == 403


def test_who_changes_it_sees_what_another_did_meanwhile(world, staff):
    here = f"/library/{suggest(world.bob, tags='One').id}"
    page = shown(staff, f"{here}/edit")
    assert 'value="One"' in page
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)[1]
    assert post(staff, f"{here}/edit", FORM | {"seen": seen}).status_code == 303
    answered = post(staff, f"{here}/edit", FORM | {"seen": seen, "title": "Mine"})
    assert answered.status_code == 409
    again = re.search(r'name="seen"[^>]*value="(\d+)"', words(answered))[1]
    assert post(staff, f"{here}/edit", FORM | {"seen": again, "title": "Mine"}).status_code == 303


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world, bob):
    answered = post(bob, "/library/new", FORM | {"key": key(), "address": "ftp://example.org"})
    assert answered.status_code == 422
    assert "begins with https://" in words(answered)
    assert "Two pages." in words(answered)


def test_strangers_know_of_no_library(world, client_for):
    stranger, made = client_for(people.newcomer("stranger")), suggest(world.staff)
    for path in ("/library", "/library/new", f"/library/{made.id}", f"/library/{made.id}/edit"):
        assert stranger.get(path).status_code == 404
    assert client_for(world.ann).get(f"/library/{made.id}/edit").status_code == 403
