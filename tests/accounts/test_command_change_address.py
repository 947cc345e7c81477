"""Another address to sign in with: who asks for it, who is told, who confirms it, and what ends with it."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import tokens
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import Ground, LetterKind, Measure, MeasureKind, Person, SignIn, Way
from cop.models.address_changes import LIFE
from cop.spaces import commands as spaces
from cop.spaces.commands import Wanted
from tests.accounts.letterbox import close_account, give_password, last_mail, letters, link_in
from tests.accounts.readdressed import (
    ELSEWHERE,
    address_of,
    ask,
    can_enter,
    change_address,
    confirm,
    identities_of,
    link,
    sign_in_id_of,
)
from tests.conftest import NOON, later
from tests.people import PASSWORD, World, begin_sign_in, newcomer

WANTED, CHANGING = LetterKind.ADDRESS_WANTED, LetterKind.ADDRESS_CHANGING


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    for person in (world.ann, world.bob):
        give_password(person)


def test_it_is_changed_by_the_link_of_a_letter_and_the_old_one_is_refused(ann: Person) -> None:
    change = ask(ann, " Ann@Elsewhere.example.org ")
    assert address_of(ann) == "ann@example.org", "nothing changes before it is confirmed"
    assert can_enter("ann@example.org", PASSWORD), "control"
    mail = last_mail(WANTED)
    assert mail["To"] == ELSEWHERE
    assert link_in(mail).rpartition("/")[2] == tokens.of_new_address(change)
    confirm(ann, change)
    assert address_of(ann) == ELSEWHERE
    assert can_enter(ELSEWHERE, PASSWORD)
    assert not can_enter("ann@example.org", PASSWORD)


@pytest.mark.parametrize("email", ["ann@elsewhere.example.org", "bob@example.org", "closed@example.org"])
def test_nobody_learns_whether_an_address_has_an_account(world: World, ann: Person, email: str) -> None:
    """The same rows, and the same letter in the post; only its words, which go to the address itself, differ."""
    close_account(newcomer("closed"))
    change = ask(ann, email)
    assert (change.former, change.wanted) == ("ann@example.org", email)
    assert [(each.address, each.person_id) for each in letters(WANTED)] == [(email, ann.id)]
    assert [each.address for each in letters(CHANGING)] == ["ann@example.org"]


def test_who_has_the_address_is_told_and_gets_no_link(world: World, ann: Person) -> None:
    ask(ann, "bob@example.org")
    mail = last_mail(WANTED)
    assert mail["To"] == "bob@example.org"
    assert "You have an account with it already" in mail.get_content()
    assert "/new-address/" not in mail.get_content()
    assert "Ann" not in mail.get_content()


def test_the_old_address_is_told_and_not_which_one_comes(ann: Person) -> None:
    change = ask(ann)
    mail = last_mail(CHANGING)
    assert mail["To"] == "ann@example.org"
    assert "If it was not you" in mail.get_content()
    confirm(ann, change)
    done = last_mail(LetterKind.ADDRESS_CHANGED)
    assert done["To"] == "ann@example.org"
    for letter in (mail, done):
        assert "elsewhere" not in letter.get_content(), "the mailbox may be a former employer's"
        assert link_in(letter).rpartition("/")[2] == tokens.of_former_address(change)


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "ann@example.org\r\nBcc: x@example.org", "ANN@example.org"]
)
def test_only_another_address_is_taken(ann: Person, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(ann, email)
    assert refused.value.field == "email"
    assert letters(WANTED) == []


def test_a_link_lasts_some_hours_and_works_once(ann: Person) -> None:
    change = ask(ann)
    with clock.at(NOON + LIFE), pytest.raises(NotFound):
        confirm(ann, change)
    with clock.at(NOON + LIFE - timedelta(seconds=1)):
        confirm(ann, change)
        with pytest.raises(NotFound):
            confirm(ann, change)


def test_whoever_asks_again_means_the_last_one(ann: Person) -> None:
    first, second = ask(ann), ask(ann, "ann@third.example.org")
    with pytest.raises(NotFound):
        confirm(ann, first)
    confirm(ann, second)
    assert address_of(ann) == "ann@third.example.org"


def test_who_has_thought_better_of_it_keeps_theirs(ann: Person, bob: Person) -> None:
    change = ask(ann)
    commands.give_up_address(actor_id=bob.id)
    assert commands.change_to_confirm(tokens.of_new_address(change)), (
        "control: it is nobody else's to give up"
    )
    commands.give_up_address(actor_id=ann.id)
    commands.give_up_address(actor_id=ann.id)
    with pytest.raises(NotFound):
        confirm(ann, change)
    assert word(letters(WANTED)[0]) is None, "a letter that was not sent yet says nothing any more"


def test_nobody_else_confirms_it(ann: Person, mallory: Person) -> None:
    """A letter that went to a stranger, whose address was mistyped, gives them nothing."""
    change = ask(ann)
    with pytest.raises(NotFound):
        confirm(mallory, change)
    assert (address_of(ann), address_of(mallory)) == ("ann@example.org", "mallory@example.org")
    confirm(ann, change)


@pytest.mark.parametrize("purpose", [tokens.of_former_address, tokens.of_application])
def test_links_are_for_one_purpose(ann: Person, purpose, monkeypatch) -> None:
    """Even where another says the very same."""
    monkeypatch.setattr(tokens, "state_of_application", tokens.state_of_change)
    change, here = ask(ann), sign_in_id_of(ann)
    for token in (purpose(change), tokens.of_new_address(change) + "x", ""):
        with pytest.raises(NotFound):
            commands.confirm_address(actor_id=ann.id, token=token, sign_in_id=here)
    assert address_of(ann) == "ann@example.org"


def test_all_sign_ins_end_but_the_one_that_confirms(ann: Person, mallory: Person) -> None:
    others, hers = begin_sign_in(ann), begin_sign_in(mallory)
    this = sign_in_id_of(ann)
    change = ask(ann)
    assert SignIn.find(others), "control"
    confirm(ann, change, this)
    assert SignIn.find(others) is None
    assert db.session.get_one(SignIn, this, populate_existing=True).ended_at is None
    assert SignIn.find(hers)


def test_open_links_to_a_new_password_die(ann: Person) -> None:
    commands.ask_for_reset(email="ann@example.org", address=None)
    link = commands.reset_link(db.get(Person, ann.id)).rpartition("/")[2]
    assert commands.person_of_reset(link), "control"
    change_address(ann)
    with pytest.raises(NotFound):
        commands.person_of_reset(link)
    assert word(letters(LetterKind.PASSWORD_RESET)[0]) is None, "nor does one that was asked for go out"


def test_a_linked_account_stays(ann: Person) -> None:
    link(ann)
    change_address(ann)
    assert identities_of(ann) == ["an account"]


def test_this_browser_is_known_under_the_new_address(ann: Person) -> None:
    browser = confirm(ann, ask(ann))
    for host in range(20):
        commands.sign_in(email=ELSEWHERE, password="wrong", address=f"203.0.113.{host}", device="")
    with pytest.raises(TooFast):
        can_enter(ELSEWHERE, PASSWORD)
    assert commands.sign_in(email=ELSEWHERE, password=PASSWORD, address=None, device="", browser=browser)


def test_nobody_is_flooded_and_nobody_can_tell(world: World, ann: Person, bob: Person) -> None:
    for _ in range(2):
        ask(ann)
        ask(bob, ELSEWHERE)
    assert len(letters(WANTED)) == 3, "of one address, whoever asks"
    assert len(letters(CHANGING)) == 4
    for _ in range(3):
        ask(ann)
    with pytest.raises(TooFast) as refused:
        ask(ann)
    assert refused.value.field == "email"
    with later(3600):
        ask(ann)


def test_whoever_has_an_account_with_it_by_then_keeps_it(ann: Person, bob: Person) -> None:
    hers, his = ask(ann), ask(bob, ELSEWHERE)
    confirm(ann, hers)
    with pytest.raises(Conflict, match="an account with this address already"):
        confirm(bob, his)
    assert (address_of(ann), address_of(bob)) == (ELSEWHERE, "bob@example.org")


def test_who_is_gone_can_neither_ask_nor_confirm(ann: Person, bob: Person) -> None:
    change, his = ask(ann), ask(bob, "bob@elsewhere.example.org")
    close_account(ann)
    commands.leave_place(actor_id=bob.id, way=Way.NAMED, password=PASSWORD)
    for person, waiting in ((ann, change), (bob, his)):
        with pytest.raises(NotFound):
            ask(person, "somebody@third.example.org")
        with pytest.raises(NotFound):
            confirm(person, waiting)


def test_who_is_suspended_from_everything_can_neither_ask_nor_confirm(world: World, bob: Person) -> None:
    change = ask(bob, "bob@elsewhere.example.org")
    wanted = Wanted(MeasureKind.SUSPENDED, NOON + timedelta(days=2), Ground.OTHER, "A reason")
    spaces.take_measure(actor_id=world.ann.id, person_id=bob.id, wanted=wanted, space_id=world.cohort.id)
    ask_again = ask(bob, "bob@third.example.org")
    assert ask_again, "control: in one space is not in all"
    spaces.take_measure(actor_id=world.staff.id, person_id=bob.id, wanted=wanted, space_id=None)
    assert Measure.shuts_out(bob.id)
    for verb in (lambda: ask(bob, "bob@fourth.example.org"), lambda: confirm(bob, ask_again)):
        with pytest.raises(Forbidden, match="suspended"):
            verb()
    assert change.wanted != address_of(bob) == "bob@example.org"
    with clock.at(NOON + timedelta(days=3)):
        assert ask(bob, "bob@fourth.example.org")
