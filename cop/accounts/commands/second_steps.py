"""The second step of signing in: set up and given up. Whoever changes it proves who they are, and is told."""

import sqlalchemy as sa

from cop import logs
from cop.accounts import queries
from cop.accounts.commands import codes, factors, tokens
from cop.accounts.commands.appointments import person_with
from cop.accounts.commands.codes import Codes
from cop.accounts.commands.resets import require_password
from cop.db import command, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.models import Authenticator, Passkey, Person

OUT_OF_TIME = "This page was open for too long. Begin anew."


def set_up(*, actor_id: int, token: str, code: str, password: str, sign_in_id: int) -> list[str]:
    """Let the actor sign in with an authenticator from now on. `token` names the secret that the page has shown. Where
    it is the first factor: the codes for when it is lost, which nobody is shown again, and all their sign-ins but this
    one end.

    Raises Invalid (`code`, `password`), Conflict (the page is too old, or there is one already), TooFast.
    """
    require_password(actor_id, password)
    shown = authenticator_of(actor_id, token, code)
    given = _set_up(shown, codes.fresh_codes(), sign_in_id=sign_in_id)
    logs.note("second step changed", person=actor_id, to="authenticator")
    return given


def authenticator_of(person_id: int, token: str, code: str) -> Authenticator:
    """The authenticator that was shown the secret of a page, and says `code` for it; Invalid (`code`) if none is,
    Conflict if that page was shown too long ago, or to somebody else.
    """
    salt = tokens.read_authenticator(token, person_id)
    if salt is None:
        raise Conflict(OUT_OF_TIME)
    step = codes.step_of(person_id, salt, code)
    if step is None:
        raise Invalid(factors.WRONG, field="code")
    return Authenticator(person_id=person_id, salt=salt, step=step)


@command
def _set_up(shown: Authenticator, given: Codes, *, sign_in_id: int) -> list[str]:
    person = lock(Person, shown.person_id)
    if Authenticator.of(person.id) is not None:
        raise Conflict("You have an authenticator already. Give that one up first.")
    return factors.begin(person, shown, given, sign_in_id=sign_in_id)


def renew_codes(*, actor_id: int, password: str) -> list[str]:
    """Other codes for when what is needed beside the password is lost; those of before are worth nothing."""
    require_password(actor_id, password)
    given = codes.fresh_codes()
    _renew(actor_id, given)
    logs.note("second step changed", person=actor_id, to="other codes")
    return given.shown


@command
def _renew(actor_id: int, given: Codes) -> None:
    person = lock(Person, actor_id)
    if not queries.has_second_step(actor_id):
        raise NotFound
    factors.give(actor_id, given)
    factors.tell(person)


def give_up(*, actor_id: int, password: str) -> None:
    """Give up the authenticator. A repeat changes nothing. Conflict where it is the last factor of somebody who must
    have one.
    """
    require_password(actor_id, password)
    _give_up(actor_id)
    logs.note("second step changed", person=actor_id, to="no authenticator")


@command
def _give_up(person_id: int) -> None:
    person = lock(Person, person_id)
    if Authenticator.of(person_id) is not None:
        factors.end(person, _authenticators(person))


@command
def forget_second_step(*, email: str) -> None:
    """Forget authenticator and passkeys of somebody who has lost them, by who runs the installation; NotFound without
    such an account. Who must have a second step sets up another before they are signed in.
    """
    person = person_with(email)
    if not queries.has_second_step(person.id):
        raise NotFound(f"{person.email} has no authenticator and no passkey.")
    for each in (_authenticators(person), sa.delete(Passkey).where(Passkey.person_id == person.id)):
        session.execute(each)
    factors.forget_codes_without_factor(person)


def _authenticators(person: Person) -> sa.Delete:
    return sa.delete(Authenticator).where(Authenticator.person_id == person.id)
