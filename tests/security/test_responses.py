"""What every response carries: headers, and cookies that only this site over HTTPS gets back (S4, S10)."""

from collections.abc import Callable

import pytest
from flask import Flask

from cop import db
from cop.accounts.commands import passwords
from cop.models import Person
from tests import people

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
HOST = "https://community.example"
LOOK_ALIKES = (
    "evil.example", "community.example.evil.example", "evilcommunity.example", "evil.community.example",
    "community.example.", "127.0.0.1", "localhost",
)  # fmt: skip
"""Hosts of others that begin or end as ours does, and those by which a server calls itself."""


@pytest.fixture
def secure(served_with: Callable[..., Flask]) -> Flask:
    """The application as it is behind HTTPS."""
    return served_with(public_url=HOST)


@db.command
def _give_password(person: Person, kept: str) -> None:
    db.get(Person, person.id).password_hash = kept


def test_cookies_go_back_to_this_host_over_https_and_no_script_reads_them(secure: Flask, world):
    _give_password(world.bob, passwords.keep(people.PASSWORD))
    browser = secure.test_client()
    page = browser.get("/sign-in", base_url=HOST)
    token = page.get_data(as_text=True).partition('name="csrf-token" content="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": world.bob.email, "password": people.PASSWORD}
    signed_in = browser.post("/sign-in", data=form, base_url=HOST, headers={"Referer": f"{HOST}/sign-in"})
    cookies = page.headers.getlist("Set-Cookie") + signed_in.headers.getlist("Set-Cookie")

    assert signed_in.status_code == 303
    assert {each.partition("=")[0] for each in cookies} == {"__Host-cop", "__Host-cop-known"}
    for each in cookies:
        attributes = {part.strip() for part in each.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= attributes
        assert not [part for part in attributes if part.startswith("Domain")]
    assert browser.get("/", base_url=HOST).status_code == 200


def test_every_answer_over_https_asks_for_https_from_then_on(secure: Flask):
    for path in ("/", "/sign-in", "/nothing", "/static/none.css", "/healthz", "/socket.io/?EIO=4"):
        response = secure.test_client().get(path, base_url=HOST)
        assert "max-age=63072000" in response.headers["Strict-Transport-Security"]


def test_another_host_is_refused_and_is_in_no_link(secure: Flask):
    for host in LOOK_ALIKES:
        response = secure.test_client().get("/sign-in", base_url=f"https://{host}")
        assert response.status_code == 400, host
        assert "evil" not in response.get_data(as_text=True)
    assert secure.test_client().get("/sign-in", base_url=HOST).status_code == 200, "the control"


def test_a_forwarded_host_changes_no_link(secure: Flask):
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    response = secure.test_client().get("/", base_url=HOST, headers=forwarded)
    assert "evil" not in response.headers["Location"] + response.get_data(as_text=True)


def test_a_sign_in_is_a_new_session_and_what_was_planted_before_is_gone(app: Flask, world):
    _give_password(world.bob, passwords.keep(people.PASSWORD))
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["planted"], cookie["csrf_token"] = "by another", "a" * 40
    form = {"email": world.bob.email, "password": people.PASSWORD}
    assert people.post(browser, "/sign-in", form).status_code == 303

    with browser.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "a" * 40


def test_a_cookie_that_was_copied_is_worth_nothing_after_the_sign_out(client_for, app: Flask, bob):
    browser = client_for(bob)
    with browser.session_transaction() as cookie:
        copied = dict(cookie)
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert thief.get("/").status_code == 200

    assert people.post(browser, "/sign-out").status_code == 303
    assert thief.get("/").status_code == 303


@pytest.mark.parametrize("path", ["/", "/nothing", "/people/999999999999", "/moderation?after=x", "/logo"])
def test_pages_and_errors_alike_carry_the_headers_and_are_kept_by_nobody(client_for, bob, path: str):
    response = client_for(bob).get(path)

    assert HEADERS.items() <= dict(response.headers).items()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.headers["Vary"]


def test_what_caches_may_keep_carries_no_cookie(client_for, bob):
    browser = client_for(bob)
    with browser.session_transaction() as cookie:
        cookie.permanent = True
    kept = browser.get("/static/manifest.json", buffered=True)

    assert kept.status_code == 200
    assert "public" in kept.headers["Cache-Control"]
    assert "Set-Cookie" not in kept.headers
    assert HEADERS.items() <= dict(kept.headers).items()
