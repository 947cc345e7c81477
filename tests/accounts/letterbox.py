"""Passwords, invitations and letters for the tests of accounts."""

from datetime import timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db, jobs
from cop.accounts import tasks
from cop.accounts.commands import passwords
from cop.accounts.tasks import post_office
from cop.models import Invitation, Letter, LetterKind, Person, Place, RoleName, Space
from tests import people

NEW = "seven purple otters"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


@db.command
def give_password(person: Person) -> None:
    """From now on `people.PASSWORD` is the person's."""
    db.lock(Person, person.id).password_hash = passwords.keep(people.PASSWORD)


@db.command
def close_account(person: Person) -> None:
    db.lock(Person, person.id).deactivated_at = clock.now()


@db.command
def invitation(email: str, *places: tuple[Space, RoleName], inviter: Person | None = None) -> Invitation:
    """An open invitation, as if it had been sent by `inviter`."""
    made = Invitation(
        email=email, inviter_id=inviter and inviter.id, expires_at=clock.now() + timedelta(days=28)
    )
    made.places = [Place(space_id=space.id, role=role) for space, role in places]
    db.session.add(made)
    db.session.flush()
    return made


def letters(kind: LetterKind) -> list[Letter]:
    """What is in the post, oldest first."""
    return list(db.session.scalars(sa.select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def deliver() -> None:
    """Let the postman go his round."""
    tasks.deliver_waiting.run()
    jobs.run_waiting()


def last_mail(kind: LetterKind) -> EmailMessage:
    """Let the postman go, and read the newest letter from the folder."""
    deliver()
    mail = post_office.read_kept(jobs.settings(), letters(kind)[-1].id)
    assert mail is not None
    return mail


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a letter."""
    here = jobs.settings().public_url
    line = next(line for line in mail.get_content().splitlines() if line.startswith(here))
    return line.removeprefix(here)


def sign_in(app: Flask, person: Person, password: str = people.PASSWORD, **options: object) -> FlaskClient:
    """A browser that has signed in by the form."""
    client = app.test_client()
    send(client, "/sign-in", {"email": person.email, "password": password}, **options)
    return client


def send(client: FlaskClient, path: str, data: dict[str, object] | None = None, **options: object):
    """POST a form from its own page."""
    form = {"csrf_token": people.csrf_token(client)} | (data or {})
    return client.post(path, data=form, buffered=True, **options)  # type: ignore[arg-type]
