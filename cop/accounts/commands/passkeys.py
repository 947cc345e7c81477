"""Passkeys: made, given up, and signed in with. What is wrong with an answer nobody is told."""

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from cop import jobs, logs, typed
from cop.accounts.commands import ceremonies, challenges, codes, factors, sign_ins
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.challenges import Answered, Asked, Purpose
from cop.accounts.commands.codes import Codes
from cop.accounts.commands.resets import require_password
from cop.accounts.commands.sign_ins import SignedIn
from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.logs import network
from cop.models import Passkey, Person, Throttle

REFUSED = "That passkey could not be used. Try again, or sign in another way."
MOST = 10
LONGEST_NAME = 60


class Used(NamedTuple):
    """A passkey that has answered rightly, to be noted under the lock of its person. It is named as its device names
    it: a database may give the id of a row that is gone again.
    """

    credential_id: bytes
    person_id: int
    counted: int


def ask_to_make(*, person_id: int, browser: str) -> Asked:
    """What the browser of this person needs to make a passkey; NotFound where there can be none."""
    _require_name()
    challenge, token = challenges.draw(Purpose.MAKING, browser=browser, person_id=person_id)
    options = ceremonies.to_make(get(Person, person_id), challenge, Passkey.of(person_id))
    return Asked(options, token)


def ask_to_use(purpose: Purpose, *, browser: str, person_id: int = 0) -> Asked:
    """What a browser needs to use a passkey of this person, or of whoever is in front of it; NotFound where there can
    be none.
    """
    _require_name()
    challenge, token = challenges.draw(purpose, browser=browser, person_id=person_id)
    return Asked(ceremonies.to_use(challenge, Passkey.of(person_id) if person_id else ()), token)


def _require_name() -> None:
    if not jobs.settings().passkeys_of:
        raise NotFound("Passkeys are made for a site with a name, and the address of this one is a number.")


def add_passkey(*, actor_id: int, name: str, answered: Answered, password: str, sign_in_id: int) -> list[str]:
    """Let the actor sign in with a passkey that their browser has made. Where it is the first factor: the codes for
    when it is lost, which nobody is shown again, and all their sign-ins but this one end.

    Raises Invalid (`name`, `password`, `passkey`), Conflict (there are too many, or it is known), TooFast.
    """
    called = named(name)
    require_password(actor_id, password)
    passkey = made(actor_id, called, answered)
    shown = _add(passkey, codes.fresh_codes(), sign_in_id=sign_in_id)
    logs.note("second step changed", person=actor_id, to="another passkey")
    return shown


def named(name: str) -> str:
    return typed.one_line(name, limit=LONGEST_NAME, field="name", missing="Give it a name.")


def made(person_id: int, name: str, answered: Answered) -> Passkey:
    """The passkey that a browser says to have made, not kept yet; Invalid (`passkey`) unless all of it is right."""
    challenge = _spend(answered, Purpose.MAKING, person_id=person_id)
    new = ceremonies.made(answered.said, challenge)
    if new is None:
        raise Invalid("No passkey was made. Try again.", field="passkey")
    return Passkey(person_id=person_id, name=name, **new._asdict())


@command
def _add(passkey: Passkey, given: Codes, *, sign_in_id: int) -> list[str]:
    person = lock(Person, passkey.person_id)
    if len(Passkey.of(person.id)) >= MOST:
        raise Conflict(f"You have {MOST} passkeys. Remove one first.")
    return factors.begin(person, passkey, given, sign_in_id=sign_in_id)


def remove_passkey(*, actor_id: int, passkey_id: int, password: str) -> None:
    """Forget one of the actor's passkeys; NotFound for anybody else's, Conflict where it is the last factor of somebody
    who must have one.
    """
    require_password(actor_id, password)
    _remove(actor_id, passkey_id)
    logs.note("second step changed", person=actor_id, to="a passkey less")


@command
def _remove(actor_id: int, passkey_id: int) -> None:
    person = lock(Person, actor_id)
    own = sa.and_(Passkey.id == passkey_id, Passkey.person_id == actor_id)
    if session.scalars(sa.select(Passkey.id).where(own)).one_or_none() is None:
        raise NotFound
    factors.end(person, sa.delete(Passkey).where(own))


def sign_in_by_passkey(
    *, answered: Answered, address: str | None, device: str, browser: str | None = None
) -> SignedIn:
    """Begin a sign-in of whoever's passkey this is: it is here and has asked who they are, which are two steps in one.
    Raises Invalid (`passkey`), TooFast.
    """
    _count_network(network(address))
    with sign_ins.noting_refusal(None, way="passkey"):
        used = check(answered, Purpose.SIGNING_IN)
        entered = _begin(used, device=device, browser=browser)
    sign_ins.note(entered, used.person_id, way="passkey")
    return entered


@command
def _count_network(asking: str) -> None:
    if not Throttle.take(bucket("passkey-network", asking), burst=100, every=timedelta(seconds=10)):
        raise TooFast("There were too many tries. Wait a minute and try again.", field="passkey")


@command
def _begin(used: Used, *, device: str, browser: str | None) -> SignedIn:
    person = note(used)
    return sign_ins.begin(person, device=device, browser=browser)


def check(answered: Answered, purpose: Purpose, *, person_id: int = 0) -> Used:
    """The passkey that has answered; Invalid (`passkey`) for whatever is wrong: the challenge, the passkey, whose it
    is, where it was used, or what it signed. Counting tries is for whoever calls.
    """
    challenge = _spend(answered, purpose, person_id=person_id)
    passkey = _found(answered.said, person_id)
    count = ceremonies.used(answered.said, challenge, passkey) if passkey else None
    if passkey is None or count is None:
        raise Invalid(REFUSED, field="passkey")
    return Used(passkey.credential_id, passkey.person_id, count)


def note(used: Used) -> Person:
    """Whose passkey it is, locked, in the running command; Invalid where it was used elsewhere or removed meanwhile."""
    person = lock(Person, used.person_id)
    theirs = sa.select(Passkey).where(Passkey.person_id == person.id)
    passkey = session.scalars(theirs.where(Passkey.credential_id == used.credential_id)).one_or_none()
    if person.deactivated_at or passkey is None or not passkey.note_use(used.counted):
        raise Invalid(REFUSED, field="passkey")
    return person


def _spend(answered: Answered, purpose: Purpose, *, person_id: int) -> bytes:
    challenge = challenges.spend(answered, purpose, person_id=person_id)
    if challenge is None:
        raise Invalid(REFUSED, field="passkey")
    return challenge


def _found(said: str, person_id: int) -> Passkey | None:
    """The passkey that an answer names, if it is this person's, or the one's that it says to be made for."""
    claimed = ceremonies.named(said)
    if claimed is None:
        return None
    query = sa.select(Passkey).join(Person, Person.id == Passkey.person_id)
    passkey = session.scalars(
        query.where(Passkey.credential_id == claimed.credential_id, Person.deactivated_at.is_(None))
    ).one_or_none()
    return passkey if passkey and _is_meant(passkey, claimed.user_handle, person_id) else None


def _is_meant(passkey: Passkey, user_handle: bytes | None, person_id: int) -> bool:
    """Whether it is this person's. Where nobody has said who they are, it says whose it is (WebAuthn 7.2, step 6)."""
    if person_id and user_handle is None:
        return passkey.person_id == person_id
    is_theirs = user_handle == ceremonies.handle_of(passkey.person_id)
    return is_theirs and passkey.person_id == (person_id or passkey.person_id)
