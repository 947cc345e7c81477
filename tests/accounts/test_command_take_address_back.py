"""Taking back a change of address from the one of before: for seven days, once, and whatever was changed since."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.accounts.commands import tokens
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    AddressChange,
    Authenticator,
    Invitation,
    LetterKind,
    Passkey,
    Person,
    RecoveryCode,
    RoleName,
    SignIn,
)
from cop.models.address_changes import BACK
from tests.accounts.letterbox import NEW, close_account, give_password, invitation, last_mail, letters
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
    take_back,
)
from tests.accounts.test_command_passkeys import add
from tests.accounts.test_command_second_step import set_up
from tests.conftest import later
from tests.passkeys import Device
from tests.people import PASSWORD, World, begin_sign_in, newcomer


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)


def test_the_address_comes_back_with_a_new_password(ann: Person, mallory: Person) -> None:
    change = change_address(ann)
    theirs, hers = begin_sign_in(ann), begin_sign_in(mallory)
    assert can_enter(ELSEWHERE, PASSWORD), "control"
    take_back(change)
    assert address_of(ann) == "ann@example.org"
    assert can_enter("ann@example.org", NEW)
    for email in (ELSEWHERE, "ann@example.org"):
        assert not can_enter(email, PASSWORD)
    assert SignIn.find(theirs) is None
    assert SignIn.find(hers)


def test_both_addresses_are_told(ann: Person) -> None:
    take_back(change_address(ann))
    assert letters(LetterKind.PASSWORD_CHANGED)[-1].address == "ann@example.org"
    mail = last_mail(LetterKind.ADDRESS_TAKEN_BACK)
    assert mail["To"] == ELSEWHERE
    assert "ann@" not in mail.get_content()


def test_what_was_asked_for_is_stopped_by_the_same_link(ann: Person) -> None:
    change = ask(ann)
    take_back(change)
    assert can_enter("ann@example.org", NEW)
    with pytest.raises(NotFound):
        confirm(ann, change)
    assert letters(LetterKind.ADDRESS_TAKEN_BACK) == [], (
        "nobody had confirmed that one, who may be a stranger"
    )


def test_it_works_once(ann: Person) -> None:
    change = change_address(ann)
    take_back(change)
    with pytest.raises(NotFound):
        take_back(change, "another one of mine")
    assert can_enter("ann@example.org", NEW)


def test_it_works_for_seven_days_from_the_change(ann: Person) -> None:
    change = ask(ann)
    with later(3600):
        confirm(ann, change)
    change = db.session.get_one(AddressChange, change.id, populate_existing=True)
    with later(BACK.total_seconds() + 3600), pytest.raises(NotFound):
        take_back(change)
    with later(BACK.total_seconds() + 3599):
        take_back(change)
    assert address_of(ann) == "ann@example.org"


def test_whatever_was_changed_since_goes_with_it(ann: Person) -> None:
    """Whoever has got in can't hide behind a second change, nor take the first one back into theirs."""
    first = change_address(ann)
    second = change_address(ann, "ann@third.example.org")
    waiting = ask(ann, "ann@fourth.example.org")
    take_back(first)
    assert address_of(ann) == "ann@example.org"
    for dead in (first, second, waiting):
        with pytest.raises(NotFound):
            take_back(dead)
    with pytest.raises(NotFound):
        confirm(ann, waiting)


def test_one_that_came_later_takes_back_no_earlier_one(ann: Person) -> None:
    first, second = change_address(ann), change_address(ann, "ann@third.example.org")
    take_back(second)
    assert address_of(ann) == ELSEWHERE
    take_back(first, "another one of mine")
    assert address_of(ann) == "ann@example.org"


def test_a_bad_choice_leaves_the_link_alive(ann: Person) -> None:
    change = change_address(ann)
    for password in ("short", "passwordpassword", "ann@example.org"):
        with pytest.raises(Invalid) as refused:
            take_back(change, password)
        assert refused.value.field == "password"
    assert address_of(ann) == ELSEWHERE
    take_back(change)


def test_it_leads_past_no_second_step_of_before(ann: Person) -> None:
    set_up(ann)
    add(ann, Device())
    link(ann)
    with later(60):
        take_back(change_address(ann))
        assert Authenticator.of(ann.id)
        assert len(Passkey.of(ann.id)) == 1
        assert identities_of(ann) == ["an account"]
        assert RecoveryCode.left(ann.id) == 10
        assert letters(LetterKind.IDENTITIES_CHANGED) == []
        entered = commands.sign_in(email="ann@example.org", password=NEW, address=None, device="")
    assert isinstance(entered, commands.HalfWay)


def test_what_was_set_up_since_it_was_asked_for_is_forgotten(ann: Person, mallory: Person) -> None:
    """Whoever had got in would be back by it, and the other shut out."""
    link(mallory, "another")
    change = ask(ann)
    set_up(ann)
    add(ann, Device())
    link(ann)
    confirm(ann, change)
    take_back(change)
    assert Authenticator.of(ann.id) is None
    assert Passkey.of(ann.id) == []
    assert identities_of(ann) == []
    assert RecoveryCode.left(ann.id) == 0
    assert can_enter("ann@example.org", NEW)
    for kind in (LetterKind.SECOND_STEP_CHANGED, LetterKind.IDENTITIES_CHANGED):
        assert letters(kind)[-1].address == "ann@example.org"
    assert identities_of(mallory) == ["another"], "hers is none of it"


def test_codes_on_paper_stay_with_a_second_step_of_before(ann: Person) -> None:
    set_up(ann)
    with later(60):
        change = ask(ann)
        add(ann, Device())
        take_back(change)
        assert Authenticator.of(ann.id)
        assert Passkey.of(ann.id) == []
        assert RecoveryCode.left(ann.id) == 10


def test_it_dies_with_the_account(ann: Person) -> None:
    change = change_address(ann)
    close_account(ann)
    with pytest.raises(NotFound):
        take_back(change)


def test_what_somebody_else_has_by_now_is_not_given_back(ann: Person) -> None:
    change = change_address(ann)
    newcomer("other")

    @db.command
    def move_in() -> None:
        db.session.scalars(sa.select(Person).where(Person.name == "Other")).one().email = "ann@example.org"

    move_in()
    with pytest.raises(Conflict, match="Somebody else has an account"):
        take_back(change)
    assert address_of(ann) == ELSEWHERE
    assert can_enter(ELSEWHERE, PASSWORD), "nothing of it was done"


def test_links_are_for_one_purpose(ann: Person) -> None:
    change = change_address(ann)
    token = tokens.of_former_address(change)
    for other in (tokens.of_new_address(change), token + "x", "", "a.b.c"):
        with pytest.raises(NotFound):
            commands.take_address_back(token=other, password=NEW)
    with pytest.raises(NotFound):
        commands.person_of_reset(token)


def test_what_went_along_comes_back_and_nothing_else(world: World, ann: Person) -> None:
    """Whoever confirmed the other address may have been invited to it."""
    hers = invitation("ann@example.org", (world.other, RoleName.MEMBER), inviter=world.staff)
    theirs = invitation(ELSEWHERE, (world.other, RoleName.MEMBER), inviter=world.staff)
    change = change_address(ann)

    def emails() -> list[str]:
        db.session.expire_all()
        return [db.session.get_one(Invitation, each.id).email for each in (hers, theirs)]

    assert emails() == [ELSEWHERE, ELSEWHERE], "control"
    take_back(change)
    assert emails() == ["ann@example.org", ELSEWHERE]


def test_no_link_is_for_a_later_change_that_has_the_same_number(ann: Person, bob: Person) -> None:
    """SQLite gives the numbers of rows that are gone again."""
    mine = ask(ann)
    to_confirm, to_take_back = tokens.of_new_address(mine), tokens.of_former_address(mine)

    @db.command
    def give_its_number_again() -> None:
        db.session.execute(sa.delete(AddressChange).where(AddressChange.id == mine.id))
        again = AddressChange(
            id=mine.id, person_id=bob.id, former="bob@example.org", wanted="bob@elsewhere.example.org"
        )
        db.session.add(again)

    give_its_number_again()
    with pytest.raises(NotFound):
        commands.take_address_back(token=to_take_back, password=NEW)
    with pytest.raises(NotFound):
        commands.confirm_address(actor_id=bob.id, token=to_confirm, sign_in_id=sign_in_id_of(bob))
    theirs = db.session.get_one(AddressChange, mine.id, populate_existing=True)
    assert commands.change_to_take_back(tokens.of_former_address(theirs)).person_id == bob.id, "control"
    assert commands.change_to_confirm(tokens.of_new_address(theirs)).person_id == bob.id, "control"
