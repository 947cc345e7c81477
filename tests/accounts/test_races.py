"""Two at once, on connections of their own: one is first, and the other is told."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.accounts.commands import Newcomer, acceptances, address_changes
from cop.errors import CopError
from cop.models import (
    AddressChange,
    Invitation,
    Letter,
    LetterKind,
    Passkey,
    Person,
    ProfessionalRole,
    RoleName,
    Throttle,
)
from tests.accounts.letterbox import NEW, give_password, invitation
from tests.accounts.readdressed import address_of, ask, confirm, take_back
from tests.accounts.test_command_passkeys import add, answer
from tests.accounts.test_command_second_step import set_up
from tests.at_once import at_once
from tests.passkeys import Device
from tests.people import PASSWORD, World


def outcomes(*works: Callable[[], object]) -> list[str]:
    """What each came to, begun together, in alphabetical order: `done`, `nothing`, or the code of a refusal."""
    return sorted(
        each.code if isinstance(each, CopError) else "done" if each else "nothing" for each in at_once(works)
    )


def acceptance(world: World, email: str = "rowan@example.org") -> Callable[[], object]:
    link = commands.invitation_link(invitation(email, (world.set_a, RoleName.MEMBER), inviter=world.ann))
    newcomer = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)
    return lambda: commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer)


def test_one_of_two_who_follow_a_link_at_once_joins(committed: World) -> None:
    accept = acceptance(committed)
    first, second = outcomes(accept, accept)
    assert first in {"conflict", "done"}
    assert {first, second} in ({"conflict", "done"}, {"done", "not_found"})


def test_two_links_to_one_address_make_one_account(committed: World) -> None:
    assert outcomes(acceptance(committed), acceptance(committed)) == ["conflict", "done"]
    assert len(db.session.scalars(sa.select(Person).where(Person.email == "rowan@example.org")).all()) == 1


def test_one_of_two_who_confirm_the_same_address_at_once_has_it(committed: World) -> None:
    changes = [(person, ask(person, "shared@example.org")) for person in (committed.ann, committed.bob)]

    def confirm_one(person: Person, change: AddressChange) -> Callable[[], object]:
        return lambda: confirm(person, change)

    assert outcomes(*(confirm_one(*each) for each in changes)) == ["conflict", "done"]
    assert max(map(address_of, (committed.ann, committed.bob))) == "shared@example.org"


def test_to_confirm_and_to_take_back_at_once_is_the_one_after_the_other(committed: World) -> None:
    change = ask(committed.ann)
    came_to = outcomes(lambda: confirm(committed.ann, change), lambda: take_back(change))
    assert came_to in (["done", "done"], ["done", "not_found"])
    assert address_of(committed.ann) == "ann@example.org"


def test_to_confirm_and_to_join_at_once_is_the_one_after_the_other(
    committed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each needs the person and the invitation; neither waits for what the other has."""
    ann = committed.ann
    sent = invitation(ann.email, (committed.other, RoleName.MEMBER), inviter=committed.staff)
    token, change = commands.invitation_link(sent).rpartition("/")[2], ask(ann)
    has_person, has_invitation = Event(), Event()
    take_along, lock_open = address_changes.take_along, acceptances._lock_open

    def take_along_late(*about: AddressChange) -> None:
        has_person.set()
        has_invitation.wait(timeout=1)
        take_along(*about)

    def lock_open_first(*about: str) -> Invitation:
        invitation = lock_open(*about)
        has_invitation.set()
        return invitation

    def join() -> object:
        has_person.wait()
        return commands.join(actor_id=ann.id, token=token)

    monkeypatch.setattr(address_changes, "take_along", take_along_late)
    monkeypatch.setattr(acceptances, "_lock_open", lock_open_first)
    assert outcomes(lambda: confirm(ann, change), join) == ["conflict", "done"]
    assert address_of(ann) == "ann@elsewhere.example.org"


def test_several_who_draw_first_from_a_bucket_each_get_one(committed: World) -> None:
    @db.command
    def draw() -> bool:
        return Throttle.take("a bucket", burst=3, every=timedelta(minutes=1))

    assert outcomes(*[draw] * 5) == ["done", "done", "done", "nothing", "nothing"]


def test_one_postman_takes_a_letter(committed: World) -> None:
    @db.command
    def write() -> int:
        return Letter.write(LetterKind.PASSWORD_RESET, address="ann@example.org").id

    letter_id = write()
    assert outcomes(*[lambda: commands.claim_letter(letter_id)] * 4) == [
        "done",
        "nothing",
        "nothing",
        "nothing",
    ]


def test_two_who_join_through_spaces_in_another_order_do_not_wait_for_each_other_for_ever(
    committed: World,
) -> None:
    one = invitation(
        "one@example.org", (committed.cohort, RoleName.MEMBER), (committed.set_a, RoleName.MEMBER)
    )
    two = invitation(
        "two@example.org",
        (committed.set_a, RoleName.MEMBER),
        (committed.network, RoleName.MEMBER),
        (committed.cohort, RoleName.MEMBER),
    )
    newcomer = Newcomer("Rowan Ashdown", None, ProfessionalRole.OTHER, NEW)

    def accept(link: str) -> Callable[[], object]:
        return lambda: commands.join_as_newcomer(token=link.rpartition("/")[2], newcomer=newcomer)

    links = [commands.invitation_link(sent) for sent in (one, two)]
    assert outcomes(*map(accept, links)) == ["done", "done"]


def test_an_answer_of_a_passkey_that_comes_twice_at_once_is_taken_once(committed: World) -> None:
    give_password(committed.ann)
    device = Device(counts=False)
    add(committed.ann, device)
    answered = answer(device)

    def enter() -> object:
        return commands.sign_in_by_passkey(answered=answered, address=None, device="test")

    assert outcomes(*[enter] * 4) == ["done", "invalid", "invalid", "invalid"]


def test_of_two_factors_given_up_at_once_one_stays_with_who_must_have_one(
    committed: World, required: None
) -> None:
    give_password(committed.ann)
    set_up(committed.ann)
    add(committed.ann, Device())
    (passkey,) = Passkey.of(committed.ann.id)
    mine = {"actor_id": committed.ann.id, "password": PASSWORD}

    def give_up() -> object:
        return commands.give_up(**mine) or "done"

    def remove() -> object:
        return commands.remove_passkey(**mine, passkey_id=passkey.id) or "done"

    assert outcomes(give_up, remove) == ["conflict", "done"]
