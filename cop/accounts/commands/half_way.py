"""The other half of signing in, of whoever has given their password: a second step, or setting one up where they must
have one.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from cop import logs
from cop.accounts import queries
from cop.accounts.commands import codes, factors, passkeys, sign_ins, tokens
from cop.accounts.commands.challenges import Answered, Purpose
from cop.accounts.commands.codes import Codes
from cop.accounts.commands.second_steps import authenticator_of
from cop.accounts.commands.sign_ins import SignedIn
from cop.db import command, lock, session
from cop.errors import NotFound
from cop.models import Authenticator, Passkey, Person, Throttle
from cop.models.sign_ins import may_enter

DEAD = "It took too long. Sign in again with your password."


def whose(token: str, *, life: timedelta = tokens.HALF_WAY_LIFE) -> Person:
    """Who has given their password within ten minutes; NotFound where it took too long or was changed meanwhile."""
    said = tokens.read_half_way(token, life)
    query = sa.select(Person).where(Person.id == (said[0] if said else 0), Person.deactivated_at.is_(None))
    person = session.scalars(query.options(sa.orm.undefer(Person.password_hash))).one_or_none()
    if said is None or person is None or tokens.state(person) != said[1]:
        raise NotFound(DEAD)
    return person


def take_second_step(*, token: str, code: str, device: str, browser: str | None = None) -> SignedIn:
    """Sign in whoever `token` says has given their password: by the code of their authenticator, or one on paper.

    Raises NotFound (see `whose`; where their second step was given up meanwhile, they sign in anew), Invalid and
    TooFast (`code`).
    """
    person = whose(token)
    tries = factors.count_try(person, browser, field="code")
    use = _using(person.id, code)
    with sign_ins.noting_refusal(person.id, way="code"):
        entered = _take(person.id, token, use=use, tries=tries, device=device, browser=browser)
    sign_ins.note(entered, person.id, way="code")
    return entered


@command
def _take(
    person_id: int, token: str, *, use: Callable[[], None], tries: str, device: str, browser: str | None
) -> SignedIn:
    person = _locked(person_id, token)
    if not queries.has_second_step(person_id):
        raise NotFound(DEAD)
    use()
    Throttle.refill(tries)
    return sign_ins.begin(person, device=device, browser=browser)


def _locked(person_id: int, token: str) -> Person:
    lock(Person, person_id)
    return whose(token)


def _using(person_id: int, code: str) -> Callable[[], None]:
    """What takes `code` once its person is locked. Those on paper are longer than those that are shown, and slow to
    look at: that is done here.
    """
    if len("".join(code.split())) <= codes.FIGURES:
        return partial(factors.use_code, person_id, code)
    return partial(factors.use_code_on_paper, person_id, factors.as_kept(person_id, code))


def take_second_step_by_passkey(
    *, token: str, answered: Answered, device: str, browser: str | None = None
) -> SignedIn:
    """The same by a passkey of theirs; what is wrong with it is Invalid (`passkey`)."""
    person = whose(token)
    tries = factors.count_try(person, browser, field="passkey")
    with sign_ins.noting_refusal(person.id, way="passkey"):
        used = passkeys.check(answered, Purpose.SECOND_STEP, person_id=person.id)
        entered = _take_passkey(used, token, tries=tries, device=device, browser=browser)
    sign_ins.note(entered, person.id, way="passkey")
    return entered


@command
def _take_passkey(
    used: passkeys.Used, token: str, *, tries: str, device: str, browser: str | None
) -> SignedIn:
    passkeys.note(used)
    Throttle.refill(tries)
    return sign_ins.begin(whose(token), device=device, browser=browser)


def set_up_half_way(
    *, token: str, shown: str, code: str, device: str, browser: str | None = None
) -> tuple[SignedIn, list[str]]:
    """Set up an authenticator for who must have a second step and has none, and sign them in with it; the codes for
    when it is lost with that. `shown` names the secret that the page has shown.
    """
    person = whose_first(token)
    factors.count_try(person, browser, field="code")
    factor = authenticator_of(person.id, shown, code)
    return _begin(token, factor, device=device, browser=browser)


def add_passkey_half_way(
    *, token: str, name: str, answered: Answered, device: str, browser: str | None = None
) -> tuple[SignedIn, list[str]]:
    """The same with a passkey."""
    person, called = whose_first(token), passkeys.named(name)
    factors.count_try(person, browser, field="passkey")
    factor = passkeys.made(person.id, called, answered)
    return _begin(token, factor, device=device, browser=browser)


def _begin(
    token: str, factor: Authenticator | Passkey, *, device: str, browser: str | None
) -> tuple[SignedIn, list[str]]:
    entered, shown = _set_up(token, factor, codes.fresh_codes(), device=device, browser=browser)
    logs.note("second step changed", person=entered.person_id, to="a first one")
    sign_ins.note(entered, entered.person_id, way="first factor")
    return entered, shown


def whose_first(token: str) -> Person:
    """Whoever has a password and nothing else, and must have more, within half an hour: an app may have to be found
    first. Who has more is asked for that: a password alone adds nothing to it.
    """
    person = whose(token, life=tokens.SETTING_UP_LIFE)
    if queries.has_second_step(person.id) or may_enter(person.id):
        raise NotFound(DEAD)
    return person


@command
def _set_up(
    token: str, factor: Authenticator | Passkey, given: Codes, *, device: str, browser: str | None
) -> tuple[SignedIn, list[str]]:
    lock(Person, factor.person_id)
    person = whose_first(token)
    shown = factors.begin(person, factor, given)
    return sign_ins.begin(person, device=device, browser=browser), shown
