"""Accounts at the provider: linked by who is signed in, given up, and signed in with. None makes anybody a member."""

from datetime import datetime

import sqlalchemy as sa

from cop import clock, logs
from cop.accounts.commands import sign_ins, visits
from cop.accounts.commands.resets import require_password
from cop.accounts.commands.sign_ins import HalfWay, SignedIn
from cop.accounts.commands.tokens import Visit
from cop.accounts.commands.visits import Said
from cop.db import add_once, command, lock, session
from cop.errors import Conflict, NotFound
from cop.models import Identity, Letter, LetterKind, Person, SignIn

UNKNOWN = (
    "We don’t know that account yet. Sign in with your e-mail address and password, then link it under “Password and "
    "sign-ins”. If you are not a member, ask for an invitation."
)
TAKEN = (
    "That account can’t be linked to yours: it is linked already. Choose another one there, or ask for help."
)


def sign_in_with(*, visit: Visit, said: Said, device: str, browser: str | None = None) -> SignedIn | HalfWay:
    """Sign in whoever has linked the account that somebody came back with. Who has an authenticator is HalfWay: what
    was asked of them elsewhere is not known, and counts as a password does (ASVS 6.8.4).

    Raises Conflict, in the same words where nobody has linked it and where who has was deactivated.
    """
    if visit.person_id:
        visits.refuse("purpose")
    subject = visits.subject(visit, said)
    entered = _enter(subject, issuer=_issuer(), device=device, browser=browser)
    if entered is None:
        visits.refuse("unknown", UNKNOWN)
    sign_ins.note(entered, entered.person_id, way="provider")
    return entered


@command
def _enter(subject: str, *, issuer: str, device: str, browser: str | None) -> SignedIn | HalfWay | None:
    known = Identity.called(subject, issuer=issuer)
    person = lock(Person, known.person_id) if known else None
    identity = Identity.called(subject, issuer=issuer)
    if person is None or person.deactivated_at or identity is None or identity.person_id != person.id:
        return None
    identity.used_at = clock.now()
    return sign_ins.let_on(person, device=device, browser=browser)


def link(*, visit: Visit, said: Said, actor_id: int, sign_in_id: int) -> None:
    """Let the actor sign in with the account that they came back with, and tell them by a letter. A repeat changes
    nothing.

    Raises Conflict where it is somebody else's, which is not said, and where another sign-in set out.
    """
    if (visit.person_id, visit.sign_in_id) != (actor_id, sign_in_id):
        visits.refuse("purpose")
    _link(actor_id, visits.subject(visit, said), issuer=_issuer(), sign_in_id=sign_in_id)
    logs.note("account linked", person=actor_id)


@command
def _link(person_id: int, subject: str, *, issuer: str, sign_in_id: int) -> None:
    person = lock(Person, person_id)
    standing = sa.select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.stands())
    if person.deactivated_at or session.scalar(standing) is None:
        raise NotFound
    known = Identity.called(subject, issuer=issuer)
    if known is not None and known.person_id != person.id:
        raise Conflict(TAKEN)
    if known is None:
        add_once(Identity(person_id=person.id, issuer=issuer, subject=subject), taken=TAKEN)
        _tell(person)


def give_up_identity(*, actor_id: int, identity_id: int, password: str, sign_in_id: int) -> None:
    """Sign in with it no more. All sign-ins but this one end: some may have begun with it.

    Raises Invalid (`password`), NotFound for anybody else's, TooFast.
    """
    require_password(actor_id, password)
    _give_up(actor_id, identity_id, sign_in_id=sign_in_id)
    logs.note("account unlinked", person=actor_id)


@command
def _give_up(person_id: int, identity_id: int, *, sign_in_id: int) -> None:
    person = lock(Person, person_id)
    theirs = sa.delete(Identity).where(Identity.id == identity_id, Identity.person_id == person_id)
    if session.scalar(theirs.returning(Identity.id)) is None:
        raise NotFound
    sign_ins.end(SignIn.person_id == person_id, SignIn.id != sign_in_id)
    _tell(person)


def forget_since(person: Person, moment: datetime) -> None:
    """Forget what `person`, who is locked, has linked from then on."""
    late = sa.delete(Identity).where(Identity.person_id == person.id, Identity.linked_at >= moment)
    if session.scalars(late.returning(Identity.id)).all():
        _tell(person)


def _tell(person: Person) -> None:
    Letter.write(LetterKind.IDENTITIES_CHANGED, address=person.email, person_id=person.id)


def _issuer() -> str:
    return visits.provider().client.issuer
