"""Taking back a change of address that was not one's own: by a link that went to the address of before."""

import sqlalchemy as sa

from cop import clock, logs
from cop.accounts.commands import factors, identities, passwords, resets, sign_ins, tokens
from cop.accounts.commands.address_changes import change_of
from cop.db import command, lock, only_one, record, session
from cop.errors import NotFound
from cop.events import PersonChanged
from cop.models import AddressChange, Letter, LetterKind, Person
from cop.models.readdressing import bring_back

DEAD = (
    "This link no longer works: it lasts seven days, and works once. If you can still sign in, look at your address "
    "under “Password and sign-ins”. If not, write to whoever looks after this site."
)
TAKEN = (
    "Somebody else has an account with this address by now, so it can’t be given back. Write to whoever looks after "
    "this site."
)


def change_to_take_back(token: str) -> AddressChange:
    """What a link takes back; NotFound where that is over, was done, or never was."""
    change = change_of(tokens.read_former_address(token))
    if change is None or not change.can_be_taken_back() or change.person.has_left:
        raise NotFound(DEAD)
    return change


def take_address_back(*, token: str, password: str) -> str:
    """Sign in with the address of before again, and with a new password: whoever had changed it had got in. Every
    sign-in ends, and so do all changes that came after; what was set up to sign in with since it was asked for is
    forgotten. Returns a cookie for this browser.

    It leads past no second step of before. Raises NotFound for a dead link, Invalid (`password`), Conflict where the
    address is somebody else's by now.
    """
    change = change_to_take_back(token)
    passwords.check(password, about=(change.former, change.person.name))
    browser = _take_back(change.person_id, token, kept=passwords.keep(password))
    logs.note("address taken back", person=change.person_id)
    return browser


@command
def _take_back(person_id: int, token: str, *, kept: str) -> str:
    person = lock(Person, person_id)
    change = change_to_take_back(token)
    for each in _since(change):
        _undo(each)
    person.email = change.former
    with only_one(TAKEN):
        session.flush()
    factors.forget_since(person, change.asked_at)
    identities.forget_since(person, change.asked_at)
    resets.renew(person, kept)
    record(PersonChanged(person_id))
    return sign_ins.known(person)


def _since(change: AddressChange) -> list[AddressChange]:
    """It and all that was asked for after it, the latest first."""
    theirs = (AddressChange.person_id == change.person_id, AddressChange.id >= change.id)
    query = sa.select(AddressChange).where(*theirs, AddressChange.ended_at.is_(None))
    return list(session.scalars(query.order_by(AddressChange.id.desc())))


def _undo(change: AddressChange) -> None:
    if change.confirmed_at is not None:
        bring_back(change)
        Letter.write(LetterKind.ADDRESS_TAKEN_BACK, address=change.wanted, person_id=change.person_id)
    change.ended_at = clock.now()
