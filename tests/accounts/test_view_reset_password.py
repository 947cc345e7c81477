"""The pages of a forgotten password."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop import db, jobs
from cop.accounts import commands, tasks
from cop.models import Letter, LetterKind, Person
from tests.accounts.letterbox import (
    NEW,
    close_account,
    give_password,
    last_mail,
    letters,
    link_in,
    send,
    sign_in,
)
from tests.people import PASSWORD, World


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    return app.test_client()


def ask(client: FlaskClient, email: str = "ann@example.org", **options: object):
    return send(client, "/forgotten-password", {"email": email}, **options)


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/account").status_code == 200


def test_a_forgotten_password_is_replaced_by_the_link_of_a_letter(
    app: Flask, client: FlaskClient, ann: Person
) -> None:
    before = sign_in(app, ann)
    assert is_in(before)
    assert ask(client).status_code == 303
    path = link_in(last_mail(LetterKind.PASSWORD_RESET))
    page = client.get(path)
    assert "ann@example.org" in page.get_data(as_text=True)
    answer = send(client, path, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not is_in(before)
    assert is_in(sign_in(app, ann, NEW))
    assert not is_in(sign_in(app, ann, PASSWORD))


def test_every_address_is_answered_alike(app: Flask, world: World) -> None:
    close_account(world.mallory)
    answers = []
    for email in ("ann@example.org", "nobody@example.org", "mallory@example.org"):
        client = app.test_client()
        first = [ask(client, email) for _ in range(5)]
        heads = [
            (each.status_code, each.location, sorted(set(each.headers.keys()) - {"X-Request-Id"}))
            for each in first
        ]
        answers.append((heads, re.sub(r'"[^"]{20,}"', "", client.get("/sign-in").get_data(as_text=True))))
    assert answers[0] == answers[1] == answers[2]


def test_what_is_no_address_is_said(client: FlaskClient) -> None:
    for email in ("", "ann", "ann@example.org, mallory@example.org"):
        assert ask(client, email).status_code == 422
    assert letters(LetterKind.PASSWORD_RESET) == []


def test_the_link_is_checked_when_the_form_is_sent_and_not_only_shown(
    client: FlaskClient, ann: Person
) -> None:
    ask(client)
    path = link_in(last_mail(LetterKind.PASSWORD_RESET))
    token = commands.reset_link(db.get(Person, ann.id)).rpartition("/")[2]
    assert client.get(path).status_code == 200
    commands.reset_password(token=token, password=NEW)
    form = {"csrf_token": _token(client), "password": "another one of mine"}
    answer = client.post(path, data=form)
    assert answer.status_code == 404
    assert "Ask for a new link" in answer.get_data(as_text=True)
    assert commands.sign_in(email=ann.email, password=NEW, address=None, device="")


def _token(client: FlaskClient) -> str:
    found = re.search(r'csrf-token" content="([^"]+)', client.get("/sign-in").get_data(as_text=True))
    assert found
    return found[1]


@pytest.mark.parametrize("token", ["x", "a.b.c", "WzEsIngiXQ.aKERg.signature"])
def test_a_forged_link_is_dead(client: FlaskClient, token: str) -> None:
    assert client.get(f"/reset-password/{token}").status_code == 404
    form = {"csrf_token": _token(client), "password": NEW}
    assert client.post(f"/reset-password/{token}", data=form).status_code == 404


def test_a_bad_choice_is_said_and_the_link_lives(client: FlaskClient) -> None:
    ask(client)
    path = link_in(last_mail(LetterKind.PASSWORD_RESET))
    for password in ("", "short", "passwordpassword"):
        assert send(client, path, {"password": password}).status_code == 422
    assert send(client, path, {"password": NEW}).status_code == 303


def test_no_referrer_carries_the_link_and_the_form_still_goes_over_https(
    client: FlaskClient, ann: Person
) -> None:
    path = commands.reset_link(db.get(Person, ann.id)).removeprefix(jobs.settings().public_url)
    page = client.get(path, base_url="https://localhost")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    found = re.search(r'csrf-token" content="([^"]+)', page.get_data(as_text=True))
    assert found
    form = {"csrf_token": found[1], "password": NEW}
    with_origin = {"Referer": "https://localhost/"}
    assert client.post(path, base_url="https://localhost", data=form).status_code == 400
    assert client.post(path, base_url="https://localhost", data=form, headers=with_origin).status_code == 303


def test_the_link_stands_in_no_log(
    client: FlaskClient, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client)
    path = link_in(last_mail(LetterKind.PASSWORD_RESET))
    send(client, path, {"password": NEW})
    logged = "\n".join(str(vars(record)) for record in caplog.records if record.name.startswith("cop"))
    assert "/reset-password/<token>" in logged, "the control: the requests are logged"
    assert path.rpartition("/")[2] not in logged
    assert NEW not in logged


HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "evil.example:80",
    "localhost:80@evil.example",
    "[::1]",
    "localhost ",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded"])
def test_no_request_chooses_the_host_of_a_link(client: FlaskClient, header: str, host: str) -> None:
    value = f"host={host}" if header == "Forwarded" else host
    ask(client, headers={header: value})
    for letter in letters(LetterKind.PASSWORD_RESET):
        message = tasks.word(letter)
        assert message is not None
        links = re.findall(r"https?://\S+", message.get_content())
        assert links
        assert all(link.startswith("http://localhost/") for link in links)
    if header != "Host":
        assert letters(LetterKind.PASSWORD_RESET), "the control: a letter was asked for"


def test_mail_of_a_reset_is_worded_for_a_known_address_only(world: World) -> None:
    @db.command
    def write(address: str) -> Letter:
        return Letter.write(LetterKind.PASSWORD_RESET, address=address)

    assert tasks.word(write("ann@example.org"))
    assert tasks.word(write("nobody@example.org")) is None
