"""A provider, or whoever speaks in its name, lies in every way: nobody is signed in by it and no row is made (S33).

Each lie is told twice: to who signs in, about Ann; and to Bob, who links an account. After each the truth is told to
the same browser, and believed.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256, sha512
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cop import db, openid
from cop.models import Identity, Letter, Person, SignIn
from cop.openid import asking
from tests import people
from tests.accounts.letterbox import give_password
from tests.people import World
from tests.providers import ACCESS, EC, ED, RSA, FakeProvider, Reply, encoded, reply, token
from tests.security.lies import ANSWERS, METADATA, PUBLISHED_BESIDES, TOKENS
from tests.visits import chosen, come_back, is_signed_in, leave, linked, visit

ANN, BOB = "ann-there", "bob-there"
SIGN_IN, LINK = "/sign-in/provider", "/me/identities/new"

Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def fake(world: World) -> Iterator[FakeProvider]:
    for person in (world.ann, world.bob):
        give_password(person)
    with chosen(FakeProvider()) as fake:
        fake.keys += [RSA.as_dict(private=False) | {"kid": "second"}, *PUBLISHED_BESIDES]
        linked(world.ann, fake, ANN)
        yield fake


@pytest.fixture(params=[SIGN_IN, LINK])
def browser(request: pytest.FixtureRequest, app: Flask, world: World, fake: FakeProvider) -> FlaskClient:
    """Of somebody unknown, or of Bob; `path` leads to the provider."""
    browser = people.signed_in(app, world.bob if request.param == LINK else None)
    browser.path = request.param  # type: ignore[attr-defined]
    return browser


@pytest.fixture
def refused(caplog: pytest.LogCaptureFixture) -> Refused:
    """`with refused(code)`: the block leaves no row, and one line in the log: `code`, and no word of a token."""

    @contextmanager
    def refused(code: str) -> Iterator[None]:
        before, asked = rows(), caplog.records[:]
        with caplog.at_level(logging.INFO):
            yield
        lines = [each for each in caplog.records if each not in asked and hasattr(each, "code")]
        assert [each.code for each in lines] == [code]
        assert rows() == before
        assert "eyJ" not in caplog.text + str([vars(each) for each in lines])

    return refused


def rows() -> dict[str, int]:
    counted = {
        each.__tablename__: sa.select(sa.func.count(each.id)) for each in (SignIn, Identity, Letter, Person)
    }
    return {name: db.session.scalar(query) or 0 for name, query in counted.items()}


def is_in(browser: Any) -> bool:
    """Whether its visit has led where it was to lead."""
    if browser.path == SIGN_IN:
        return is_signed_in(browser)
    return db.session.query(Identity).filter_by(subject=BOB).count() == 1


def subject_of(browser: Any) -> str:
    return ANN if browser.path == SIGN_IN else BOB


def tell_the_truth(browser: Any, fake: FakeProvider) -> None:
    assert not is_in(browser)
    visit(browser, fake, subject_of(browser), browser.path)
    assert is_in(browser)


@pytest.mark.parametrize("lie", TOKENS)
def test_no_token_that_lies_is_believed(browser: Any, fake: FakeProvider, refused: Refused, lie: str) -> None:
    code, make = TOKENS[lie]
    told = fake.told(leave(browser, browser.path))
    id_token = make(fake.claims(told, subject_of(browser)))
    with refused(code):
        answer = come_back(browser, state=told.state, code=fake.code_for(told, id_token=id_token))
    assert (answer.status_code, answer.location.partition("?")[0]) == (
        303, "/sign-in" if browser.path == SIGN_IN else "/me/account",
    )  # fmt: skip
    tell_the_truth(browser, fake)


@pytest.mark.parametrize("lie", ANSWERS)
def test_no_answer_that_is_none_is_believed(
    browser: Any, fake: FakeProvider, refused: Refused, lie: str
) -> None:
    code, make = ANSWERS[lie]
    told = fake.told(leave(browser, browser.path))
    said = make(fake.claims(told, subject_of(browser)))
    fake.replies["/token"] = lambda: said
    with refused(code):
        come_back(browser, state=told.state, code=fake.code_for(told))
    assert "/trap" not in fake.asked
    fake.replies.clear()
    tell_the_truth(browser, fake)


@pytest.mark.parametrize("lie", METADATA)
def test_no_metadata_of_another_is_believed(
    browser: Any, fake: FakeProvider, refused: Refused, lie: str
) -> None:
    code, tell = METADATA[lie]
    truth = dict(fake.metadata)
    tell(fake)
    with refused(code):
        answer = people.post(browser, browser.path, {"password": people.PASSWORD})
    assert "evil.example" not in answer.get_data(as_text=True)
    assert set(fake.asked) == {"/.well-known/openid-configuration"}
    fake.metadata = truth
    tell_the_truth(browser, fake)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
@pytest.mark.parametrize("status", [302, 404, 503])
def test_what_is_not_there_is_looked_for_nowhere_else(
    browser: Any, fake: FakeProvider, path: str, status: int
) -> None:
    fake.replies[path] = lambda: reply({"keys": fake.keys} | fake.metadata, status, Location="/trap")
    before = rows()
    answer = people.post(browser, browser.path, {"password": people.PASSWORD})
    if path == "/jwks":
        fake.replies.pop(path)
        told = fake.told(leave(browser, browser.path))
        fake.replies[path] = lambda: reply({}, status, Location="/trap")
        signed = token(fake.claims(told, subject_of(browser)))
        answer = come_back(browser, state=told.state, code=fake.code_for(told, id_token=signed))
    assert "/trap" not in fake.asked
    assert answer.status_code in {303, 409}
    assert rows() == before
    fake.replies.clear()
    tell_the_truth(browser, fake)


@pytest.mark.parametrize(
    "keys", [{}, {"keys": None}, {"keys": {"kid": "one"}}, {"keys": ["one"]}, {"keys": []}]
)
def test_keys_that_are_none_sign_nothing(browser: Any, fake: FakeProvider, keys: dict[str, object]) -> None:
    fake.replies["/jwks"] = lambda: reply(keys)
    before = rows()
    visit(browser, fake, subject_of(browser), browser.path)
    assert rows() == before
    fake.replies.clear()
    openid.provider.cache_clear()
    tell_the_truth(browser, fake)


def test_nobody_waits_long(browser: Any, fake: FakeProvider, refused: Refused, monkeypatch: Any) -> None:
    """Each piece comes in time, and the whole does not."""
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    told = fake.told(leave(browser, browser.path))

    def late() -> Reply:
        time.sleep(0.6)  # longer than anybody waits: no other sign of it
        return reply({})

    fake.replies["/token"] = late
    begun = time.monotonic()
    with refused("answer"):
        come_back(browser, state=told.state, code=fake.code_for(told))
    assert time.monotonic() - begun < 5
    monkeypatch.undo()
    fake.replies.clear()
    tell_the_truth(browser, fake)


@pytest.mark.parametrize("is_verified", [False, True, None])
def test_an_address_of_mail_makes_nobody_anybody(
    app: Flask, world: World, fake: FakeProvider, refused: Refused, is_verified: object
) -> None:
    """Zulip CVE-2026-102893, and whoever takes an address that was verified for the person (advisory 13)."""
    client = app.test_client()
    told = fake.told(leave(client))
    said = fake.claims(told, "mallory-there") | {"email": world.ann.email, "email_verified": is_verified}
    with refused("unknown"):
        come_back(client, state=told.state, code=fake.code_for(told, id_token=token(said)))
    assert not is_signed_in(client)
    assert "ask for an invitation" in client.get("/sign-in").get_data(as_text=True)
    visit(client, fake, ANN)
    assert is_signed_in(client)


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(
    ("key", "alg"),
    [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")],
    ids=["RS256", "PS256", "ES256", "EdDSA"],
)
def test_each_algorithm_of_the_list_is_believed(app: Flask, fake: FakeProvider, key: Any, alg: str) -> None:
    """The control of all of these: what is true is believed, with all that may stand beside it."""
    client = app.test_client()
    told = fake.told(leave(client))
    digest = (sha512 if alg == "EdDSA" else sha256)(ACCESS.encode()).digest()
    half = {"at_hash": encoded(digest[: len(digest) // 2])}
    said = (
        fake.claims(told, ANN) | {"aud": ["cop", "another"], "azp": "cop", "nbf": 0, "email": "x@y.z"} | half
    )
    signed = token(said, key=key, alg=alg, typ="JWT", x5t="x")
    come_back(client, state=told.state, code=fake.code_for(told, id_token=signed), iss=fake.url)
    assert is_signed_in(client)
