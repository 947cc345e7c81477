"""What is signed by signers that are kept is what Flask and Flask-WTF would have signed, and they take nothing else."""

import hashlib
import time
from base64 import urlsafe_b64decode

import pytest
from flask import Flask, render_template_string, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature
from wtforms import ValidationError

from cop.web.signing import KeptSerializer
from tests import people
from tests.people import World

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def _one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.5)


def token_of_a_page() -> str:
    return render_template_string("{{ csrf_token() }}")


def token_of_flask_wtf(raw: str) -> str:
    session["csrf_token"] = raw
    return str(generate_csrf())


def test_a_page_carries_the_token_that_flask_wtf_would_have_made(app: Flask) -> None:
    with app.test_request_context():
        expected = token_of_flask_wtf("of Ann's sign-in")
    with app.test_request_context():
        session["csrf_token"] = "of Ann's sign-in"
        token = token_of_a_page()
        assert token == expected
        assert token_of_a_page() == token
        validate_csrf(token)
        with pytest.raises(ValidationError):
            validate_csrf(token[:-3] + "xxx")
    with app.test_request_context():
        session["csrf_token"] = "of Bob's sign-in"
        assert token_of_a_page() != expected
        with pytest.raises(ValidationError):
            validate_csrf(expected)


def test_a_session_without_one_is_given_one(app: Flask) -> None:
    with app.test_request_context():
        validate_csrf(token_of_a_page())
        first = session["csrf_token"]
    with app.test_request_context():
        validate_csrf(token_of_a_page())
        assert session["csrf_token"] != first


def test_the_token_of_a_sign_in_is_drawn_and_long(world: World) -> None:
    tokens = {people.begin_sign_in(world.bob) for _ in range(50)}
    assert len(tokens) == 50
    assert {len(urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_cookies_are_those_of_flask_and_no_others(app: Flask) -> None:
    interface = SecureCookieSessionInterface()
    interface.digest_method = staticmethod(hashlib.sha256)
    theirs = interface.get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert theirs is not None
    assert len(ours.dumps({}).rpartition(".")[2]) == 43, "256 bits"
    said = {"_user_id": "a token", "_fresh": True}
    cookie = ours.dumps(said)
    assert cookie == theirs.dumps(said)
    assert ours.loads(cookie) == theirs.loads(cookie) == said
    other = KeptSerializer.like(theirs)
    other.salt = b"another purpose"
    for forged in (cookie[:-3] + "xxx", cookie.rpartition(".")[0], "", other.dumps(said)):
        with pytest.raises(BadSignature):
            ours.loads(forged)
