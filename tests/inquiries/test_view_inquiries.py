"""The pages of inquiries: for who is asked, for who keeps them, and for who reads what was heard."""

import re
from datetime import timedelta

import pytest

from cop import clock
from cop.models import InquiryReaders
from tests import people
from tests.conftest import NOON
from tests.inquiring import answer, ask, question_ids
from tests.people import key, post, words

TODAY = NOON.date()
LAST = TODAY + timedelta(days=1)
AFTER = NOON + timedelta(days=2)
FORM = {"title": "What gets in the way", "about": "We listen.", "questions": "What helps?\nWhat hinders?"}
FORM |= {"closes_on": LAST.isoformat(), "whom": "all", "organisations": ""}


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


@pytest.fixture
def inquiry(world):
    return ask(world.staff, LAST)


def test_st8_b11_from_open_questions_to_what_was_heard(world, staff, bob, client_for):
    assert "Open the first inquiry" in shown(staff, "/inquiries")
    assert "You are asked on this page" in shown(bob, "/inquiries")
    answered = post(staff, "/inquiries/new", FORM | {"key": key()})
    assert answered.status_code == 303
    here = answered.location
    assert "Open until " in shown(bob, "/inquiries")
    inquiry_id = int(here.rsplit("/", 1)[1])
    fields = re.findall(r'name="(answer_\d+)"', shown(bob, f"{here}/response"))
    said = {fields[0]: "Time on the ward", fields[1]: "None", "readers": "organisers"}
    assert post(bob, f"{here}/response", said).location == here
    assert "Your draft is not sent" in shown(bob, here)
    assert "Nobody has sent an answer yet" in shown(staff, f"{here}/responses")
    assert post(bob, f"{here}/response", said | {"send": "yes"}).location == here
    assert "You have answered" in shown(bob, here)
    assert "Time on the ward" not in shown(client_for(world.ann), f"{here}/responses")
    page = shown(staff, f"{here}/responses")
    assert "Time on the ward" in page
    assert "may not be quoted" in page
    post(staff, f"{here}/themes/new", {"title": "Time is short", "text": "Wards have none to spare."})
    page = shown(staff, f"{here}/responses")
    under = re.search(r'action="(/inquiry-responses/\d+/themes)"', page)[1]
    theme = re.search(r'name="themes" type="checkbox" value="(\d+)"', page)[1]
    assert post(staff, under, {"themes": theme}).status_code == 303
    assert "1 response came to this" in shown(staff, here)
    assert "Time is short" not in shown(bob, here)
    with clock.at(AFTER):
        report = {"report": "Protect an hour a week.", "document": "Our paper", "topic": ""}
        report |= {"address": "https://example.org/paper", "seen": "0", "publish": "yes"}
        assert post(staff, f"{here}/report", report).location == here
        page = shown(bob, here)
        for each in ("Time is short", "Protect an hour a week.", "Our paper", "What was heard is published"):
            assert each in page
        assert bob.get(f"{here}/response").status_code == 403
    assert inquiry_id > 0


def test_b25_its_page_shows_the_organisations_that_are_asked(world, bob):
    inquiry = ask(world.staff, LAST, is_for_all=False, organisations="t01")
    page = shown(bob, f"/inquiries/{inquiry.id}")
    assert "Members of 1 organisation:" in page
    assert "Invented Trust" in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world, staff, bob, inquiry):
    answered = post(staff, "/inquiries/new", FORM | {"key": key(), "closes_on": "2020-01-01"})
    assert answered.status_code == 422
    assert "still to come" in words(answered)
    assert "What hinders?" in words(answered)
    here = f"/inquiries/{inquiry.id}/response"
    first = f"answer_{question_ids(inquiry)[0]}"
    answered = post(bob, here, {first: "NHS number 943 476 5919", "readers": "all", "send": "yes"})
    assert answered.status_code == 422
    assert "943 476 5919" in words(answered)
    answered = post(bob, here, {first: " ", "readers": "all", "send": "yes"})
    assert "Answer at least one of the questions" in words(answered)


def test_who_changes_it_sees_what_another_did_meanwhile(staff, inquiry):
    here = f"/inquiries/{inquiry.id}/edit"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', shown(staff, here))[1]
    changed = FORM | {"seen": seen, "title": "What helps"}
    assert post(staff, here, changed).status_code == 303
    answered = post(staff, here, changed | {"title": "Mine"})
    assert answered.status_code == 409
    again = re.search(r'name="seen"[^>]*value="(\d+)"', words(answered))[1]
    assert post(staff, here, changed | {"title": "Mine", "seen": again}).status_code == 303


def test_others_keep_none_and_strangers_know_of_none(world, inquiry, client_for):
    ann, stranger = client_for(world.ann), client_for(people.newcomer("stranger"))
    here = f"/inquiries/{inquiry.id}"
    for path in ("/inquiries/new", f"{here}/edit", f"{here}/themes/new", f"{here}/report"):
        assert ann.get(path).status_code == 403
        assert stranger.get(path).status_code == 404
    for path in ("/inquiries", here, f"{here}/responses", f"{here}/response"):
        assert ann.get(path).status_code == 200
        assert stranger.get(path).status_code == 404


def test_answers_are_taken_back_after_being_asked(world, bob, inquiry):
    answer(world.bob, inquiry, "Time", readers=InquiryReaders.ALL)
    removal = f"/inquiries/{inquiry.id}/response/removal"
    assert "can’t be undone" in shown(bob, removal)
    assert post(bob, removal).status_code == 303
    assert "Nothing that you can read here" in shown(bob, f"/inquiries/{inquiry.id}/responses")
