"""The pages of another address to sign in with."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop.models import LetterKind, Person
from tests.accounts.letterbox import NEW, give_password, last_mail, letters, link_in, send, sign_in
from tests.accounts.readdressed import ELSEWHERE, address_of, change_address
from tests.conftest import later
from tests.people import PASSWORD, World, words


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    for person in (world.ann, world.mallory):
        give_password(person)


@pytest.fixture
def client(app: Flask, world: World) -> FlaskClient:
    return sign_in(app, world.ann)


def ask(client: FlaskClient, email: str = ELSEWHERE):
    return send(client, "/me/address", {"email": email})


def is_in(client: FlaskClient) -> bool:
    return client.get("/me/account").status_code == 200


def link(kind: LetterKind = LetterKind.ADDRESS_WANTED) -> str:
    return link_in(last_mail(kind))


def test_my_settings_lead_to_it_and_so_does_moving_elsewhere(client: FlaskClient) -> None:
    for page in ("/me/account", "/me"):
        assert 'href="/me/address"' in words(client.get(page))


def test_no_heading_breaks_a_word_at_its_hyphen(client: FlaskClient) -> None:
    """As it would on a phone."""
    ask(client)
    for path in ("/me/address", link()):
        (heading,) = re.findall(r"<h1[^>]*>(.+)</h1>", words(client.get(path)))
        assert '<span class="cop-nowrap">e-mail</span>' in heading


def test_it_is_asked_for_confirmed_and_signed_in_with(app: Flask, client: FlaskClient, ann: Person) -> None:
    other = sign_in(app, ann)
    answer = ask(client)
    assert (answer.status_code, answer.location) == (303, "/me/account")
    page = words(client.get("/me/account"))
    assert f"A link is on its way to {ELSEWHERE}" in page
    assert "waits to be confirmed" in page
    path = link()
    shown = words(client.get(path))
    assert f"From ann@example.org to {ELSEWHERE}." in shown
    assert address_of(ann) == "ann@example.org", "a programme that looks at the link confirms nothing"
    done = send(client, path)
    assert (done.status_code, done.location) == (303, "/me/account")
    assert f"You sign in with {ELSEWHERE}." in words(client.get("/me/account"))
    assert not is_in(other)
    assert not is_in(sign_in(app, ann))
    ann.email = ELSEWHERE
    assert is_in(sign_in(app, ann))
    again = send(client, path)
    assert again.status_code == 404
    assert "This link no longer works" in words(again)


def test_whoever_is_signed_out_is_asked_to_sign_in_and_comes_back(app: Flask, client: FlaskClient) -> None:
    ask(client)
    path, stranger = link(), app.test_client()
    for answer in (stranger.get(path), send(stranger, path)):
        assert answer.status_code == 200
        assert "Sign in first" in words(answer)
        assert "ann@" not in words(answer), "the letter may have gone astray"
    asked = re.search(r'href="(/sign-in\?next=[^"]+)"', words(stranger.get(path)))
    assert asked
    entered = send(stranger, asked[1], {"email": "ann@example.org", "password": PASSWORD})
    assert entered.location == path
    assert send(stranger, path).status_code == 303


def test_somebody_else_who_is_signed_in_confirms_nothing(
    app: Flask, client: FlaskClient, world: World
) -> None:
    ask(client)
    path, hers = link(), sign_in(app, world.mallory)
    for answer in (hers.get(path), send(hers, path)):
        assert "asked for from another account" in words(answer)
        assert "ann@" not in words(answer)
    assert (address_of(world.ann), address_of(world.mallory)) == ("ann@example.org", "mallory@example.org")


def test_every_address_is_answered_alike(client: FlaskClient) -> None:
    pages = []
    for email in ("mallory@example.org", "nobody@example.org"):
        asked = ask(client, email)
        page = words(client.get("/me/account"))
        page = page[page.index("<main") : page.index("</main>")].replace(email, "")
        assert "waits to be confirmed" in page, "control"
        pages.append((asked.status_code, asked.location, page))
        send(client, "/me/address/removal")
        client.get("/me/account")
    assert pages[0] == pages[1]


def test_an_address_that_somebody_has_is_refused_in_a_sentence(
    app: Flask, client: FlaskClient, world: World
) -> None:
    ask(client)
    path = link()
    change_address(world.mallory)
    answer = send(client, path)
    assert answer.status_code == 409
    assert "There is an account with this address already" in words(answer)
    assert is_in(client)


def test_a_fresh_proof_is_asked_for(client: FlaskClient, ann: Person) -> None:
    with later(3600):
        assert client.get("/me/address").status_code == 200
        answer = ask(client)
        assert answer.status_code == 401
        assert "Is it still you?" in words(answer)
    assert letters(LetterKind.ADDRESS_WANTED) == []


@pytest.mark.parametrize("email", ["", "ann", "ann@example.org"])
def test_what_can_not_be_is_said_beside_the_field(client: FlaskClient, email: str) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'href="#email"' in words(answer)


def test_it_is_thought_better_of(client: FlaskClient) -> None:
    ask(client)
    path = link()
    assert "Keep the address that I have" in words(client.get("/me/address"))
    assert send(client, "/me/address/removal").status_code == 303
    assert client.get(path).status_code == 404
    assert "waits to be confirmed" not in words(client.get("/me/account"))


def test_it_is_taken_back_from_the_old_address(app: Flask, client: FlaskClient, ann: Person) -> None:
    ask(client)
    send(client, link())
    path, reader = link(LetterKind.ADDRESS_CHANGED), app.test_client()
    assert "Take your address back" in words(reader.get(path))
    assert ELSEWHERE not in words(reader.get(path)), "nor does that page say where they went"
    assert send(reader, path, {"password": "short"}).status_code == 422
    answer = send(reader, path, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not is_in(client)
    assert is_in(sign_in(app, ann, NEW))
    assert reader.get(path).status_code == 404


def test_no_referrer_and_no_log_carries_the_links(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client)
    paths = [link(), link(LetterKind.ADDRESS_CHANGING)]
    for path in paths:
        page = client.get(path)
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["Cache-Control"] == "no-store"
    logged = "\n".join(str(vars(record)) for record in caplog.records if record.name.startswith("cop"))
    assert "/new-address/<token>" in logged, "control: the requests are logged"
    for secret in (*(path.rpartition("/")[2] for path in paths), ELSEWHERE):
        assert secret not in logged
