"""The pages of the second step: nothing opens half the way, and what is shown once is shown once."""

import re

import pyotp
import pytest

from cop import clock, db
from cop.accounts.commands import codes, tokens
from cop.models import Authenticator
from tests import people
from tests.accounts.letterbox import give_password
from tests.conftest import later
from tests.people import PASSWORD


@pytest.fixture
def ann(world):
    give_password(world.ann)
    return world.ann


def set_up(client):
    page = client.get("/me/second-step/new").get_data(as_text=True)
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]
    key = re.search(r'class="cop-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = pyotp.TOTP(key).at(clock.now())
    return people.post(client, "/me/second-step/new", {"token": token, "code": code, "password": PASSWORD})


def test_it_is_set_up_and_then_asked_for(app, client_for, ann):
    shown = set_up(client_for(ann)).get_data(as_text=True)
    given = re.findall(r'class="cop-key">([a-z2-9-]{11})<', shown)
    assert len(given) == 10
    browser = app.test_client()

    answer = people.post(browser, "/sign-in?next=/spaces", {"email": ann.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code?next=/spaces")
    for path in ("/", "/me", "/spaces/cohort-1"):
        assert browser.get(path).status_code == 303, "half the way opens nothing"
    wrong = people.post(browser, "/sign-in/code?next=/spaces", {"code": "123456"})
    assert (wrong.status_code, "Wait for the next one" in wrong.get_data(as_text=True)) == (422, True)
    answer = people.post(browser, "/sign-in/code?next=/spaces", {"code": given[0]})
    assert (answer.status_code, answer.location) == (303, "/spaces")
    assert browser.get("/").status_code == 200


def test_a_code_that_is_shown_signs_in_once(app, client_for, ann):
    set_up(client_for(ann))
    form = {"email": ann.email, "password": PASSWORD}
    answers = []
    for seconds in (0, 30, 30, 60):
        browser = app.test_client()
        with later(seconds):
            people.post(browser, "/sign-in", form)
            answers.append(people.post(browser, "/sign-in/code", {"code": shown_to(ann)}).status_code)
            assert (browser.get("/").status_code == 200) is (answers[-1] == 303)
    assert answers == [422, 303, 422, 303], "that of the set-up is used, and so is that of the first sign-in"


def shown_to(person):
    salt = db.session.get(Authenticator, person.id, populate_existing=True).salt
    return pyotp.TOTP(codes.secret_of(person.id, salt)).at(clock.now())


def test_it_leads_nowhere_else(app, client_for, ann):
    set_up(client_for(ann))
    browser = app.test_client()
    form = {"email": ann.email, "password": PASSWORD}

    for evil in ("https://evil.example/", "//evil.example"):
        answer = people.post(browser, f"/sign-in?next={evil}&_external=1&_scheme=ftp", form)
        assert answer.location == "/sign-in/code"


def test_whoever_has_not_given_a_password_is_asked_for_it(app, world):
    assert app.test_client().get("/sign-in/code").location == "/sign-in"


def test_half_the_way_ends_with_another_password(app, client_for, ann):
    set_up(client_for(ann))
    browser = app.test_client()
    people.post(browser, "/sign-in", {"email": ann.email, "password": PASSWORD})
    give_password(ann)

    answer = people.post(browser, "/sign-in/code", {"code": "123456"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "It took too long" in browser.get("/sign-in").get_data(as_text=True)


def test_a_wrong_code_or_password_shows_the_same_picture_again(client_for, ann):
    client = client_for(ann)
    page = client.get("/me/second-step/new").get_data(as_text=True)
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]
    answer = people.post(client, "/me/second-step/new", {"token": token, "code": "1", "password": PASSWORD})

    assert (answer.status_code, token in answer.get_data(as_text=True)) == (422, True)
    old = people.post(client, "/me/second-step/new", {"token": "x", "code": "1", "password": PASSWORD})
    said = old.get_data(as_text=True)
    assert (old.status_code, "open for too long" in said, "data:image/svg" in said) == (409, True, True)
    assert re.search(r'name="token"[^>]*value="([^"]+)"', said)[1] not in {"x", token}


def test_the_picture_has_no_address(client_for, ann):
    page = client_for(ann).get("/me/second-step/new").get_data(as_text=True)
    assert re.search(r'<img class="cop-picture" src="data:image/svg', page)


def test_nobody_is_shown_the_secret_of_another(client_for, world, ann):
    token = tokens.of_authenticator(ann.id, codes.fresh_salt())
    secret = codes.secret_of(ann.id, tokens.read_authenticator(token, ann.id))
    form = {"token": token, "code": "1", "password": "wrong"}

    for person, is_shown in ((ann, True), (world.bob, False)):
        page = people.post(client_for(person), "/me/second-step/new", form).get_data(as_text=True)
        assert (secret in re.sub(r"(?<=[A-Z2-7]{4}) ", "", page)) is is_shown


def test_codes_are_made_anew_and_it_is_given_up(client_for, ann):
    client = client_for(ann)
    assert "Set it up" in client.get("/me/second-step").get_data(as_text=True)
    set_up(client)
    assert "10 codes on paper left" in client.get("/me/second-step").get_data(as_text=True)
    for door in ("codes", "removal"):
        wrong = people.post(client, f"/me/second-step/{door}", {"password": "wrong"})
        assert (wrong.status_code, "not your password" in wrong.get_data(as_text=True)) == (422, True)

    assert "Nobody can show them to you again" in people.post(
        client, "/me/second-step/codes", {"password": PASSWORD}
    ).get_data(as_text=True)
    assert people.post(client, "/me/second-step/removal", {"password": PASSWORD}).status_code == 303
    assert db.session.query(Authenticator).count() == 0
