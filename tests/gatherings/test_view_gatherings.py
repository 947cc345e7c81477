"""The pages of visits and events, for who arranges them and for who comes."""

import re
from datetime import timedelta

import pytest

from cop.gatherings import commands
from cop.models import GatheringKind
from tests import people
from tests.conftest import NOON
from tests.gatherings.rows import arrange, sign_up
from tests.people import post, words

SOON = NOON.date() + timedelta(days=10)
LIST = "/spaces/cohort-1/gatherings"
FORM = {
    "kind": "visit",
    "called": "Thistle Works",
    "day": "2026-03-12",
    "begins": "10:00",
    "venue": "Gate 2, ask for the invented guide",
    "partner": "Invented health network",
    "places": "1",
    "scope": "organisation",
    "invited": "everybody",
}


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer).partition('id="main"')[2]


@pytest.fixture
def ann(world, client_for):
    return client_for(world.ann)


@pytest.fixture
def bob(world, client_for):
    return client_for(world.bob)


def test_where_there_is_none_it_says_what_to_do(ann, bob):
    assert f"{LIST}/new" in shown(ann, LIST)
    page = shown(bob, LIST)
    assert "Nothing is arranged" in page
    assert f"{LIST}/new" not in page
    assert LIST in shown(bob, "/spaces/cohort-1/calendar")
    assert bob.get("/spaces/cohort-1-set-a/gatherings").status_code == 404


def test_a19_a14_a_visit_is_arranged_and_a_place_taken_and_given_back(world, ann, bob, client_for):
    page = shown(ann, f"{LIST}/new")
    key = re.search(r'name="key"[^>]*value="(\w+)"', page)[1]
    here = post(ann, f"{LIST}/new", FORM | {"key": key}).location
    assert post(ann, f"{LIST}/new", FORM | {"key": key}).location == here
    for page in (shown(bob, here), shown(bob, LIST), shown(bob, "/spaces/cohort-1/calendar")):
        assert "Visit to Thistle Works" in page
        assert "12 Mar" in page
    assert "Invented health network" in shown(bob, here)
    assert post(bob, f"{here}/place").location == here
    assert "You have a place" in shown(bob, here)
    dan = client_for(people.newcomer("dan", world.cohort))
    post(dan, f"{here}/place")
    assert "You are waiting" in shown(dan, here)
    assert "Who waits" in shown(ann, here)
    assert "Who waits" not in shown(bob, here)
    assert "goes at once" in shown(bob, f"{here}/place/removal")
    post(bob, f"{here}/place/removal")
    assert "You have a place" in shown(dan, here)
    told = shown(dan, "/notifications")
    assert "You have a place" in told
    assert dan.get(re.search(r"/notifications/\d+", told)[0]).location == here


def test_what_is_wrong_is_said_and_nothing_is_lost(ann):
    answer = post(ann, f"{LIST}/new", FORM | {"key": "0" * 32, "day": ""})
    assert answer.status_code == 422
    assert "Enter its date." in words(answer)
    assert FORM["venue"] in words(answer)


def test_an_access_note_is_read_by_its_organiser_and_whoever_wrote_it(world, ann, bob, client_for):
    here = f"/gatherings/{arrange(world.ann, world.cohort, SOON).id}"
    sign_up_to = {"needs": "A hearing loop", "consents": "y"}
    assert post(bob, f"{here}/needs", sign_up_to).status_code == 403
    post(bob, f"{here}/place")
    answer = post(bob, f"{here}/needs", {"needs": "A hearing loop"})
    assert answer.status_code == 422
    assert "A hearing loop" in words(answer)
    post(bob, f"{here}/needs", sign_up_to)
    readers = {"ann": ann, "bob": bob, "staff": client_for(world.staff)}
    assert {name for name, each in readers.items() if "A hearing loop" in shown(each, here)} == {"ann", "bob"}
    staff = readers["staff"]
    assert "can’t be brought back" in shown(staff, f"{here}/organiser")
    post(staff, f"{here}/organiser")
    assert not [name for name, each in readers.items() if "A hearing loop" in shown(each, here)]
    assert "was changed" in shown(bob, "/notifications")


def test_a_cancelled_one_says_so_to_whoever_signed_up(world, ann, bob):
    visit = arrange(world.ann, world.cohort, SOON)
    sign_up(visit, world.bob)
    here = f"/gatherings/{visit.id}"
    assert "is told" in shown(ann, f"{here}/cancelling")
    post(ann, f"{here}/cancelling")
    assert "Cancelled" in shown(bob, here)
    assert "Visit to Thistle Works</a> is cancelled" in shown(bob, "/notifications")
    post(ann, f"{here}/cancelling/removal")
    assert "Cancelled" not in shown(bob, here)


def test_an_edit_by_another_meanwhile_is_not_lost(world, ann):
    visit = arrange(world.ann, world.cohort, SOON)
    here = f"/gatherings/{visit.id}"
    changed = FORM | {"day": "2026-03-13", "seen": "0"}
    assert post(ann, f"{here}/edit", changed).location == here
    answer = post(ann, f"{here}/edit", changed | {"venue": "Gate 3"})
    assert answer.status_code == 409
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', words(answer))[1]
    assert post(ann, f"{here}/edit", changed | {"venue": "Gate 3", "seen": seen}).location == here
    assert "Gate 3" in shown(ann, here)


def test_it_is_in_the_feed_of_the_space(world, bob):
    event = arrange(world.ann, world.cohort, SOON, kind=GatheringKind.CONFERENCE, called="Thistles for all")
    page = post(bob, "/spaces/cohort-1/calendar/feed")
    token = re.search(r"/feeds/[\w-]+/calendar\.ics", words(page))[0]
    assert "SUMMARY:Thistles for all" in bob.get(token).text
    commands.cancel(actor_id=world.ann.id, gathering_id=event.id)
    assert "STATUS:CANCELLED" in bob.get(token).text
