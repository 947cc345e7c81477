"""Browsers that go to a provider and come back."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cop import clock, db, jobs, openid
from cop.models import Identity, Person
from tests import people
from tests.people import PASSWORD
from tests.providers import FakeProvider, Told, serving, token

RETURN = "/sign-in/provider/return"


@contextmanager
def chosen(fake: FakeProvider) -> Iterator[FakeProvider]:
    """`fake` is the provider that the operator has chosen, and answers."""
    with serving(fake):
        jobs.connect(replace(jobs.settings(), oidc_issuer=fake.url), ())
        openid.provider.cache_clear()
        yield fake


@db.command
def linked(person: Person, fake: FakeProvider, subject: str) -> int:
    """Let `person` be called `subject` there; the id of that."""
    identity = Identity(person_id=person.id, issuer=fake.url, subject=subject, linked_at=clock.now())
    db.session.add(identity)
    db.session.flush()
    return identity.id


def leave(client: FlaskClient, path: str = "/sign-in/provider") -> str:
    """Set out by a form, to sign in or to link; the address that the page leads on to."""
    return address_in(people.post(client, path, {"password": PASSWORD}))


def address_in(answer: TestResponse) -> str:
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    found = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def come_back(client: FlaskClient, **said: object) -> TestResponse:
    return client.get(RETURN, query_string=said)


def visit(
    client: FlaskClient, fake: FakeProvider, subject: str, path: str = "/sign-in/provider"
) -> TestResponse:
    """Go there, be known as `subject`, and come back."""
    told = fake.told(leave(client, path))
    return come_back(client, state=told.state, code=honest(fake, told, subject))


def honest(fake: FakeProvider, told: Told, subject: str) -> str:
    return fake.code_for(told, id_token=token(fake.claims(told, subject)))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me/account").status_code == 200
