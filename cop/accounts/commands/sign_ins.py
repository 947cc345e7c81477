"""Signing in and out. What is refused is answered alike for known, unknown and closed accounts (security.md S12)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from cop import clock, logs
from cop.accounts import queries
from cop.accounts.commands import passwords, tokens
from cop.accounts.commands.addresses import bucket, normal
from cop.accounts.commands.appointments import person_with
from cop.db import command, lock, record, session
from cop.errors import Invalid, NotFound, TooFast
from cop.events import SignInEnded
from cop.logs import network
from cop.models import Person, SignIn, Throttle
from cop.models.sign_ins import may_enter

WAIT = "There were too many tries. Wait a few minutes and try again, or ask for a new password."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a browser is given: `token` for this sign-in, `browser` so that it is known the next time."""

    person_id: int
    token: str
    browser: str


@dataclass(frozen=True, slots=True)
class HalfWay:
    """What a browser is given whose person has another step to take: nothing but that can be done with it."""

    person_id: int
    token: str


_OUTCOMES = {SignedIn: "signed in", HalfWay: "half signed in", type(None): "sign-in refused"}


def note(entered: SignedIn | HalfWay | None, person_id: int | None, *, way: str) -> None:
    """Let the log say what came of a try to sign in."""
    logs.note(_OUTCOMES[type(entered)], person=person_id or None, way=way)


@contextmanager
def noting_refusal(person_id: int | None, *, way: str, what: str = _OUTCOMES[type(None)]) -> Iterator[None]:
    """Let the log say `what` of a try that the block refuses."""
    try:
        yield
    except Invalid:
        logs.note(what, person=person_id or None, way=way)
        raise


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A counted try: whose it would be, and the buckets to fill again if it succeeds."""

    person_id: int
    kept: str | None
    drawn: tuple[str, ...]


def sign_in(
    *, email: str, password: str, address: str | None, device: str, browser: str | None = None
) -> SignedIn | HalfWay | None:
    """Begin a sign-in; None where the address and the password don't belong together, TooFast after too many tries.
    Who has a second step, or must have one, is HalfWay.

    `address` is the network address of the request, `browser` the cookie that an earlier sign-in left.
    The try is counted in a transaction of its own, before the password is looked at: a refusal must stay counted.
    """
    attempt = _attempt(email=normal(email), network=network(address), browser=browser)
    if not passwords.fits(password, attempt.kept) or attempt.kept is None:
        note(None, attempt.person_id, way="password")
        return None
    better = passwords.keep(password) if passwords.is_outdated(attempt.kept) else attempt.kept
    begun = _begin(attempt, better=better, device=device, browser=browser)
    note(begun, attempt.person_id, way="password")
    return begun


@command
def _attempt(*, email: str, network: str, browser: str | None) -> _Attempt:
    drawn = _draw(email, network, tokens.read_browser(browser, account(email)))
    found = session.execute(
        sa.select(Person.id, Person.password_hash).where(
            Person.email == email, Person.deactivated_at.is_(None)
        )
    ).one_or_none()
    person_id, kept = found or (0, None)
    return _Attempt(person_id, kept, drawn)


def _draw(email: str, network: str, nonce: str | None) -> tuple[str, ...]:
    """Take a token of each bucket, or TooFast. A browser that was here before has one that nobody else drains
    (OWASP's device cookies): others may use up those of the account, and its person still gets in. The order keeps
    an exhausted network from draining the account's.
    """
    if nonce is not None:
        return _take(_Bucket(bucket("sign-in-browser", nonce), 10, timedelta(minutes=1)))
    _take(_Bucket(bucket("sign-in-network", network), 100, timedelta(seconds=10)))
    return _take(
        _Bucket(bucket("sign-in-pair", email, network), 10, timedelta(minutes=1)),
        _Bucket(account(email), 20, timedelta(minutes=2)),
    )


class _Bucket(NamedTuple):
    name: str
    burst: int
    every: timedelta


def _take(*buckets: _Bucket) -> tuple[str, ...]:
    for name, burst, every in buckets:
        if not Throttle.take(name, burst=burst, every=every):
            raise TooFast(WAIT, field="email")
    return tuple(each.name for each in buckets)


def account(email: str) -> str:
    """The name of the bucket of all tries at an account."""
    return bucket("sign-in-account", email)


@command
def _begin(attempt: _Attempt, *, better: str, device: str, browser: str | None) -> SignedIn | HalfWay | None:
    person = lock(Person, attempt.person_id)
    if person.deactivated_at or person.password_hash != attempt.kept:
        return None
    person.password_hash = better
    for name in attempt.drawn:
        Throttle.refill(name)
    return let_on(person, device=device, browser=browser)


def let_on(person: Person, *, device: str, browser: str | None) -> SignedIn | HalfWay:
    """What follows on the first step of `person`, in the running command: a sign-in; or half the way, where they have
    a second step or must have one.
    """
    if queries.has_second_step(person.id) or not may_enter(person.id):
        return HalfWay(person.id, tokens.of_half_way(person))
    return begin(person, device=device, browser=browser)


def begin(person: Person, *, device: str, browser: str | None = None) -> SignedIn:
    """A sign-in of `person`, who has just proved who they are, in the running command."""
    _sign_in, token = SignIn.begin(person, device=device)
    return SignedIn(person.id, token, known(person, browser))


def known(person: Person, browser: str | None = None) -> str:
    """The cookie of a browser that `person` was in front of."""
    theirs = account(person.email)
    return tokens.of_browser(theirs, tokens.read_browser(browser, theirs) or secrets.token_urlsafe(16))


@command
def end_sign_in(*, actor_id: int, sign_in_id: int) -> None:
    """End one of the actor's own sign-ins; NotFound for anybody else's."""
    if not end(SignIn.person_id == actor_id, SignIn.id == sign_in_id):
        raise NotFound


@command
def end_other_sign_ins(*, actor_id: int, sign_in_id: int) -> int:
    """End the actor's sign-ins but this one; how many there were."""
    return len(end(SignIn.person_id == actor_id, SignIn.id != sign_in_id))


@command
def end_sign_ins_of(*, email: str | None) -> int:
    """End every sign-in of whoever has this account, or of everybody, by who runs the installation; how many there
    were. NotFound without such an account. Their sockets go with the next sweep of each process.
    """
    return len(end(*([SignIn.person_id == person_with(email).id] if email else [])))


def end(*which: sa.ColumnElement[bool]) -> tuple[int, ...]:
    """End sign-ins in the running command, their sockets with them; their ids."""
    ending = sa.update(SignIn).where(SignIn.ended_at.is_(None), *which).values(ended_at=clock.now())
    ended = tuple(sorted(session.scalars(ending.returning(SignIn.id))))
    if ended:
        record(SignInEnded(ended))
    return ended
