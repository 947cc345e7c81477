"""The pages of a cohort's workshops, for its people and for who plans them."""

import re
from datetime import time, timedelta

import pytest

from cop.models import Component, ProgrammeStatus
from cop.programme import commands
from tests.conftest import NOON
from tests.people import post, words
from tests.workshops import plan

SOON = NOON.date() + timedelta(days=10)
LIST = "/spaces/cohort-1/workshops"
FORM = {"number": "1", "title": "What culture is", "day": "2026-03-12", "venue": "Invented hall"}


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


@pytest.fixture
def workshop(world):
    made = plan(world.ann, world.cohort, SOON, begins=time(9, 30), ends=time(16), venue="Invented hall")
    for title, component in (("Policy", Component.KNOWLEDGE), ("Influence", Component.LEADERSHIP)):
        commands.add_segment(actor_id=world.ann.id, workshop_id=made.id, title=title, component=component)
    return made


def test_where_there_is_none_it_says_what_to_do(ann, bob):
    assert f"{LIST}/new" in shown(ann, LIST)
    page = shown(bob, LIST)
    assert "No workshops yet" in page
    assert f"{LIST}/new" not in page
    assert LIST in shown(bob, "/spaces/cohort-1/about")


def test_a17_a22_one_is_entered_with_its_date_and_venue(ann, bob):
    page = shown(ann, f"{LIST}/new")
    key = re.search(r'name="key"[^>]*value="(\w+)"', page)[1]
    answer = post(ann, f"{LIST}/new", FORM | {"key": key})
    assert answer.status_code == 303
    page = shown(bob, answer.location)
    assert "Day 1: What culture is" in page
    assert "Thu 12 Mar 2026" in page
    assert "Invented hall" in page
    assert "Thu 12 Mar 2026" in shown(bob, LIST)
    assert post(ann, f"{LIST}/new", FORM | {"key": key}).location == answer.location


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"day": ""}, 422, "Enter its date."),
        ({"day": "monthly"}, 422, "Not a valid date"),
        ({"ends": "09:00"}, 422, "enter both times"),
        ({"key": "none"}, 422, "lost its place"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(ann, said, status, told):
    answer = post(ann, f"{LIST}/new", FORM | {"key": "0" * 32} | said)
    assert answer.status_code == status
    assert told in words(answer)
    assert FORM["venue"] in words(answer)


def test_a23_parts_can_be_shown_by_what_they_are_for(workshop, bob):
    for path in (LIST, f"/workshops/{workshop.id}"):
        assert [each in shown(bob, path) for each in ("Policy", "Influence")] == [True, True]
        alone = shown(bob, f"{path}?component=leadership")
        assert [each in alone for each in ("Policy", "Influence")] == [False, True]
        assert bob.get(f"{path}?component=lunch").status_code == 400


def test_it_is_made_of_parts_and_links_by_who_plans_it(workshop, ann, bob):
    here = f"/workshops/{workshop.id}"
    assert post(ann, f"{here}/segments", {"part": "Lunch", "component": "leadership"}).status_code == 303
    link = {"title": "A paper", "address": "https://example.org/paper"}
    assert post(ann, f"{here}/materials", link).status_code == 303
    page = shown(ann, here)
    assert re.findall(r"(Policy|Influence|Lunch) <span", page) == ["Policy", "Influence", "Lunch"]
    last = re.findall(r'formaction="(/segments/\d+/raising)"', page)[-1]
    assert post(ann, last).location == f"{here}#agenda"
    assert re.findall(r"(Policy|Influence|Lunch) <span", shown(bob, here)) == ["Policy", "Lunch", "Influence"]
    assert '<a href="https://example.org/paper" rel="noopener noreferrer">A paper</a>' in shown(bob, here)
    for removal in re.findall(r'formaction="(/(?:segments|materials)/\d+/removal)"', shown(ann, here)):
        assert post(bob, removal).status_code == 403
        assert post(ann, removal).status_code == 303
    assert "Nobody has said yet." in shown(bob, here)
    assert "Nothing to read" in shown(bob, here)


@pytest.mark.parametrize(
    ("door", "form", "told"),
    [
        ("segments", {"part": ""}, "Enter what it is."),
        ("materials", {"title": "x", "address": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_a_part_that_is_wrong_comes_back(workshop, ann, bob, door, form, told):
    answer = post(ann, f"/workshops/{workshop.id}/{door}", form)
    assert answer.status_code == 422
    assert told in words(answer)
    assert post(bob, f"/workshops/{workshop.id}/{door}", form).status_code == 403


def test_it_is_changed_by_who_has_seen_it(workshop, ann, bob):
    here = f"/workshops/{workshop.id}"
    page = shown(ann, f"{here}/edit")
    assert 'value="09:30"' in page
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)[1]
    changed = FORM | {"day": "2026-03-19", "seen": seen}
    assert post(ann, f"{here}/edit", changed).location == here
    assert "Thu 19 Mar 2026" in shown(bob, here)
    late = post(ann, f"{here}/edit", changed | {"title": "Mine"})
    assert late.status_code == 409
    assert 'value="Mine"' in words(late)
    assert post(bob, f"{here}/edit", changed).status_code == 403


def test_it_is_cancelled_after_being_asked_and_restored(workshop, ann, bob):
    here = f"/workshops/{workshop.id}"
    asked = shown(ann, f"{here}/cancelling")
    assert "Cancel day 1?" in asked
    assert "Everybody in the cohort is told" in asked
    assert post(ann, f"{here}/cancelling").location == here
    for path in (here, LIST):
        assert "Cancelled</span>" in shown(bob, path)
    assert post(bob, f"{here}/cancelling/removal").status_code == 403
    assert post(ann, f"{here}/cancelling/removal").location == here
    assert "Cancelled</span>" not in shown(bob, here)


def test_a01_what_is_over_can_be_read_and_changed_no_more(world, programme, workshop, ann, bob):
    about = {"actor_id": world.staff.id, "programme_id": programme.id, "ended_on": None}
    assert "/edit" in shown(ann, f"/workshops/{workshop.id}"), "control"
    commands.set_status(**about, status=ProgrammeStatus.ENDED)
    page = shown(ann, f"/workshops/{workshop.id}")
    assert "/edit" not in page
    assert "Policy" in page
    assert "which is over" in shown(bob, LIST)
    assert ann.get(f"{LIST}/new").status_code == 403


def test_the_stage_and_venue_of_a_cohort(ann, bob):
    assert "Live" in shown(bob, LIST)
    answer = post(ann, "/spaces/cohort-1/stage", {"venue": "Invented hall", "stage": "alumni"})
    assert answer.location == LIST
    page = shown(bob, LIST)
    assert "Alumni" in page
    assert "Invented hall" in page
    assert 'value="Invented hall"' in shown(ann, "/spaces/cohort-1/stage")
    assert post(ann, "/spaces/cohort-1/stage", {"stage": "gone"}).status_code == 422


def test_strangers_see_nothing_of_it_and_other_spaces_have_none(world, workshop, bob, client_for):
    mallory = client_for(world.mallory)
    for path in (LIST, f"/workshops/{workshop.id}", "/spaces/cohort-1/stage"):
        assert mallory.get(path).status_code == 404
    assert bob.get("/spaces/cohort-1-set-a/workshops").status_code == 404
