"""How sets do, for those outside, without a word of them; and what a set sees of its own life."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.meetings import tasks
from cop.models import MeetingLearning, RoleName
from cop.models.meetings_outcomes import LearningKind
from tests import people
from tests.conftest import NOON
from tests.meetings.contracts import Meetings, conclude
from tests.people import post, words

CONTRACT = "/spaces/cohort-1-set-a/contract"
ONE = "/sets/cohort-1-set-a"
PURPOSE = "To change how we lead"


@pytest.fixture
def held(monkeypatch, world):
    return Meetings(monkeypatch, world.set_a).are


def test_who_looks_after_sets_sees_counts_and_no_content(world, client_for, held):
    conclude(world.set_a, world.ann, world.bob)
    held(2, by=[world.ann], last=NOON, booked=NOON + timedelta(days=30), attended=5)
    tasks.look_after_sets.body()
    lead = people.newcomer_as(RoleName.MODERATOR, "lead", world.cohort)
    for outside in (lead, world.staff, people.a_steward()):
        page = words(client_for(outside).get("/sets"))
        for said in ("Set A", "2 members", "35 days", "2 of 5", "1 Apr 2026", "5 were there"):
            assert said in page
        for kept in (PURPOSE, "We start on time.", "Bob"):
            assert kept not in page
    assert PURPOSE in words(client_for(world.bob).get(CONTRACT)), "there is something to find"
    assert "no sets that you look after" in words(client_for(world.mallory).get("/sets"))
    assert "no sets that you look after" in words(client_for(world.bob).get("/sets")), "a member of one"


def test_who_looks_after_sets_is_led_to_them(world, client_for):
    for page in ("/spaces", "/spaces/cohort-1/about"):
        assert 'href="/sets"' in client_for(world.staff).get(page).get_data(as_text=True)
        assert 'href="/sets"' not in client_for(world.bob).get(page).get_data(as_text=True)


def test_a_steward_helps_a_dormant_set_without_reading_it(world, client_for):
    conclude(world.set_a, world.ann, world.bob)
    with clock.at(NOON + timedelta(days=70)):
        tasks.look_after_sets.body()
        steward, bob = client_for(people.a_steward()), client_for(world.bob)
        assert ONE in steward.get("/sets").get_data(as_text=True)
        assert post(steward, ONE, {}).status_code == 422
        assert post(steward, ONE, {"offer": "re_form"}).status_code == 303
        assert post(steward, ONE, {"offer": "close"}).status_code == 303
        assert "0 of 2 members say yes" in words(steward.get(ONE))
        page = words(bob.get(CONTRACT))
        assert "Steward, who reads nothing of this set, offers" in page
        assert post(bob, f"{CONTRACT}/answers/re-form", {}).status_code == 303
        page = words(steward.get(ONE))
        assert "1 of 2 members say yes" in page
        for kept in (PURPOSE, "We start on time.", "Bob"):
            assert kept not in page
        assert post(steward, f"{ONE}/closing", {"understood": "y"}).status_code == 409
        assert "Close it for its members" not in page
    with clock.at(NOON + timedelta(days=99)):
        again = client_for(people.a_steward("another"))
        assert "Close it for its members" in words(again.get(ONE))
        assert post(again, f"{ONE}/closing", {}).status_code == 422
        assert post(again, f"{ONE}/closing", {"understood": "y"}).status_code == 303
        assert "Closed." in words(client_for(world.bob).get(CONTRACT))


def test_a_set_that_closes_sees_what_it_has_learned_and_shared(world, client_for):
    conclude(world.set_a, world.ann, world.bob)

    @db.command
    def learn() -> None:
        for text, is_shared, space in (
            ("Ask before you tell", True, world.set_a),
            ("For myself alone", False, world.set_a),
            ("In another place", True, world.other),
        ):
            about = {"kind": LearningKind.LEARNING, "is_shared": is_shared, "space_id": space.id}
            db.session.add(MeetingLearning(person_id=world.ann.id, text=text, **about))

    learn()
    for who in (world.ann, world.bob):
        page = words(client_for(who).get(f"{CONTRACT}/closing"))
        assert "Ask before you tell" in page
        assert "For myself alone" not in page, "not even to her, where the others look on"
        assert "In another place" not in page


def test_a_dormant_set_is_led_to_find_a_date(world, client_for):
    conclude(world.set_a, world.ann, world.bob)
    with clock.at(NOON + timedelta(days=70)):
        tasks.look_after_sets.body()
        assert "Find a date together" in words(client_for(world.bob).get(CONTRACT))


def test_nobody_else_comes_to_help(world, client_for):
    conclude(world.set_a, world.ann, world.bob)
    lead = people.newcomer_as(RoleName.MODERATOR, "lead", world.cohort)
    for stranger in (world.mallory, world.ann, lead):
        assert client_for(stranger).get(ONE).status_code == 404
        assert post(client_for(stranger), ONE, {"offer": "close"}).status_code == 404
    assert "not dormant" in words(client_for(world.staff).get(ONE))


def test_a29_the_set_sees_who_has_facilitated_and_whether_it_is_ready(world, client_for, held):
    conclude(world.set_a, world.ann, world.bob)
    held(3, by=[world.ann])
    tasks.look_after_sets.body()
    bob = client_for(world.bob)
    page = words(bob.get(CONTRACT))
    assert "has facilitated" in page
    assert "has not facilitated yet" in page
    assert "3 held" in page
    assert "1 have" in page
    assert post(bob, f"{CONTRACT}/answers/self-facilitation", {}).status_code == 303
    assert "1 of 2 do" in words(bob.get(CONTRACT))


def test_a_contract_is_renewed_by_the_set(world, client_for, held):
    conclude(world.set_a, world.ann, world.bob)
    held(4)
    tasks.look_after_sets.body()
    bob = client_for(world.bob)
    assert "Renew the contract" in words(bob.get(CONTRACT))
    page = bob.get(f"{CONTRACT}/renewal").get_data(as_text=True)
    assert 'value="5"' in page
    assert post(bob, f"{CONTRACT}/renewal", {"more": "many", "seen": "1"}).status_code == 422
    assert post(bob, f"{CONTRACT}/renewal", {"more": "5", "seen": "1"}).status_code == 303
    page = words(bob.get(CONTRACT))
    assert "of 10 agreed" in page
    assert "Renew the contract" not in page


def test_closing_says_what_it_means_and_asks_once_more(world, client_for):
    conclude(world.set_a, world.ann, world.bob)
    ann, bob = client_for(world.ann), client_for(world.bob)
    closing = f"{CONTRACT}/closing"
    assert post(bob, f"{CONTRACT}/answers/closing", {}).headers["Location"].endswith(closing), (
        "by no button alone"
    )
    assert "0 of 2 do by now" in words(bob.get(closing))
    assert post(bob, closing, {}).status_code == 422
    assert post(bob, closing, {"understood": "y"}).status_code == 303
    assert "1 of 2 say so" in words(ann.get(CONTRACT))
    assert post(bob, f"{CONTRACT}/answers/closing/removal", {}).status_code == 303
    for client in (ann, bob):
        post(client, closing, {"understood": "y"})
    page = words(ann.get(CONTRACT))
    assert "Closed." in page
    for gone in ("Change what we agreed on", "Write a new version", "Take out", "Close the set well"):
        assert gone not in page
    assert post(ann, f"{CONTRACT}/rules", {"text": "Other", "change": "x", "seen": "1"}).status_code == 409
