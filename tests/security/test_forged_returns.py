"""Who comes back from the provider without having set out, or in another's browser, is nobody for it (S33, S10, S14).

The login CSRF of Authlib (advisory 42) is one of these: whoever follows a link of Mallory's is not signed in as her.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop import db, jobs
from cop.models import Authenticator, Identity, SignIn
from tests import people
from tests.accounts.letterbox import close_account, give_password
from tests.accounts.test_view_sign_in import ELSEWHERE
from tests.conftest import later
from tests.people import World
from tests.providers import FakeProvider, token
from tests.visits import RETURN, address_in, chosen, come_back, honest, is_signed_in, leave, linked, visit

SET_OUT, LINK = "/sign-in/provider", "/me/identities/new"
ANN, MALLORY = "ann-there", "mallory-there"


@pytest.fixture
def fake(world: World) -> Iterator[FakeProvider]:
    for person in (world.ann, world.bob, world.mallory):
        give_password(person)
    with chosen(FakeProvider()) as fake:
        linked(world.ann, fake, ANN)
        linked(world.mallory, fake, MALLORY)
        yield fake


@pytest.fixture
def client(app: Flask, fake: FakeProvider) -> FlaskClient:
    return app.test_client()


def back(client: FlaskClient, fake: FakeProvider, told: Any, **other: object) -> Any:
    said = {"state": told.state, "code": honest(fake, told, ANN)} | other
    return come_back(client, **{name: each for name, each in said.items() if each is not None})


def test_who_comes_back_as_they_set_out_is_in(client: FlaskClient, fake: FakeProvider) -> None:
    answer = back(client, fake, fake.told(leave(client)))
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "other",
    [
        {"state": None},
        {"state": ""},
        {"state": "another"},
        {"state": ["one", "two"]},
        {"code": None},
        {"code": ""},
        {"code": "x" * 2001},
        {"code": ["one", "two"]},
        {"code": "never-given"},
        {"error": "access_denied"},
        {"error": "<script>alert(1)</script>"},
        {"iss": "https://evil.example"},
        {"iss": ""},
        {"iss": ["https://evil.example", "https://evil.example"]},
        {"error": ["", "access_denied"]},
    ],
    ids=str,
)
def test_who_comes_back_otherwise_is_not(
    client: FlaskClient, fake: FakeProvider, other: dict[str, object]
) -> None:
    """A code from another provider, which would be shown ours, is among these (mix-up, RFC 9700, 4.4)."""
    answer = back(client, fake, fake.told(leave(client)), **other)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = client.get("/sign-in").get_data(as_text=True)
    assert "nothing was changed" in page
    assert "script>alert" not in page
    assert not is_signed_in(client)
    if {"state", "error", "iss"} & other.keys() or other.get("code") != "never-given":
        assert "/token" not in fake.asked, "nothing was asked for it"
    visit(client, fake, ANN)
    assert is_signed_in(client), "control"


def test_a_provider_that_says_who_it_is_must_say_so_each_time(
    client: FlaskClient, fake: FakeProvider
) -> None:
    fake.metadata["authorization_response_iss_parameter_supported"] = True
    back(client, fake, fake.told(leave(client)))
    assert not is_signed_in(client)
    back(client, fake, fake.told(leave(client)), iss=fake.url)
    assert is_signed_in(client)


def test_nobody_comes_back_who_never_set_out(client: FlaskClient, fake: FakeProvider) -> None:
    assert client.get(RETURN).location == "/sign-in"
    assert come_back(client, state="x", code="y").location == "/sign-in"
    assert fake.asked == []


def test_a_link_of_mallorys_signs_nobody_in_as_her(app: Flask, fake: FakeProvider) -> None:
    """She sets out, and sends another the address by which she would come back (login CSRF)."""
    hers, victims = app.test_client(), app.test_client()
    told = fake.told(leave(hers))
    leave(victims)
    link = {"state": told.state, "code": honest(fake, told, MALLORY)}
    come_back(victims, **link)
    assert not is_signed_in(victims)
    come_back(hers, **link)
    assert is_signed_in(hers), "control: it would have worked for her"


def test_an_address_of_mallorys_does_not_end_the_visit_of_another(app: Flask, fake: FakeProvider) -> None:
    client = app.test_client()
    told = fake.told(leave(client))
    come_back(client, state="forged", code="x")
    back(client, fake, told)
    assert is_signed_in(client)


@pytest.mark.parametrize("seconds", [0, 30, 90], ids="by a clock that is {} s on".format)
def test_no_visit_is_come_back_from_twice(app: Flask, fake: FakeProvider, seconds: int) -> None:
    """Not with a cookie that was kept, nor with another code for it, nor at a process whose clock is behind."""
    client = app.test_client()
    told = fake.told(leave(client))
    kept = client.get_cookie("cop")
    assert kept is not None
    with later(30):
        back(client, fake, told)
        assert is_signed_in(client)
    thief = app.test_client()
    thief.set_cookie("cop", kept.value)
    with later(seconds):
        back(thief, fake, told)
        assert not is_signed_in(thief)
    assert fake.asked.count("/token") == 1


@pytest.mark.parametrize(("seconds", "is_in"), [(600, True), (601, False)])
def test_a_visit_takes_ten_minutes_at_most(
    client: FlaskClient, fake: FakeProvider, seconds: int, is_in: bool
) -> None:
    told = fake.told(leave(client))
    with later(seconds):
        back(client, fake, told)
        assert is_signed_in(client) == is_in


def test_a_token_for_one_visit_is_worth_nothing_in_another(client: FlaskClient, fake: FakeProvider) -> None:
    earlier = fake.told(leave(client))
    told = fake.told(leave(client))
    signed = token(fake.claims(earlier, ANN))
    come_back(client, state=told.state, code=fake.code_for(told, id_token=signed))
    assert not is_signed_in(client)


def test_a_code_that_was_stolen_is_worth_nothing_elsewhere(app: Flask, fake: FakeProvider) -> None:
    """Whoever has it lacks what its visit set out with (PKCE)."""
    victims, hers = app.test_client(), app.test_client()
    stolen = honest(fake, fake.told(leave(victims)), ANN)
    come_back(hers, state=fake.told(leave(hers)).state, code=stolen)
    assert not is_signed_in(hers)


def test_what_bob_set_out_for_is_linked_to_nobody_else(app: Flask, world: World, fake: FakeProvider) -> None:
    """Not to who signs in meanwhile in his browser, nor from another sign-in of his."""
    for person in (world.ann, world.bob):
        client = people.signed_in(app, world.bob)
        told = fake.told(leave(client, LINK))
        with client.session_transaction() as cookie:
            cookie["_user_id"] = people.begin_sign_in(person)
        come_back(client, state=told.state, code=honest(fake, told, "new-there"))
        assert db.session.query(Identity).filter_by(subject="new-there").count() == 0
    client = people.signed_in(app, world.bob)
    visit(client, fake, "new-there", LINK)
    assert db.session.query(Identity).filter_by(subject="new-there").one().person_id == world.bob.id


def test_who_signs_out_meanwhile_links_nothing_and_is_not_signed_in(
    app: Flask, world: World, fake: FakeProvider
) -> None:
    client = people.signed_in(app, world.ann)
    told = fake.told(leave(client, LINK))
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")
    assert back(client, fake, told).location == "/sign-in"
    assert not is_signed_in(client)


def test_who_set_out_to_sign_in_and_did_so_meanwhile_stays_who_they_are_and_links_nothing(
    app: Flask, world: World, fake: FakeProvider
) -> None:
    client = app.test_client()
    told = fake.told(leave(client))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = people.begin_sign_in(world.bob)
    assert back(client, fake, told).location == "/"
    assert db.session.query(Identity).count() == 2
    assert db.session.query(SignIn).count() == 1
    assert "bob@example.org" in client.get("/me/account").get_data(as_text=True)


def test_what_was_planted_before_is_gone(client: FlaskClient, fake: FakeProvider) -> None:
    told = fake.told(leave(client))
    before = people.csrf_token(client)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    back(client, fake, told)
    with client.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_permanent"}
    assert client.post("/me/sign-ins/others/removal", data={"csrf_token": before}).status_code == 400
    assert db.session.query(SignIn).count() == 1


def test_a_second_step_is_not_gone_around(app: Flask, world: World, fake: FakeProvider) -> None:
    @db.command
    def set_up() -> None:
        db.session.add(Authenticator(person_id=world.ann.id, salt="salt"))

    set_up()
    client = app.test_client()
    told = fake.told(leave(client, f"{SET_OUT}?next=/spaces"))
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    answer = back(client, fake, told)
    assert (answer.status_code, answer.location) == (303, "/sign-in/code?next=/spaces")
    with client.session_transaction() as cookie:
        assert set(cookie) == {"half_way"}
    assert not is_signed_in(client)
    assert client.get("/sign-in/code").status_code == 200
    assert db.session.query(SignIn).count() == 0


def test_who_was_deactivated_is_told_what_everybody_unknown_is(
    app: Flask, world: World, fake: FakeProvider
) -> None:
    close_account(world.ann)
    pages = []
    for subject in (ANN, "nobody-there"):
        client = app.test_client()
        assert visit(client, fake, subject).location == "/sign-in"
        assert not is_signed_in(client)
        pages.append(client.get("/sign-in").get_data(as_text=True).partition("cop-notice")[2][:300])
    assert pages[0] == pages[1]
    assert "We don’t know that account yet" in pages[0]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere(client: FlaskClient, fake: FakeProvider, target: str) -> None:
    answer = client.post(
        SET_OUT, query_string={"next": target}, data={"csrf_token": people.csrf_token(client)}
    )
    assert "evil" not in answer.get_data(as_text=True)
    assert back(client, fake, fake.told(address_in(answer))).location == "/"


def test_they_get_to_the_page_they_wanted(client: FlaskClient, fake: FakeProvider) -> None:
    told = fake.told(leave(client, f"{SET_OUT}?next=/me/account?a%3D1"))
    assert back(client, fake, told).location == "/me/account?a=1"


def test_who_failed_can_still_get_to_the_page_they_wanted(client: FlaskClient, fake: FakeProvider) -> None:
    told = fake.told(leave(client, f"{SET_OUT}?next=/spaces"))
    assert back(client, fake, told, error="access_denied").location == "/sign-in?next=/spaces"


def test_no_other_site_sets_anybody_out(client: FlaskClient, fake: FakeProvider) -> None:
    assert client.get(SET_OUT).status_code == 405
    assert client.post(SET_OUT).status_code == 400
    assert fake.asked == []


def test_so_many_tries_from_a_network_and_no_more(app: Flask, fake: FakeProvider) -> None:
    for _ in range(100):
        app.test_client().get(RETURN)
    client = app.test_client()
    assert client.get(RETURN).location == "/sign-in"
    assert "too many tries" in client.get("/sign-in").get_data(as_text=True)
    with later(60):
        visit(client, fake, ANN)
        assert is_signed_in(client)


def test_nothing_that_a_user_sends_says_where_we_connect(
    app: Flask, world: World, fake: FakeProvider
) -> None:
    """All that is asked is what the operator and the provider have said, whatever comes with a request (S15)."""
    evil = "http://127.0.0.1:9/evil"
    client = app.test_client()
    form = {
        "csrf_token": people.csrf_token(client),
        **dict.fromkeys(("issuer", "iss", "url", "redirect_uri", "login_hint", "target_link_uri"), evil),
    }
    heads = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Referer": evil}
    page = client.post(SET_OUT, data=form, query_string=form, headers=heads).get_data(as_text=True)
    assert "evil" not in page
    told = fake.told(leave(client))
    assert told.query["redirect_uri"] == "http://localhost/sign-in/provider/return"
    back(client, fake, told, redirect_uri=evil, token_endpoint=evil, jwks_uri=evil)
    assert is_signed_in(client)
    assert set(fake.asked) == {"/.well-known/openid-configuration", "/token", "/jwks"}


@pytest.mark.parametrize("path", [SET_OUT, RETURN, LINK, "/me/identities/1/removal"])
def test_without_a_provider_there_is_none_of_it(app: Flask, world: World, path: str) -> None:
    jobs.connect(
        replace(jobs.settings(), oidc_issuer="", oidc_client_id="", oidc_client_secret="", oidc_name=""), ()
    )
    for client in (app.test_client(), people.signed_in(app, world.ann)):
        assert client.get(path).status_code in ({405} if path == SET_OUT else {404})
        if path != RETURN:
            assert people.post(client, path).status_code == 404
