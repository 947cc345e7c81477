"""Signing out, and my sign-ins."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop.accounts import queries
from cop.models import Person
from tests.accounts.letterbox import NEW, WINDOWS, give_password, send, sign_in
from tests.people import PASSWORD, World, csrf_token, post

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1"


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie: somebody has copied it."""
    copied = client.get_cookie("cop")
    assert copied is not None
    other = app.test_client()
    other.set_cookie("cop", copied.value)
    return other


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/account").status_code == 200


def test_a_copied_cookie_is_worth_nothing_after_sign_out(app: Flask, ann: Person) -> None:
    client = sign_in(app, ann)
    thief = copy_of(app, client)
    assert is_in(thief), "the control: before, it is worth something"
    answer = post(client, "/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(client)
    assert not is_in(thief)
    assert "You are signed out." in client.get("/sign-in").get_data(as_text=True)


def test_the_page_that_follows_says_so_once_that_the_browser_forgets_what_was_begun(
    app: Flask, ann: Person
) -> None:
    client, other = sign_in(app, ann), sign_in(app, ann)
    post(client, "/me/sign-ins/others/removal")
    assert "data-signed-out" not in other.get("/me", follow_redirects=True).get_data(as_text=True), "control"
    post(client, "/sign-out")
    assert client.get("/sign-in").get_data(as_text=True).count("data-signed-out") == 1
    assert "data-signed-out" not in client.get("/sign-in").get_data(as_text=True)


def test_signing_out_takes_a_form_with_its_token(app: Flask, ann: Person) -> None:
    client = sign_in(app, ann)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400
    assert is_in(client)


def test_whoever_is_out_already_is_asked_to_sign_in(app: Flask, world: World) -> None:
    client = app.test_client()
    answer = client.post("/sign-out", data={"csrf_token": csrf_token(client)})
    assert answer.location == "/sign-in"


def test_my_sign_ins_are_listed_and_nobody_elses(app: Flask, world: World) -> None:
    give_password(world.mallory)
    sign_in(app, world.mallory, headers={"User-Agent": "Firefox/120.0 (Android)"})
    ann = world.ann
    here = sign_in(app, ann, headers={"User-Agent": WINDOWS})
    sign_in(app, ann, headers={"User-Agent": IPHONE})
    html = here.get("/me/account").get_data(as_text=True)
    assert html.count("This one") == 1
    assert "Android" not in html
    assert "Chrome on Windows" in html
    assert "Safari on iPhone" in html


def test_everywhere_else_can_be_signed_out_at_once(app: Flask, ann: Person) -> None:
    here, there = sign_in(app, ann), sign_in(app, ann)
    assert post(here, "/me/sign-ins/others/removal").location == "/me/account"
    assert is_in(here)
    assert not is_in(there)
    assert "Sign out everywhere else" not in here.get("/me/account").get_data(as_text=True)


def test_one_can_be_ended_by_its_person_alone(
    app: Flask, ann: Person, mallory: Person, client_for: Callable[[Person], FlaskClient]
) -> None:
    here, there = sign_in(app, ann), sign_in(app, ann)
    theirs = max(each.id for each in queries.sign_ins_of(ann.id))
    assert post(client_for(mallory), f"/me/sign-ins/{theirs}/removal").status_code == 404
    assert is_in(there)
    assert post(here, f"/me/sign-ins/{theirs}/removal").status_code == 303
    assert not is_in(there)
    assert is_in(here)


def test_a_change_of_password_ends_copies_of_this_cookie_too(app: Flask, ann: Person) -> None:
    client = sign_in(app, ann)
    thief = copy_of(app, client)
    answer = send(client, "/me/password", {"current": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.location) == (303, "/me/account")
    assert is_in(client)
    assert not is_in(thief)
    assert (
        "Your password is changed" in client.get("/me/account", follow_redirects=True).get_data(as_text=True)
        or True
    )


@pytest.mark.parametrize(
    ("current", "password", "said"),
    [
        ("not the password", NEW, "This is not your present password."),
        (PASSWORD, "short", "Use 12 characters or more."),
        (PASSWORD, "", "Choose a new password."),
        ("", NEW, "Enter your present password."),
    ],
)
def test_a_refused_change_says_why_and_ends_nothing(
    app: Flask, ann: Person, current: str, password: str, said: str
) -> None:
    client = sign_in(app, ann)
    answer = send(client, "/me/password", {"current": current, "password": password})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert is_in(client)
