"""Letters about another address to sign in with. Those to the address of before do not say which one is to come: that
mailbox may be a former employer's.
"""

import sqlalchemy as sa

from cop.accounts import commands
from cop.accounts.tasks.contents import Contents, active
from cop.db import session
from cop.models import AddressChange, Letter, Person


def wanted(letter: Letter) -> Contents | None:
    """To the new one: whose account it is about is not said, as it may be a stranger's. Where somebody has an account
    with it they are told that, and nobody else is (security.md S12).
    """
    change = _newest(letter, AddressChange.wanted == letter.address)
    if change is None or not change.is_waiting():
        return None
    words = {
        "is_taken": active(Person.email == letter.address) is not None,
        "link": commands.new_address_link(change),
        "lapses_at": change.lapses_at,
    }
    return Contents(letter.address, "Confirm your new e-mail address", words)


def changing(letter: Letter) -> Contents | None:
    change = _newest(letter, AddressChange.former == letter.address)
    return _with_way_back(letter, change, "Somebody asked to change your e-mail address")


def changed(letter: Letter) -> Contents | None:
    change = _newest(letter, AddressChange.former == letter.address, AddressChange.stands())
    return _with_way_back(letter, change, "Your e-mail address was changed")


def _with_way_back(letter: Letter, change: AddressChange | None, subject: str) -> Contents | None:
    if change is None or not change.can_be_taken_back():
        return None
    words = {
        "at": letter.written_at,
        "link": commands.former_address_link(change),
        "back_until": change.back_until,
        "lapses_at": change.lapses_at,
    }
    return Contents(letter.address, subject, words)


def taken_back(letter: Letter) -> Contents | None:
    """To the one that it was for a while."""
    if active(Person.id == letter.person_id) is None:
        return None
    return Contents(letter.address, "A change of address was taken back", {"at": letter.written_at})


def _newest(letter: Letter, *which: sa.ColumnElement[bool]) -> AddressChange | None:
    """The last change of its person that a letter can be about, while they are here."""
    if active(Person.id == letter.person_id) is None:
        return None
    theirs = (AddressChange.person_id == letter.person_id, AddressChange.asked_at <= letter.written_at)
    query = sa.select(AddressChange).where(*theirs, *which).order_by(AddressChange.id.desc()).limit(1)
    return session.scalars(query).one_or_none()
