"""The second step of signing in: set up, given up, and taken. Whoever changes it proves who they are, and is told."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.accounts.commands import codes, passwords, sign_ins, tokens
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.appointments import person_with
from cop.accounts.commands.resets import try_current
from cop.accounts.commands.sign_ins import SignedIn
from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import Authenticator, Letter, LetterKind, Person, RecoveryCode, SignIn, Throttle

WRONG = "That is not the code of this moment. Wait for the next one and type it, or use one of your codes on paper."
DEAD = "It took too long. Sign in again with your password."
OUT_OF_TIME = "This page was open for too long. Begin anew."


def set_up(*, actor_id: int, token: str, code: str, password: str, sign_in_id: int) -> list[str]:
    """Let the actor sign in with an authenticator from now on; the codes for when it is lost, which nobody is shown
    again. `token` names the secret that the page has shown. All their sign-ins but this one end: they were begun
    without a code.

    Raises Invalid (`code`, `password`), Conflict (the page is too old, or there is one already), TooFast.
    """
    salt = tokens.read_authenticator(token, actor_id)
    if salt is None:
        raise Conflict(OUT_OF_TIME)
    _prove(actor_id, password)
    step = codes.step_of(actor_id, salt, code)
    if step is None:
        raise Invalid(WRONG, field="code")
    given = codes.fresh_codes()
    _set_up(actor_id, salt, step=step, given=given, sign_in_id=sign_in_id)
    return given


def _prove(actor_id: int, password: str) -> None:
    if not passwords.fits(password, try_current(actor_id)):
        raise Invalid("This is not your password.", field="password")


@command
def _set_up(actor_id: int, salt: str, *, step: int, given: list[str], sign_in_id: int) -> None:
    person = lock(Person, actor_id)
    if Authenticator.of(actor_id) is not None:
        raise Conflict("You have an authenticator already. Give that one up first.")
    session.add(Authenticator(person_id=actor_id, salt=salt, step=step))
    _give(actor_id, given)
    sign_ins.end(SignIn.person_id == actor_id, SignIn.id != sign_in_id)
    _tell(person)


def renew_codes(*, actor_id: int, password: str) -> list[str]:
    """Other codes for when the authenticator is lost; those of before are worth nothing."""
    _prove(actor_id, password)
    given = codes.fresh_codes()
    _renew(actor_id, given)
    return given


@command
def _renew(actor_id: int, given: list[str]) -> None:
    person = lock(Person, actor_id)
    if Authenticator.of(actor_id) is None:
        raise NotFound
    _give(actor_id, given)
    _tell(person)


def give_up(*, actor_id: int, password: str) -> None:
    """Sign in with the password alone again. A repeat changes nothing."""
    _prove(actor_id, password)
    _give_up(actor_id)


@command
def _give_up(person_id: int) -> None:
    person = lock(Person, person_id)
    if Authenticator.of(person_id) is not None:
        _forget(person)


@command
def forget_second_step(*, email: str) -> None:
    """Give it up for somebody who has lost it, by who runs the installation; NotFound without such an account."""
    person = person_with(email)
    if Authenticator.of(person.id) is None:
        raise NotFound(f"{person.email} has no authenticator.")
    _forget(person)


def _forget(person: Person) -> None:
    session.execute(sa.delete(Authenticator).where(Authenticator.person_id == person.id))
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    _tell(person)


def _give(person_id: int, given: list[str]) -> None:
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=codes.kept(person_id, code)) for code in given
    )
    session.flush()


def _tell(person: Person) -> None:
    Letter.write(LetterKind.SECOND_STEP_CHANGED, address=person.email, person_id=person.id)


def take_second_step(*, token: str, code: str, device: str, browser: str | None = None) -> SignedIn:
    """Sign in whoever `token` says has given their password: by the code of their authenticator, or one on paper.

    The try is counted in a transaction of its own: a refusal must stay counted. Raises NotFound (it took too long, or
    the password was changed meanwhile), Invalid (`code`), TooFast.
    """
    person = _half_way(token)
    tries = _tries_of(person, browser)
    _count(tries)
    return _take(person.id, token, code=code, tries=tries, device=device, browser=browser)


def _tries_of(person: Person, browser: str | None) -> str:
    """The bucket of the tries: a browser that was here before has one that nobody else drains."""
    nonce = tokens.read_browser(browser, sign_ins.account(person.email))
    return bucket("second-step", nonce) if nonce else f"second-step:{person.id}"


def _half_way(token: str) -> Person:
    said = tokens.read_half_way(token)
    query = sa.select(Person).where(Person.id == (said[0] if said else 0), Person.deactivated_at.is_(None))
    person = session.scalars(query.options(sa.orm.undefer(Person.password_hash))).one_or_none()
    if said is None or person is None or tokens.state(person) != said[1]:
        raise NotFound(DEAD)
    return person


@command
def _count(tries: str) -> None:
    if not Throttle.take(tries, burst=6, every=timedelta(minutes=10)):
        raise TooFast("There were too many tries. Wait a few minutes and try again.", field="code")


@command
def _take(person_id: int, token: str, *, code: str, tries: str, device: str, browser: str | None) -> SignedIn:
    lock(Person, person_id)
    person, authenticator = _half_way(token), Authenticator.of(person_id)
    if authenticator is not None and not (_is_new(authenticator, code) or _is_on_paper(person_id, code)):
        raise Invalid(WRONG, field="code")
    Throttle.refill(tries)
    return sign_ins.begin(get(Person, person.id), device=device, browser=browser)


def _is_new(authenticator: Authenticator, code: str) -> bool:
    """Whether it is a code of this moment that was not used yet; it is from now on."""
    step = codes.step_of(authenticator.person_id, authenticator.salt, code)
    if step is None or step <= authenticator.step:
        return False
    authenticator.step = step
    return True


def _is_on_paper(person_id: int, code: str) -> bool:
    """Whether it is one of their codes that was not used yet; it is from now on."""
    using = (
        sa.update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == codes.kept(person_id, code))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return session.scalars(using).one_or_none() is not None
