"""Proving anew who one is, before what matters (domain.md C02): by a password, a passkey, or a code."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop.accounts.commands import factors, passkeys, passwords
from cop.accounts.commands.challenges import Answered, Purpose
from cop.accounts.commands.passkeys import Used
from cop.accounts.commands.resets import require_password
from cop.accounts.commands.sign_ins import noting_refusal
from cop.db import command, get, lock, session
from cop.errors import Invalid, NotFound
from cop.models import Authenticator, Passkey, Person, SignIn, Throttle

REFUSED = "proof refused"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody has given to prove who they are: one of the three."""

    password: str = ""
    code: str = ""
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """By what a person can prove who they are. A code alone does for who has no password."""

    password: bool
    code: bool
    passkey: bool


def ways_of(person_id: int) -> Ways:
    has_password = passwords.is_chosen(_kept(person_id))
    has_code = not has_password and Authenticator.of(person_id) is not None
    return Ways(has_password, has_code, bool(Passkey.of(person_id)))


def prove(*, actor_id: int, sign_in_id: int, proof: Proof) -> str:
    """Let the actor's sign-in count as proved at this moment; the token by which it is known from now on. Each try is
    counted in a transaction of its own. Raises Invalid (`password`, `code`, `passkey`), TooFast.
    """
    if proof.answered is not None:
        tries = factors.count_try(get(Person, actor_id), field="passkey")
        with noting_refusal(actor_id, way="passkey", what=REFUSED):
            used = passkeys.check(proof.answered, Purpose.PROVING, person_id=actor_id)
            return _prove_by_passkey(used, sign_in_id, tries)
    if proof.password:
        require_password(actor_id, proof.password)
        return _prove(actor_id, sign_in_id)
    if proof.code and ways_of(actor_id).code:
        tries = factors.count_try(get(Person, actor_id), field="code")
        with noting_refusal(actor_id, way="code", what=REFUSED):
            return _prove_by_code(actor_id, sign_in_id, code=proof.code, tries=tries)
    raise Invalid("Enter your password.", field="password")


@command
def _prove(actor_id: int, sign_in_id: int) -> str:
    lock(Person, actor_id)
    return _proved(actor_id, sign_in_id)


@command
def _prove_by_code(actor_id: int, sign_in_id: int, *, code: str, tries: str) -> str:
    lock(Person, actor_id)
    factors.use_code(actor_id, code)
    Throttle.refill(tries)
    return _proved(actor_id, sign_in_id)


@command
def _prove_by_passkey(used: Used, sign_in_id: int, tries: str) -> str:
    person = passkeys.note(used)
    Throttle.refill(tries)
    return _proved(person.id, sign_in_id)


def _proved(actor_id: int, sign_in_id: int) -> str:
    sign_in = lock(SignIn, sign_in_id)
    if sign_in.person_id != actor_id or sign_in.ended_at is not None:
        raise NotFound
    return sign_in.prove()


def _kept(person_id: int) -> str:
    return session.scalars(sa.select(Person.password_hash).where(Person.id == person_id)).one()
