"""Another address to sign in with: asked for by who is signed in, and confirmed by them from a letter to it.

`taking_back.py` is what somebody does who was not asked.
"""

from datetime import timedelta

import sqlalchemy as sa

from cop import clock, logs, policy
from cop.accounts.commands import applications, sign_ins, tokens
from cop.accounts.commands.addresses import bucket, written
from cop.db import command, lock, only_one, record, session
from cop.errors import Invalid, NotFound, TooFast
from cop.events import PersonChanged
from cop.models import (
    AddressChange,
    Application,
    Invitation,
    Letter,
    LetterKind,
    Person,
    SignIn,
    Throttle,
)
from cop.models.readdressing import gone_along, take_along

DEAD = (
    "This link no longer works: it lasts twelve hours, and works once. If you have confirmed your address already, "
    "sign in with it. If not, ask for the change again under “Password and sign-ins”."
)
NOT_YOURS = "Somebody else asked for this change. Sign in with the account that you asked from."
SIGNED_OUT = "You were signed out meanwhile. Sign in, and open the link of the e-mail again."
TAKEN = (
    "There is an account with this address already, so yours can’t have it. Sign in with that account, or choose "
    "another address for this one."
)
SHUT_OUT = "While you are suspended from all spaces your address stays as it is."
ENOUGH = "You have asked for another address several times. Wait an hour and try again."


def ask_for_address(*, actor_id: int, email: str) -> AddressChange:
    """Ask for another address to sign in with: a letter goes to it, which confirms it, and one to that of now. What the
    actor had asked for before is given up. Whether anybody has an account with it is looked up when the letter is
    sent, so that the answer and the work of this request are the same (security.md S12).

    Raises Invalid (`email`), Forbidden for who is suspended from everything, TooFast.
    """
    change = _ask(actor_id, written(email))
    logs.note("address asked for", person=actor_id)
    return change


@command
def _ask(person_id: int, wanted: str) -> AddressChange:
    person = _lock_who_may(person_id)
    if wanted == person.email:
        raise Invalid("You sign in with this address already. Enter another one.", field="email")
    if not Throttle.take(f"change-address:{person_id}", burst=5, every=timedelta(hours=1)):
        raise TooFast(ENOUGH, field="email")
    AddressChange.give_up(person_id)
    change = AddressChange(person_id=person_id, former=person.email, wanted=wanted)
    session.add(change)
    session.flush()
    if Throttle.take(bucket("change-address-to", wanted), burst=3, every=timedelta(hours=6)):
        Letter.write(LetterKind.ADDRESS_WANTED, address=wanted, person_id=person_id)
    Letter.write(LetterKind.ADDRESS_CHANGING, address=person.email, person_id=person_id)
    return change


def _lock_who_may(person_id: int) -> Person:
    person = lock(Person, person_id)
    if person.has_left:
        raise NotFound
    policy.require(policy.can_change_address(policy.load_actor(person_id)), SHUT_OUT)
    return person


@command
def give_up_address(*, actor_id: int) -> None:
    """Think better of what one asked for: its link is dead. Without any nothing changes."""
    lock(Person, actor_id)
    AddressChange.give_up(actor_id)


def change_of(said: tuple[int, str] | None) -> AddressChange | None:
    """The one that a link was made for, and no other that has its id by now."""
    if said is None:
        return None
    change = session.get(AddressChange, said[0])
    return change if change is not None and tokens.state_of_change(change) == said[1] else None


def change_to_confirm(token: str) -> AddressChange:
    """What a link confirms; NotFound where it has lapsed, was confirmed or given up, or never was."""
    change = change_of(tokens.read_new_address(token))
    if change is None or not change.is_waiting() or change.person.has_left:
        raise NotFound(DEAD)
    return change


def confirm_address(*, actor_id: int, token: str, sign_in_id: int, browser: str | None = None) -> str:
    """Sign in with the new address from now on, and not with that of before. All sign-ins but this one end, and links
    to a new password die with the address that they went to; linked accounts, passkeys and codes stay. Returns a cookie
    for this browser, which is known under the new address too.

    Only who asked for it confirms it, signed in: a letter that went to a stranger gives them nothing. Raises NotFound
    for a dead link and for anybody else's, Conflict where somebody has an account with the address, Forbidden for who
    is suspended from everything.
    """
    cookie = _confirm(actor_id, token, sign_in_id=sign_in_id, browser=browser)
    logs.note("address changed", person=actor_id)
    return cookie


@command
def _confirm(person_id: int, token: str, *, sign_in_id: int, browser: str | None) -> str:
    person = _lock_who_may(person_id)
    change = change_to_confirm(token)
    if change.person_id != person_id:
        raise NotFound(NOT_YOURS)
    if not _stands(sign_in_id, person_id):
        raise NotFound(SIGNED_OUT)
    _let_have(person, change.wanted)
    change.confirmed_at = clock.now()
    take_along(change)
    _post_links(change)
    sign_ins.end(SignIn.person_id == person_id, SignIn.id != sign_in_id)
    Letter.write(LetterKind.ADDRESS_CHANGED, address=change.former, person_id=person_id)
    record(PersonChanged(person_id))
    return sign_ins.known(person, browser)


def _stands(sign_in_id: int, person_id: int) -> bool:
    """Whether it is still theirs: it may have ended while the other end of a change was at work."""
    standing = sa.select(SignIn.id).where(
        SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.stands()
    )
    return session.scalar(standing) is not None


def _let_have(person: Person, address: str) -> None:
    """Of several who confirm the same address at once one has it, and the others are told."""
    person.email = address
    with only_one(TAKEN):
        session.flush()


def _post_links(change: AddressChange) -> None:
    """Links in the mailbox of before are dead: what is open still is sent where it is read from now on."""
    for invitation in gone_along(change, Invitation):
        if invitation.is_open():
            invitation.post()
    for application in gone_along(change, Application):
        if application.is_open():
            applications.post(application)
