"""Proving anew who one is: by a password, a passkey or, without a password, a code; tries stay counted (C02)."""

import pytest

from cop import db
from cop.accounts import commands
from cop.accounts.commands import Proof, Purpose
from cop.errors import CopError, Invalid, NotFound, TooFast
from cop.models import Person, SignIn
from tests import people
from tests.accounts.letterbox import give_password
from tests.accounts.test_command_passkeys import add, answer
from tests.accounts.test_command_second_step import code_of, set_up
from tests.conftest import NOON, later
from tests.passkeys import PRESENT, Device
from tests.people import PASSWORD


@pytest.fixture
def ann(world):
    give_password(world.ann)
    return world.ann


@pytest.fixture
def sign_in(ann):
    return SignIn.find(people.begin_sign_in(ann))


@db.command
def lose_password(person):
    db.lock(Person, person.id).password_hash = "!"


def prove(sign_in, **given):
    proof = Proof(**given)
    return commands.prove(actor_id=sign_in.person_id, sign_in_id=sign_in.id, proof=proof)


def proved_at(sign_in):
    return db.session.get(SignIn, sign_in.id, populate_existing=True).proved_at


def test_a_sign_in_is_proved_when_it_begins(sign_in):
    assert sign_in.proved_at == NOON


def test_a_password_proves_it_and_another_token_counts(ann, world):
    old, others = people.begin_sign_in(ann), people.begin_sign_in(ann)
    with later(3600):
        new = prove(SignIn.find(old), password=PASSWORD)
        assert SignIn.find(old) is None, "a copy of the cookie is worth nothing (ASVS 7.2.4)"
        assert (SignIn.find(new).proved_at - NOON).total_seconds() == 3600
        assert SignIn.find(others).proved_at == NOON


def test_a_passkey_proves_it(ann, sign_in):
    device = Device()
    add(ann, device, sign_in_id=sign_in.id)
    with later(3600):
        assert prove(sign_in, answered=answer(device, Purpose.PROVING, ann.id))
        assert proved_at(sign_in) > NOON


def test_a_code_does_where_there_is_no_password(ann):
    set_up(ann)
    sign_in = SignIn.find(people.begin_sign_in(ann))
    with later(3600):
        with pytest.raises(Invalid) as refused:
            prove(sign_in, code=code_of(ann))
        assert refused.value.field == "password", "who has one is asked for it"
        lose_password(ann)
        code = code_of(ann)
        assert prove(sign_in, code=code)
        with pytest.raises(Invalid):
            prove(sign_in, code=code)


def test_a_code_on_paper_proves_nothing(ann, sign_in):
    given = set_up(ann)
    lose_password(ann)
    with later(3600), pytest.raises(Invalid):
        prove(sign_in, code=given[0])


def test_nothing_else_does(world, ann, sign_in):
    bobs, anns = Device(), Device()
    give_password(world.bob)
    add(world.bob, bobs)
    add(ann, anns, sign_in_id=sign_in.id)
    with later(3600):
        people.rest()
        for given in (
            {},
            {"password": "wrong"},
            {"code": "123456"},
            {"answered": answer(bobs, Purpose.PROVING, ann.id)},
            {"answered": answer(bobs, Purpose.PROVING, world.bob.id)},
            {"answered": answer(anns, Purpose.SIGNING_IN)},
            {"answered": answer(anns, Purpose.SECOND_STEP, ann.id)},
            {"answered": answer(anns, Purpose.PROVING, ann.id, flags=PRESENT)},
        ):
            with pytest.raises(Invalid):
                prove(sign_in, **given)
        assert proved_at(sign_in) == NOON


def test_nobody_proves_the_sign_in_of_another(world, ann, sign_in):
    give_password(world.bob)
    bobs = SignIn.find(people.begin_sign_in(world.bob))
    with pytest.raises(NotFound):
        commands.prove(actor_id=ann.id, sign_in_id=bobs.id, proof=Proof(password=PASSWORD))
    commands.end_sign_in(actor_id=ann.id, sign_in_id=sign_in.id)
    with pytest.raises(NotFound):
        prove(sign_in, password=PASSWORD)


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "123456"}])
def test_wrong_tries_are_counted_and_stay_counted(ann, sign_in, wrong):
    (field,) = wrong
    set_up(ann)
    if "code" in wrong:
        lose_password(ann)
    outcomes = []
    for _ in range(12):
        with pytest.raises(CopError) as refused:
            prove(sign_in, **wrong)
        assert refused.value.field == field
        outcomes.append(type(refused.value))
    assert outcomes[0] is Invalid
    assert outcomes[-1] is TooFast


def noted(caplog):
    lines = [each for each in caplog.records if each.name == "cop.security"]
    return [(each.getMessage(), each.person, getattr(each, "way", None)) for each in lines]


def test_a_wrong_password_is_noted(ann, sign_in, caplog):
    caplog.set_level("INFO", logger="cop.security")
    with pytest.raises(Invalid):
        prove(sign_in, password="wrong")
    assert noted(caplog) == [("password refused", ann.id, None)]


def test_a_wrong_code_and_a_wrong_passkey_are_noted(ann, caplog):
    device = Device()
    set_up(ann)
    add(ann, device)
    lose_password(ann)
    sign_in = SignIn.find(people.begin_sign_in(ann))
    caplog.set_level("INFO", logger="cop.security")
    with later(3600):
        for given in (
            {"code": "123456"},
            {"answered": answer(device, Purpose.PROVING, ann.id, flags=PRESENT)},
        ):
            with pytest.raises(Invalid):
                prove(sign_in, **given)
        assert prove(sign_in, code=code_of(ann)), "control: nothing is said of what is right"
    assert noted(caplog) == [("proof refused", ann.id, "code"), ("proof refused", ann.id, "passkey")]
