"""Whoever joins or applies is shown what they accept, and it is kept which versions that was."""

import re

import pytest

from cop import db
from cop.accounts import commands
from cop.models import Acceptance, Application, Person, RoleName
from tests.accounts.letterbox import NEW, invitation, send
from tests.accounts.test_view_apply import FILLED
from tests.applying import put_programme
from tests.people import key, post, words
from tests.statements.publishing import PRIVACY, RULES, publish

LINKS = ('href="/rules"', 'href="/privacy"', 'href="/intended-use"')
JOINING = {"name": "Rowan Ashdown", "organisation": "", "professional_role": "rd_director", "password": NEW}


def link(world, email="rowan@example.org"):
    sent = invitation(email, (world.cohort, RoleName.MEMBER), inviter=world.ann)
    return commands.invitation_link(sent).removeprefix("http://localhost")


def accepted_on(page: str) -> str:
    return re.search(r'name="accepted" value="(\d+)"', page)[1]


def accepted_by(person) -> list[tuple[str, int]]:
    return sorted((each.version.kind, each.version.number) for each in Acceptance.of(person.id))


@pytest.fixture
def published(world):
    publish(world.staff, "No selling.", RULES)
    publish(world.staff, "Of privacy.", PRIVACY, is_material=False)


def test_whoever_joins_is_shown_what_they_accept(world, app, published):
    browser, path = app.test_client(), link(world)
    page = words(browser.get(path))
    assert all(each in page.partition("<footer")[0] for each in LINKS)
    assert "not for direct care and not a record" in page

    assert send(browser, path, JOINING | {"accepted": accepted_on(page)}).status_code == 303
    person = db.session.query(Person).filter_by(email="rowan@example.org").one()
    assert accepted_by(person) == [("privacy", 1), ("rules", 1)]
    assert browser.get("/").status_code == 200


def test_a_form_that_comes_back_still_says_what_it_showed_first(world, app, published):
    browser, path = app.test_client(), link(world)
    shown = accepted_on(words(browser.get(path)))
    publish(world.staff, "No selling at all.", RULES)
    answer = send(browser, path, JOINING | {"accepted": shown, "name": ""})
    assert answer.status_code == 422
    assert accepted_on(words(answer)) == shown
    send(browser, path, JOINING | {"accepted": shown})
    assert browser.get("/").headers["Location"] == "/accept?next=/"


def test_whoever_has_an_account_is_shown_it_too(world, client_for, published):
    browser, path = client_for(world.mallory), link(world, world.mallory.email)
    page = words(browser.get(path))
    assert all(each in page.partition("<footer")[0] for each in LINKS)
    assert post(browser, path, {"accepted": accepted_on(page)}).status_code == 303
    assert accepted_by(world.mallory) == [("privacy", 1), ("rules", 1)]


def test_whoever_applies_is_shown_it_and_their_application_says_so(world, app, published):
    put_programme(world.cohort)
    browser = app.test_client()
    page = words(browser.get("/apply/leading"))
    assert all(each in page.partition("<footer")[0] for each in LINKS)
    form = FILLED | {"key": key(), "accepted": accepted_on(page)}
    assert post(browser, "/apply/leading", form).status_code == 303
    assert db.session.query(Application).one().accepted_up_to == 2


@pytest.mark.parametrize("forged", ["9" * 15, "-1", "x", ""])
def test_an_application_accepts_nothing_that_is_not_published(world, app, published, forged):
    put_programme(world.cohort)
    post(app.test_client(), "/apply/leading", FILLED | {"key": key(), "accepted": forged})
    assert db.session.query(Application).one().accepted_up_to == (2 if forged.startswith("9") else 0)
