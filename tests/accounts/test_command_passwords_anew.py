"""A forgotten password, and a changed one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db
from cop.accounts import commands
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import LetterKind, Person, SignIn
from tests.accounts.letterbox import NEW, close_account, give_password, letters
from tests.conftest import NOON
from tests.people import PASSWORD, World, begin_sign_in

HOME = "192.0.2.1"


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)


def token_for(person: Person) -> str:
    return commands.reset_link(db.get(Person, person.id)).rpartition("/")[2]


def can_enter(password: str) -> bool:
    return bool(commands.sign_in(email="ann@example.org", password=password, address=HOME, device=""))


def ask(email: str, address: str = HOME) -> None:
    commands.ask_for_reset(email=email, address=address)


def change(actor_id: int, *, current: str = PASSWORD, password: str = NEW) -> commands.SignedIn:
    return commands.change_password(
        actor_id=actor_id, current=current, password=password, device="Edge on Windows"
    )


@pytest.mark.parametrize("email", ["Ann@example.org", "nobody@example.org"])
def test_every_address_gets_the_same_row(world: World, email: str) -> None:
    ask(email)
    (letter,) = letters(LetterKind.PASSWORD_RESET)
    assert (letter.address, letter.person_id) == (email.lower(), None)


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "a b@example.org", "ann@example.org\r\nBcc: x@example.org", "a@b"]
)
def test_only_an_address_gets_one(email: str) -> None:
    with pytest.raises(Invalid):
        ask(email)
    assert letters(LetterKind.PASSWORD_RESET) == []


def test_nobody_is_flooded_and_nobody_can_tell(world: World) -> None:
    for _ in range(5):
        ask("ann@example.org")
    assert len(letters(LetterKind.PASSWORD_RESET)) == 3
    with clock.at(NOON + timedelta(minutes=10)):
        ask("ann@example.org")
    assert len(letters(LetterKind.PASSWORD_RESET)) == 4


def test_a_network_that_asks_for_everybody_is_slowed() -> None:
    for number in range(50):
        ask(f"person-{number}@example.org")
    with pytest.raises(TooFast):
        ask("ann@example.org")
    ask("ann@example.org", "198.51.100.7")


def test_a_new_password_ends_every_sign_in_and_the_link(ann: Person, mallory: Person) -> None:
    copied, others, token = begin_sign_in(ann), begin_sign_in(mallory), token_for(ann)
    older = token_for(ann)
    commands.reset_password(token=token, password=NEW)
    assert can_enter(NEW)
    assert not can_enter(PASSWORD)
    assert SignIn.find(copied) is None
    assert SignIn.find(others)
    assert [letter.address for letter in letters(LetterKind.PASSWORD_CHANGED)] == ["ann@example.org"]
    for dead in (token, older):
        with pytest.raises(NotFound):
            commands.reset_password(token=dead, password="another one of mine")
    assert can_enter(NEW)


def test_the_browser_of_a_reset_is_known_afterwards(ann: Person) -> None:
    browser = commands.reset_password(token=token_for(ann), password=NEW)
    for host in range(20):
        commands.sign_in(email=ann.email, password="wrong", address=f"203.0.113.{host}", device="")
    with pytest.raises(TooFast):
        can_enter(NEW)
    assert commands.sign_in(email=ann.email, password=NEW, address=HOME, device="", browser=browser)


def test_a_link_lasts_an_hour(ann: Person) -> None:
    token = token_for(ann)
    with clock.at(NOON + timedelta(minutes=59)):
        assert commands.person_of_reset(token).id == ann.id
    with clock.at(NOON + timedelta(minutes=61)), pytest.raises(NotFound):
        commands.reset_password(token=token, password=NEW)


def test_a_link_dies_with_the_address_it_was_sent_to(ann: Person) -> None:
    token = token_for(ann)
    assert commands.person_of_reset(token)

    @db.command
    def move() -> None:
        db.lock(Person, ann.id).email = "ann@elsewhere.example.org"

    move()
    with pytest.raises(NotFound):
        commands.reset_password(token=token, password=NEW)


def test_a_link_dies_with_the_account(ann: Person) -> None:
    token = token_for(ann)
    close_account(ann)
    with pytest.raises(NotFound):
        commands.reset_password(token=token, password=NEW)


def test_links_are_for_one_purpose_and_one_person(ann: Person, mallory: Person) -> None:
    token = token_for(ann)
    assert commands.person_of_reset(token).id == ann.id
    browser = commands.reset_password(token=token_for(mallory), password=NEW)
    for other in (browser, token + "x", token.replace(".", ".x", 1), "", "a.b.c"):
        with pytest.raises(NotFound):
            commands.person_of_reset(other)
    with pytest.raises(NotFound):
        commands.open_offer(token)


@pytest.mark.parametrize("password", ["short", "passwordpassword", "ann@example.org"])
def test_a_bad_choice_leaves_the_link_alive(ann: Person, password: str) -> None:
    token = token_for(ann)
    with pytest.raises(Invalid):
        commands.reset_password(token=token, password=password)
    commands.reset_password(token=token, password=NEW)


def test_a_change_ends_every_sign_in_and_begins_one(ann: Person, mallory: Person) -> None:
    copied, others = begin_sign_in(ann), begin_sign_in(mallory)
    signed_in = change(ann.id)
    assert SignIn.find(copied) is None
    assert SignIn.find(others)
    assert SignIn.find(signed_in.token).person_id == ann.id  # type: ignore[union-attr]
    assert can_enter(NEW)
    assert not can_enter(PASSWORD)
    assert len(letters(LetterKind.PASSWORD_CHANGED)) == 1


def test_a_change_asks_for_the_present_password(ann: Person) -> None:
    mine = begin_sign_in(ann)
    with pytest.raises(Invalid) as refusal:
        change(ann.id, current="not the password")
    assert refusal.value.field == "current"
    with pytest.raises(Invalid) as refusal:
        change(ann.id, password="short")
    assert refusal.value.field == "password"
    assert SignIn.find(mine)
    assert can_enter(PASSWORD)


def test_whoever_took_over_a_browser_cannot_guess_on(ann: Person) -> None:
    for _ in range(10):
        with pytest.raises(Invalid):
            change(ann.id, current="not the password")
    with pytest.raises(TooFast):
        change(ann.id)
    with clock.at(NOON + timedelta(minutes=1)):
        change(ann.id)


def test_of_two_changes_at_once_the_second_is_told(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from cop.accounts.commands import passwords

    keep = passwords.keep

    def keep_while_another_is_faster(password: str) -> str:
        monkeypatch.setattr(passwords, "keep", keep)
        change(ann.id, password="the faster of the two")
        return keep(password)

    monkeypatch.setattr(passwords, "keep", keep_while_another_is_faster)
    with pytest.raises(Conflict):
        change(ann.id)
    assert can_enter("the faster of the two")


def test_no_password_is_anywhere_in_the_database(ann: Person) -> None:
    change(ann.id)
    kept = db.session.scalars(sa.select(Person.password_hash).where(Person.id == ann.id)).one()
    assert kept.startswith("$argon2id$")
    assert NEW not in kept
