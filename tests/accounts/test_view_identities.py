"""The pages of linked accounts; and an honest provider that somebody else has written."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db, jobs, openid
from cop.models import Identity, Person
from tests import people
from tests.accounts.letterbox import give_password
from tests.people import PASSWORD, World
from tests.providers import FakeProvider
from tests.visits import address_in, chosen, come_back, is_signed_in, leave, linked, visit

LINK = "/me/identities/new"


@pytest.fixture
def ann(world: World) -> Person:
    give_password(world.ann)
    return world.ann


@pytest.fixture
def fake(ann: Person) -> Iterator[FakeProvider]:
    with chosen(FakeProvider()) as fake:
        yield fake


def test_an_account_is_linked_seen_used_and_given_up(
    app: Flask, client_for: Callable[..., FlaskClient], ann: Person, fake: FakeProvider
) -> None:
    client = client_for(ann)
    page = client.get("/me/account").get_data(as_text=True)
    assert "once you have linked it here" in page
    assert visit(client, fake, "ann-there", LINK).location == "/me/account"
    page = client.get("/me/account").get_data(as_text=True)
    assert "You can sign in with it from now on." in page
    assert "Not yet" in page

    another = app.test_client()
    visit(another, fake, "ann-there")
    assert is_signed_in(another)
    page = client.get("/me/account").get_data(as_text=True)
    assert "Not yet" not in page
    assert "ann-there" not in page

    path = f"/me/identities/{db.session.query(Identity.id).scalar()}/removal"
    assert "Give it up" in client.get(path).get_data(as_text=True)
    wrong = people.post(client, path, {"password": "wrong"})
    assert (wrong.status_code, "not your password" in wrong.get_data(as_text=True)) == (422, True)
    assert people.post(client, path, {"password": PASSWORD}).location == "/me/account"
    assert db.session.query(Identity).count() == 0
    assert (is_signed_in(client), is_signed_in(another)) == (True, False)
    visit(another, fake, "ann-there")
    assert not is_signed_in(another)


def test_nobody_elses_is_seen_or_given_up(
    client_for: Callable[..., FlaskClient], world: World, ann: Person, fake: FakeProvider
) -> None:
    give_password(world.bob)
    path = f"/me/identities/{linked(ann, fake, 'ann-there')}/removal"
    client = client_for(world.bob)
    assert client.get(path).status_code == 404
    assert people.post(client, path, {"password": PASSWORD}).status_code == 404
    assert "127.0.0.1" not in client.get("/me/account").get_data(as_text=True)
    assert client_for(ann).get(path).status_code == 200, "control"


def test_to_link_one_asks_for_the_password(
    client_for: Callable[..., FlaskClient], ann: Person, fake: FakeProvider
) -> None:
    client = client_for(ann)
    for wrong in ("", "wrong"):
        answer = people.post(client, LINK, {"password": wrong})
        assert (answer.status_code, "not your password" in answer.get_data(as_text=True)) == (422, True)
    assert fake.asked == []
    assert fake.told(leave(client, LINK))


def test_a_provider_that_is_away_leads_back_to_the_password(
    app: Flask, client_for: Callable[..., FlaskClient], ann: Person
) -> None:
    """Nobody answers there in these tests."""
    client = app.test_client()
    answer = people.post(client, "/sign-in/provider?next=/spaces")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/spaces")
    assert "Use your password" in client.get(answer.location).get_data(as_text=True)
    answer = people.post(client_for(ann), LINK, {"password": PASSWORD})
    assert (answer.status_code, "be reached just now" in answer.get_data(as_text=True)) == (409, True)


def test_the_page_that_leads_on_says_the_address_once_more(app: Flask, fake: FakeProvider) -> None:
    """Whoever's browser goes nowhere by itself follows the link: no policy of ours is in its way."""
    answer = people.post(app.test_client(), "/sign-in/provider")
    page = answer.get_data(as_text=True)
    assert page.count(f"{fake.url}/authorize?") == 2
    assert address_in(answer).startswith(f"{fake.url}/authorize?")
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert fake.url not in str(answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_is_signed_in_is_sent_on(client_for: Callable[..., FlaskClient], ann: Person) -> None:
    assert people.post(client_for(ann), "/sign-in/provider?next=/spaces").location == "/spaces"


def test_the_button_stands_where_there_is_a_provider(
    app: Flask, served_with: Callable[..., Flask], client_for: Callable[..., FlaskClient], ann: Person
) -> None:
    page = app.test_client().get("/sign-in?next=/spaces").get_data(as_text=True)
    assert "Sign in with your organisation’s account" in page
    assert 'action="/sign-in/provider?next=/spaces"' in page
    assert "Linked accounts" in client_for(ann).get("/me/account").get_data(as_text=True)
    without = served_with(oidc_issuer="", oidc_client_id="", oidc_client_secret="", oidc_name="")
    assert "/sign-in/provider" not in without.test_client().get("/sign-in").get_data(as_text=True)
    assert "Linked accounts" not in people.signed_in(without, ann).get("/me/account").get_data(as_text=True)


class NotFollowed(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def sign_in_there(address: str, subject: str) -> dict[str, str]:
    """What a person does at that provider's page; what the browser then comes back with."""
    form = urlencode({"sub": subject, "action": "authorize"}).encode()
    with pytest.raises(HTTPError) as answered:
        build_opener(NotFollowed).open(address, form, timeout=10)
    with answered.value as answer:
        location = urlsplit(answer.headers["Location"])
    assert location.path == "/sign-in/provider/return"
    return {name: values[0] for name, values in parse_qs(location.query).items()}


@pytest.mark.filterwarnings("ignore")  # of what that provider is made of
def test_an_honest_provider_of_others_is_believed(app: Flask, ann: Person) -> None:
    with warnings.catch_warnings(action="ignore"):
        import oidc_provider_mock

    honest = oidc_provider_mock.run_server_in_thread(require_nonce=True)
    with honest as server, clock.at(datetime.now(UTC)):
        issuer = f"http://localhost:{server.server_port}"
        jobs.connect(replace(jobs.settings(), oidc_issuer=issuer), ())
        openid.provider.cache_clear()
        mine, stranger, again = people.signed_in(app, ann), app.test_client(), app.test_client()
        come_back(mine, **sign_in_there(leave(mine, LINK), "ann@elsewhere.example"))
        identity = db.session.query(Identity).one()
        assert (identity.issuer, identity.subject) == (issuer, "ann@elsewhere.example")
        come_back(stranger, **sign_in_there(leave(stranger), ann.email))
        assert not is_signed_in(stranger)
        come_back(again, **sign_in_there(leave(again), "ann@elsewhere.example"))
        assert is_signed_in(again)
