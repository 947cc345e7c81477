"""Confirming another address: by a sign-in that stands, and not once the password is another."""

import pytest

from cop import db
from cop.accounts import commands
from cop.accounts.commands import sign_ins, tokens
from cop.errors import NotFound
from cop.models import Person, SignIn
from tests.accounts.letterbox import NEW, give_password
from tests.accounts.readdressed import ELSEWHERE, address_of, ask, confirm, sign_in_id_of
from tests.people import PASSWORD, World


@pytest.fixture(autouse=True)
def _password(world: World) -> None:
    give_password(world.ann)


def reset_token(person: Person) -> str:
    return tokens.of_reset(db.session.get_one(Person, person.id, populate_existing=True))


def test_a_sign_in_that_has_ended_confirms_nothing(ann: Person, mallory: Person) -> None:
    """It may end while the request is on its way: by a new password, or from another device."""
    here, hers = sign_in_id_of(ann), sign_in_id_of(mallory)
    change = ask(ann)

    @db.command
    def end() -> None:
        sign_ins.end(SignIn.id == here)

    end()
    for other in (here, hers):
        with pytest.raises(NotFound, match="signed out"):
            confirm(ann, change, other)
    assert address_of(ann) == "ann@example.org"
    confirm(ann, change, sign_in_id_of(ann))
    assert address_of(ann) == ELSEWHERE, "control"


@pytest.mark.parametrize("forgotten", [True, False])
def test_a_new_password_gives_up_what_was_asked_for(ann: Person, forgotten) -> None:
    """Whoever asked may be who it is to keep out."""
    change = ask(ann)
    if forgotten:
        commands.reset_password(token=reset_token(ann), password=NEW)
    else:
        commands.change_password(actor_id=ann.id, current=PASSWORD, password=NEW, device="")
    with pytest.raises(NotFound):
        confirm(ann, change)
    assert address_of(ann) == "ann@example.org"
    confirm(ann, ask(ann))
    assert address_of(ann) == ELSEWHERE, "control"
