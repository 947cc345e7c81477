"""A new password: forgotten, or changed by someone who knows the present one."""

from datetime import timedelta

import sqlalchemy as sa

from cop import logs
from cop.accounts.commands import passwords, sign_ins, tokens
from cop.accounts.commands.addresses import bucket, written
from cop.accounts.commands.sign_ins import SignedIn
from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.logs import network
from cop.models import AddressChange, Feed, Letter, LetterKind, Person, SignIn, Throttle

DEAD = "This link no longer works: it lasts an hour, and works once. Ask for a new one."


@command
def ask_for_reset(*, email: str, address: str | None) -> None:
    """Put a letter in the post, whoever `email` belongs to: whether anybody has an account is looked up when it is
    sent, so that the answer and the work of this request are the same (security.md S12).
    """
    email = written(email)
    if not Throttle.take(bucket("reset-network", network(address)), burst=50, every=timedelta(seconds=30)):
        raise TooFast("There were too many requests from your network. Wait a few minutes and try again.")
    if Throttle.take(bucket("reset-account", email), burst=3, every=timedelta(minutes=10)):
        Letter.write(LetterKind.PASSWORD_RESET, address=email)


def person_of_reset(token: str) -> Person:
    """Who may choose a new password by `token`; NotFound where it has expired, was used, or never was."""
    read = tokens.read_reset(token)
    if read is None:
        raise NotFound(DEAD)
    query = sa.select(Person).where(Person.id == read[0]).options(sa.orm.undefer(Person.password_hash))
    return _who_may(session.scalars(query).one_or_none(), read[1])


def _who_may(person: Person | None, then: str) -> Person:
    if person is None or person.deactivated_at or tokens.state(person) != then:
        raise NotFound(DEAD)
    return person


def reset_password(*, token: str, password: str) -> str:
    """Choose a new password by a link from a letter: every sign-in ends. Returns a cookie for this browser, which
    is known from now on.
    """
    person = person_of_reset(token)
    passwords.check(password, about=(person.email, person.name))
    browser = _reset(person.id, tokens.state(person), kept=passwords.keep(password))
    logs.note("password changed", person=person.id, way="link")
    return browser


@command
def _reset(person_id: int, then: str, *, kept: str) -> str:
    person = _who_may(lock(Person, person_id), then)
    renew(person, kept)
    return sign_ins.known(person)


def renew(person: Person, kept: str) -> None:
    """Let `kept` be of the password of `person`, who is locked: every sign-in and every feed ends, a change of address
    that waits is given up, and a letter says so.
    """
    person.password_hash = kept
    AddressChange.give_up(person.id)
    sign_ins.end(SignIn.person_id == person.id)
    Feed.end_of(person.id)
    Letter.write(LetterKind.PASSWORD_CHANGED, address=person.email, person_id=person.id)


def change_password(
    *, actor_id: int, current: str, password: str, device: str, browser: str | None = None
) -> SignedIn:
    """Change the actor's password. Every sign-in ends, this one's too, and a new one begins: a copy of the cookie, or
    of a feed's address, is worth nothing afterwards. Invalid names the field `current` or `password`.
    """
    kept = _try_current(actor_id, field="current")
    if not passwords.fits(current, kept):
        logs.note("password refused", person=actor_id)
        raise Invalid("This is not your present password.", field="current")
    person = get(Person, actor_id)
    passwords.check(password, about=(person.email, person.name))
    signed_in = _change(actor_id, kept, better=passwords.keep(password), device=device, browser=browser)
    logs.note("password changed", person=actor_id, way="password")
    return signed_in


def require_password(actor_id: int, password: str) -> None:
    """Let go on whoever knows the actor's password. Raises Invalid and TooFast (`password`)."""
    if not passwords.fits(password, _try_current(actor_id, field="password")):
        logs.note("password refused", person=actor_id)
        raise Invalid("This is not your password.", field="password")


@command
def _try_current(actor_id: int, *, field: str) -> str:
    """Count the try (it stays counted) and read what the password must fit."""
    if not Throttle.take(f"change-password:{actor_id}", burst=10, every=timedelta(minutes=1)):
        raise TooFast("There were too many tries. Wait a few minutes and try again.", field=field)
    return session.scalars(sa.select(Person.password_hash).where(Person.id == actor_id)).one()


@command
def _change(person_id: int, kept: str, *, better: str, device: str, browser: str | None) -> SignedIn:
    person = lock(Person, person_id)
    if person.password_hash != kept:
        raise Conflict("Your password was changed meanwhile. Sign in with the new one.", field="current")
    renew(person, better)
    return sign_ins.begin(person, device=device, browser=browser)
