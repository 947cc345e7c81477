"""Changes of address for tests: asked for, confirmed and taken back by the links of letters."""

import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.accounts.commands import tokens
from cop.models import AddressChange, Identity, Person, SignIn
from tests.accounts.letterbox import NEW

HOME = "192.0.2.1"
ELSEWHERE = "ann@elsewhere.example.org"


@db.command
def sign_in_id_of(person: Person) -> int:
    sign_in, _ = SignIn.begin(db.get(Person, person.id), device="test")
    db.session.flush()
    return sign_in.id


def ask(person: Person, email: str = ELSEWHERE) -> AddressChange:
    return commands.ask_for_address(actor_id=person.id, email=email)


def confirm(person: Person, change: AddressChange, sign_in_id: int = 0) -> str:
    token = tokens.of_new_address(change)
    sign_in_id = sign_in_id or sign_in_id_of(person)
    return commands.confirm_address(actor_id=person.id, token=token, sign_in_id=sign_in_id)


def change_address(person: Person, email: str = ELSEWHERE) -> AddressChange:
    """Asked for and confirmed."""
    change = ask(person, email)
    confirm(person, change)
    return change


def take_back(change: AddressChange, password: str = NEW) -> str:
    return commands.take_address_back(token=tokens.of_former_address(change), password=password)


def address_of(person: Person) -> str:
    return db.session.get_one(Person, person.id, populate_existing=True).email


def can_enter(email: str, password: str) -> bool:
    return bool(commands.sign_in(email=email, password=password, address=HOME, device=""))


@db.command
def link(person: Person, subject: str = "an account") -> None:
    db.session.add(Identity(person_id=person.id, issuer="https://id.example.org", subject=subject))


def identities_of(person: Person) -> list[str]:
    theirs = sa.select(Identity.subject).where(Identity.person_id == person.id)
    return list(db.session.scalars(theirs))
