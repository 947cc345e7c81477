"""Slow mode of a room on the settings page of its space, and what the room says of it."""

from cop import db
from cop.models import Space
from tests import people
from tests.people import key, words

SETTINGS, SLOWNESS, ROOM = (f"/spaces/cohort-1/{name}" for name in ("settings", "slowness", "chat"))


def slowness(world) -> int:
    db.session.expire_all()
    return db.get(Space, world.cohort.id).slow_room


def test_a_moderator_chooses_it_and_the_room_says_so(world, client_for, ann, bob):
    browser = client_for(ann)
    assert "One message in 2 minutes" in words(browser.get(SETTINGS))
    assert ">Slow mode is on" not in words(client_for(bob).get(ROOM)), "control"
    answer = people.post(browser, SLOWNESS, {"seconds": "120"})
    assert (answer.status_code, answer.location) == (303, ROOM)
    assert slowness(world) == 120
    assert ">Slow mode is on: each person writes once in 2 minutes." in words(client_for(bob).get(ROOM))
    assert 'value="120" checked' in " ".join(words(browser.get(SETTINGS)).split())


def test_a_line_that_came_too_soon_is_kept_in_the_page(world, client_for, ann, bob):
    people.post(client_for(ann), SLOWNESS, {"seconds": "30"})
    browser = client_for(bob)
    assert people.post(browser, ROOM, {"text": "The first", "key": key()}).status_code == 303
    refused = people.post(browser, ROOM, {"text": "The second", "key": key()})
    assert refused.status_code == 429
    assert "The second" in words(refused)
    assert "you can send it again in 30 seconds" in words(refused)


def test_what_is_no_choice_is_refused(world, client_for, ann):
    for odd in ("31", "-1", "soon", ""):
        refused = people.post(client_for(ann), SLOWNESS, {"seconds": odd})
        assert refused.status_code == 422, odd
        assert "Choose one of these." in words(refused)
    assert slowness(world) == 0


def test_bob_may_not_and_mallory_finds_nothing(world, client_for, bob, mallory):
    for person, status in ((bob, 403), (mallory, 404)):
        assert people.post(client_for(person), SLOWNESS, {"seconds": "30"}).status_code == status
    assert slowness(world) == 0
