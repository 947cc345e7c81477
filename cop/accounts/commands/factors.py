"""What an authenticator and a passkey have in common: how the first one comes, and how the last one goes."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from cop import clock
from cop.accounts import queries
from cop.accounts.commands import codes, sign_ins
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.codes import Codes
from cop.accounts.commands.tokens import read_browser
from cop.db import add_once, command, session
from cop.errors import Conflict, Invalid, TooFast
from cop.models import Authenticator, Letter, LetterKind, Passkey, Person, RecoveryCode, SignIn, Throttle
from cop.models.sign_ins import may_enter

WRONG = "That is not the code of this moment. Wait for the next one and type it, or use one of your codes on paper."
NONE = "nothing is kept$"
"""In the place of a code, where a person has none: to say so takes as long."""

KNOWN = "This passkey is known already."
NEEDED = (
    "You look after others here, so you can’t sign in with your password alone. Set up something else first, then "
    "give this up."
)


def begin(person: Person, factor: Authenticator | Passkey, given: Codes, *, sign_in_id: int = 0) -> list[str]:
    """Let `person`, who is locked, sign in with `factor` too; the codes that they are to be shown. With the first one
    they get those `given`, and their sign-ins but this one end: they were begun with a password alone. Conflict for a
    passkey that anybody has made known before.
    """
    is_first = not queries.has_second_step(person.id)
    add_once(factor, taken=KNOWN)
    if is_first:
        give(person.id, given)
        sign_ins.end(SignIn.person_id == person.id, SignIn.id != sign_in_id)
    tell(person)
    return given.shown if is_first else []


def end(person: Person, which: sa.Delete) -> None:
    """Forget factors of `person`, who is locked; Conflict where they must keep one. The codes go with the last one."""
    session.execute(which)
    if not may_enter(person.id):
        raise Conflict(NEEDED)
    forget_codes_without_factor(person)


def forget_codes_without_factor(person: Person) -> None:
    if not queries.has_second_step(person.id):
        session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    tell(person)


def forget_since(person: Person, moment: datetime) -> None:
    """Forget what `person`, who is locked, has set up from then on; the codes go with the last one."""
    late = (
        sa.delete(Authenticator).where(
            Authenticator.person_id == person.id, Authenticator.begun_at >= moment
        ),
        sa.delete(Passkey).where(Passkey.person_id == person.id, Passkey.made_at >= moment),
    )
    gone = [session.scalars(each.returning(sa.literal(1))).all() for each in late]
    if any(gone):
        forget_codes_without_factor(person)


def give(person_id: int, given: Codes) -> None:
    """Let `given` be the codes on paper, in the place of those of before."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=kept) for kept in given.kept)
    session.flush()


def tell(person: Person) -> None:
    Letter.write(LetterKind.SECOND_STEP_CHANGED, address=person.email, person_id=person.id)


def count_try(person: Person, browser: str | None = None, *, field: str) -> str:
    """Count a try at a second step in a transaction of its own, so that it stays counted: the bucket, to be filled
    again if it succeeds. A browser that was here before has one that nobody else drains. Raises TooFast (`field`).
    """
    nonce = read_browser(browser, sign_ins.account(person.email))
    tries = bucket("second-step", nonce) if nonce else f"second-step:{person.id}"
    _take(tries, field=field)
    return tries


@command
def _take(tries: str, *, field: str) -> None:
    if not Throttle.take(tries, burst=6, every=timedelta(minutes=10)):
        raise TooFast("There were too many tries. Wait a few minutes and try again.", field=field)


def use_code(person_id: int, code: str) -> None:
    """Take the code of an authenticator, in the running command; Invalid (`code`) where it is not of this moment, or
    was used before.
    """
    authenticator = Authenticator.of(person_id)
    step = codes.step_of(person_id, authenticator.salt, code) if authenticator else None
    if authenticator is None or step is None or step <= authenticator.step:
        raise Invalid(WRONG, field="code")
    authenticator.step = step


def as_kept(person_id: int, code: str) -> str:
    """What would be kept of `code` if it were one on paper of this person's; to be made outside of commands."""
    one = sa.select(RecoveryCode.code_hash).where(RecoveryCode.person_id == person_id).limit(1)
    return codes.kept(code, codes.salt_of(session.scalar(one) or NONE))


def use_code_on_paper(person_id: int, kept: str) -> None:
    """Take the code on paper of which this is kept, in the running command; Invalid (`code`) where there is none, or it
    was used before.
    """
    using = (
        sa.update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == kept)
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if session.scalars(using).one_or_none() is None:
        raise Invalid(WRONG, field="code")
