"""Letters about how somebody signs in, what they asked a copy of, and that they leave."""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock
from cop.accounts import commands
from cop.accounts.tasks.contents import Contents, active
from cop.db import session
from cop.models import Authenticator, Departure, Export, Identity, Letter, Passkey, Person
from cop.models.holds import is_held

RESET_WANTED = timedelta(hours=1)
"""Whoever asked longer ago has asked again or has given up."""


def password_reset(letter: Letter) -> Contents | None:
    person = active(Person.email == letter.address)
    if person is None or letter.written_at < clock.now() - RESET_WANTED:
        return None
    return Contents(person.email, "Choose a new password", {"link": commands.reset_link(person)})


def password_changed(letter: Letter) -> Contents | None:
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    return Contents(person.email, "Your password was changed", {"at": letter.written_at})


def second_step_changed(letter: Letter) -> Contents | None:
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    words = {
        "at": letter.written_at,
        "has_authenticator": Authenticator.of(person.id) is not None,
        "passkeys": len(Passkey.of(person.id)),
    }
    return Contents(person.email, "How you sign in was changed", words)


def identities_changed(letter: Letter) -> Contents | None:
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    linked = session.scalar(sa.select(sa.func.count(Identity.id)).where(Identity.person_id == person.id))
    return Contents(person.email, "How you sign in was changed", {"at": letter.written_at, "linked": linked})


def export(letter: Letter) -> Contents | None:
    """Nothing of what is in it, and nothing once it is there no more."""
    person, export = active(Person.id == letter.person_id), session.get(Export, letter.person_id)
    if person is None or export is None or not export.is_ready():
        return None
    return Contents(person.email, "The copy of your data is ready", {"kept_until": export.kept_until})


def leaving(letter: Letter) -> Contents | None:
    """To the address that they had: their account has none any more."""
    departure = Departure.of(letter.person_id or 0)
    if departure is None:
        return None
    words = {"way": departure.way.value, "is_held": is_held(departure.person_id)}
    return Contents(letter.address, "You have left", words)


def left(letter: Letter) -> Contents | None:
    departure = Departure.of(letter.person_id or 0)
    return Contents(letter.address, "It is done", {"way": departure.way.value}) if departure else None
