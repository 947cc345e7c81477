"""Nothing is opened by the absence of a secret, and asking costs the same whether there is one (S10, S12, S24)."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from cop import clock, db
from cop.accounts import commands as accounts
from cop.accounts.commands import passwords
from cop.errors import NotFound
from cop.feeds import queries as feeds
from cop.models import Feed, Person, SignIn
from tests import people
from tests.accounts.letterbox import close_account, give_password
from tests.people import World

NOTHING = ["", " ", "None", "null", "0", "!"]


@db.command
def _empty_rows(person: Person, space_id: int, word: str) -> None:
    """Rows as a fault of ours could leave them: with a word that anybody can say in the place of a secret."""
    moment = {"started_at": clock.now(), "seen_at": clock.now()}
    db.session.add(SignIn(person_id=person.id, token_hash=word, device="x", **moment))
    db.session.add(Feed(person_id=person.id, space_id=space_id, token_hash=word))
    db.session.get_one(Person, person.id).password_hash = word


@pytest.mark.parametrize("word", NOTHING)
def test_an_empty_secret_opens_nothing(app: Flask, world: World, word: str) -> None:
    _empty_rows(world.ann, world.cohort.id, word)
    browser = app.test_client()
    for token in (word, "", None):
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        assert browser.get("/me").status_code == 303
    assert browser.get(f"/feeds/{word or '%20'}").status_code == 404
    with pytest.raises(NotFound):
        feeds.content_of(word)
    for password in (word, ""):
        about = {"email": world.ann.email, "address": "203.0.113.5", "device": "x"}
        assert accounts.sign_in(password=password, **about) is None
    assert people.signed_in(app, world.ann).get("/me").status_code == 200, "the control"


def test_what_is_kept_of_a_secret_is_none_itself(app: Flask, world: World) -> None:
    """Whoever reads a backup signs in as nobody."""
    for person, table in ((world.ann, SignIn), (world.bob, Feed)):
        people.begin_sign_in(person)
        _feed(person, world)
        (kept,) = {each.token_hash for each in db.session.query(table).filter_by(person_id=person.id)}
        db.session.remove()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = kept, True
        assert browser.get("/me").status_code == 303
        assert browser.get(f"/feeds/{kept}").status_code == 404


@db.command
def _feed(person: Person, world: World) -> None:
    Feed.begin(person.id, space_id=world.cohort.id)


def test_every_address_costs_the_hashing_of_a_password(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the time of a refusal would tell who has an account. It is counted, for times differ by themselves."""
    passwords.fits("x", None)
    give_password(world.ann)
    give_password(world.mallory)
    close_account(world.mallory)
    counted: list[str] = []
    real = PasswordHasher.verify

    def verify(hasher: PasswordHasher, kept: str, password: str) -> bool:
        counted.append(kept.rpartition("$")[0].rpartition("$")[0])
        return real(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    costs = {}
    for name in ("ann", "bob", "mallory", "nobody"):
        counted.clear()
        about = {"email": f"{name}@example.org", "address": "203.0.113.5", "device": "x"}
        assert accounts.sign_in(password="not the password", **about) is None
        costs[name] = tuple(counted)
    assert len(costs["ann"]) == 1
    assert set(costs.values()) == {costs["ann"]}, "as often, and with the same parameters"
