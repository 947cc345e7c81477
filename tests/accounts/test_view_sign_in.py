"""The page of signing in."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from cop import jobs
from cop.models import Person
from tests.accounts.letterbox import WINDOWS, close_account, give_password, send
from tests.people import PASSWORD, World, csrf_token

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "/%5cevil.example\\",
    "/@evil.example",
    "http://localhost@evil.example/",
    "evil.example",
    " /spaces",
    "/\u2028/evil.example",
    "",
    "/" + "x" * 2500,
]


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)
    give_password(world.mallory)


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    return app.test_client()


def enter(
    client: FlaskClient, email: str = "ann@example.org", password: str = PASSWORD, path: str = "/sign-in"
):
    return send(client, path, {"email": email, "password": password}, headers={"User-Agent": WINDOWS})


def test_a_person_signs_in_and_is_home(client: FlaskClient) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/me/account").status_code == 200
    assert "Chrome on Windows" in client.get("/me/account").get_data(as_text=True)


def test_they_get_to_the_page_they_wanted(client: FlaskClient) -> None:
    asked = client.get("/me/password?a=1&b=2")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/me/password?a%3D1%26b%3D2")
    assert enter(client, path=asked.location).location == "/me/password?a=1&b=2"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere(client: FlaskClient, target: str) -> None:
    client.post("/sign-in")
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"csrf_token": csrf_token(client), "email": "ann@example.org", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/")
    again = client.get("/sign-in", query_string={"next": target})
    assert (again.status_code, again.location) == (303, "/")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(target="/spaces/cohort-1")
@given(target=st.text(alphabet="/\\.:@?#%a\t\r\n ;&=\u2215\uff0f", max_size=12))
def test_whatever_is_asked_for_is_on_this_site(app: Flask, target: str) -> None:
    from cop.web import is_safe_target

    if is_safe_target(target):
        with app.test_request_context():
            from flask import redirect

            location = redirect(target, 303).headers["Location"]
        assert re.fullmatch(r"/(?![/\\])[^\r\n\\]*", location)


def test_what_is_wrong_is_said_and_the_address_is_kept(client: FlaskClient) -> None:
    answer = enter(client, password="not the password")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" in html
    assert 'value="ann@example.org"' in html
    assert "not the password" not in html
    assert "known" not in str(answer.headers.getlist("Set-Cookie"))
    assert client.get("/me/account").status_code == 303


@pytest.mark.parametrize("form", [{}, {"email": "ann@example.org"}, {"password": PASSWORD}])
def test_what_is_missing_is_said(client: FlaskClient, form: dict[str, str]) -> None:
    assert send(client, "/sign-in", dict(form)).status_code == 422


def _shown(answer: TestResponse, email: str) -> tuple[int, str, list[tuple[str, str]]]:
    """The answer without what is random in every one."""
    body = answer.get_data(as_text=True).replace(email, "EMAIL")
    body = re.sub(r'(nonce|content|value)="[^"]{20,}"', r'\1=""', body)
    headers = [(name, re.sub(r"nonce-[^']+|=[^;]{20,};", "", value)) for name, value in answer.headers]
    return (
        answer.status_code,
        body,
        [header for header in headers if header[0] not in {"X-Request-Id", "Content-Length"}],
    )


def test_known_unknown_and_closed_accounts_are_answered_alike(app: Flask, world: World) -> None:
    close_account(world.mallory)
    answers = []
    for email in ("ann@example.org", "nobody@example.org", "mallory@example.org"):
        client = app.test_client()
        answers.append([_shown(enter(client, email, "not the password"), email) for _ in range(12)])
    assert answers[0] == answers[1] == answers[2]
    assert [status for status, *_ in answers[0]] == [422] * 10 + [429] * 2


def test_the_database_is_asked_as_much_for_each(
    app: Flask, world: World, count_queries: Callable[[], Any]
) -> None:
    asked = []
    for email in ("ann@example.org", "nobody@example.org"):
        client = app.test_client()
        enter(client, email, "not the password")
        with count_queries() as queries:
            enter(client, email, "not the password")
        asked.append(len(queries))
    assert asked[0] == asked[1] > 0


def test_too_many_tries_are_refused_in_words(client: FlaskClient) -> None:
    for _ in range(10):
        enter(client, password="not the password")
    answer = enter(client)
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.get_data(as_text=True)


def test_a_forwarded_address_that_no_proxy_vouches_for_is_not_believed(app: Flask) -> None:
    for number in range(10):
        data = {"email": "ann@example.org", "password": "not the password"}
        send(app.test_client(), "/sign-in", data, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert enter(app.test_client()).status_code == 429


def test_a_browser_that_was_here_before_is_let_in(app: Flask, client: FlaskClient) -> None:
    enter(client)
    client.post("/sign-out", data={"csrf_token": csrf_token(client)})
    for _ in range(10):
        enter(app.test_client(), password="not the password")
    assert enter(app.test_client()).status_code == 429, "the control: an unknown browser is kept waiting"
    assert enter(client).status_code == 303


def test_what_was_planted_in_the_session_before_is_gone(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    before = csrf_token(client)
    with client.session_transaction() as cookie:
        assert cookie["planted"], "it was there before"
        secret = cookie["csrf_token"]
    enter(client)
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "_permanent", "_fresh", "csrf_token"}
        assert cookie.get("csrf_token") != secret
    assert client.post("/me/sign-ins/others/removal", data={"csrf_token": before}).status_code == 400


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookies = {each.partition("=")[0]: each for each in enter(client).headers.getlist("Set-Cookie")}
    assert set(cookies) == {"cop", "cop-known"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_over_https_they_are_bound_to_the_host(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.connect(replace(jobs.settings(), public_url="https://localhost"), ())
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    form = {"email": "ann@example.org", "password": PASSWORD}
    page = client.get("/sign-in", base_url="https://localhost")
    token = re.search(r'csrf-token" content="([^"]+)', page.get_data(as_text=True))
    assert token
    answer = client.post(
        "/sign-in",
        base_url="https://localhost",
        data=form | {"csrf_token": token[1]},
        headers={"Referer": "https://localhost/"},
    )
    known = next(each for each in answer.headers.getlist("Set-Cookie") if "known" in each)
    assert known.startswith("__Host-cop-known=")
    assert "Secure" in known


def test_without_its_token_a_form_is_not_taken(client: FlaskClient) -> None:
    form = {"email": "ann@example.org", "password": PASSWORD}
    for token in ({}, {"csrf_token": "wrong"}):
        assert client.post("/sign-in", data=form | token).status_code == 400
    assert client.get("/me/account").status_code == 303
    assert enter(client).status_code == 303


def test_whoever_is_signed_in_is_sent_on(client_for: Callable[[Person], FlaskClient], ann: Person) -> None:
    client = client_for(ann)
    assert client.get("/sign-in?next=/me/account").location == "/me/account"
