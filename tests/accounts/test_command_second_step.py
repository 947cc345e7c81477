"""The second step: each code once, tries are counted, and whoever changes it proves who they are (S38)."""

import math
from datetime import timedelta

import pyotp
import pytest

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import HalfWay, SignedIn, codes, passwords, tokens
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import Authenticator, Letter, LetterKind, Person, RecoveryCode, SignIn
from tests.accounts.letterbox import give_password
from tests.conftest import NOON, later
from tests.people import PASSWORD


@pytest.fixture
def ann(world):
    give_password(world.ann)
    return world.ann


def code_of(person, salt=None, at=None):
    salt = salt or db.session.get(Authenticator, person.id, populate_existing=True).salt
    return pyotp.TOTP(codes.secret_of(person.id, salt)).at(at or clock.now())


def set_up(person, password=PASSWORD):
    salt = codes.fresh_salt()
    token = tokens.of_authenticator(person.id, salt)
    about = {"actor_id": person.id, "sign_in_id": 0}
    return commands.set_up(**about, token=token, code=code_of(person, salt), password=password)


def sign_in(person, password=PASSWORD):
    return commands.sign_in(email=person.email, password=password, address=None, device="test")


def take(half_way, code):
    return commands.take_second_step(token=half_way.token, code=code, device="test")


def test_without_one_the_password_is_enough(ann):
    assert isinstance(sign_in(ann), SignedIn)


def test_with_one_the_password_leads_half_the_way(ann):
    given = set_up(ann)
    assert len(set(given)) == 10

    half_way = sign_in(ann)
    assert isinstance(half_way, HalfWay)
    assert db.session.query(SignIn).count() == 0
    with later(30):
        assert take(half_way, code_of(ann)).person_id == ann.id
    assert db.session.query(SignIn).count() == 1


def test_a_code_is_taken_once_and_none_before_it(ann):
    set_up(ann)
    half_way = sign_in(ann)
    with pytest.raises(Invalid):
        take(half_way, code_of(ann))  # by which it was set up
    with later(60):
        code, before = code_of(ann), code_of(ann, at=NOON + timedelta(seconds=30))
        take(half_way, code)
        for used in (code, before):
            with pytest.raises(Invalid):
                take(half_way, used)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_clocks_may_differ_by_half_a_minute(ann, seconds, fits):
    set_up(ann)
    half_way = sign_in(ann)
    with later(240):
        code = code_of(ann, at=clock.now() + timedelta(seconds=seconds))
        if fits:
            assert take(half_way, code)
        else:
            with pytest.raises(Invalid):
                take(half_way, code)


def test_a_code_on_paper_works_once_however_it_is_typed(ann):
    first, second, *_ = set_up(ann)
    half_way = sign_in(ann)

    assert take(half_way, f" {first.upper().replace('-', ' ')} ")
    with pytest.raises(Invalid):
        take(half_way, first)
    assert RecoveryCode.left(ann.id) == 9
    assert take(half_way, second)
    assert first not in {row.code_hash for row in db.session.query(RecoveryCode)}


def test_what_is_kept_of_codes_on_paper_is_as_slow_to_try_as_passwords(world, ann, monkeypatch):
    stretched = []
    monkeypatch.setattr(passwords, "_stretch", lambda secret, salt: stretched.append(salt) or secret[::-1])
    give_password(world.bob)
    given = set_up(ann), set_up(world.bob)
    assert len(stretched) == 20
    assert len(set(stretched)) == 2, "each person's have a salt of their own"
    assert take(sign_in(ann), given[0][0])
    with pytest.raises(Invalid):
        take(sign_in(ann), given[1][0])
    assert len(stretched) == 22


def test_codes_on_paper_are_drawn_from_very_many():
    drawn = [code.replace("-", "") for _ in range(10) for code in codes.fresh_codes().shown]
    signs = {sign for code in drawn for sign in code}
    assert len(set(drawn)) == len(drawn)
    assert len(signs) > 20
    assert min(map(len, drawn)) * math.log2(len(signs)) > 40


def test_nobody_elses_code_works(world, ann):
    give_password(world.bob)
    codes_of_bob = set_up(world.bob)
    set_up(ann)
    half_way = sign_in(ann)
    with later(60):
        for code in (codes_of_bob[0], code_of(world.bob), "", "é", "abcde\u2013fghij"):
            with pytest.raises(Invalid):
                take(half_way, code)


def test_tries_are_counted_though_each_is_refused(ann):
    set_up(ann)
    half_way = sign_in(ann)
    for _ in range(6):
        with pytest.raises(Invalid):
            take(half_way, "111111")
    with later(60), pytest.raises(TooFast):
        take(half_way, code_of(ann))
    with later(660):
        assert take(sign_in(ann), code_of(ann)), "nobody is locked out for good"


def test_a_browser_that_was_here_before_is_kept_out_by_nobody_else(ann):
    browser = sign_in(ann).browser
    set_up(ann)
    half_way = sign_in(ann)
    for _ in range(6):
        with pytest.raises(Invalid):
            take(half_way, "111111")
    with later(60):
        known = {"token": half_way.token, "device": "test", "browser": browser}
        assert commands.take_second_step(**known, code=code_of(ann))


def test_half_the_way_is_worth_nothing_after_ten_minutes_or_another_password(ann):
    given = set_up(ann)
    half_way = sign_in(ann)
    with later(601), pytest.raises(NotFound):
        take(half_way, given[0])
    commands.change_password(
        actor_id=ann.id, current=PASSWORD, password="another horse staple", device="test"
    )
    with pytest.raises(NotFound):
        take(half_way, given[0])
    assert RecoveryCode.left(ann.id) == 10


def test_a_forged_half_way_leads_nowhere(world, ann):
    set_up(ann)
    for token in ("", "x", tokens.of_authenticator(ann.id, "x"), tokens.of_reset(_whole(ann))):
        with pytest.raises(NotFound):
            commands.take_second_step(token=token, code="x", device="test")


def _whole(person):
    return db.session.get_one(Person, person.id)


def test_another_password_does_not_give_it_up(ann):
    set_up(ann)
    token = tokens.of_reset(_whole(ann))
    commands.reset_password(token=token, password="another horse staple")

    assert isinstance(sign_in(ann, "another horse staple"), HalfWay)


def test_whoever_changes_it_proves_who_they_are_and_is_told(ann):
    with pytest.raises(Invalid) as refused:
        set_up(ann, password="wrong")
    assert refused.value.field == "password"
    given = set_up(ann)
    for act in (commands.renew_codes, commands.give_up):
        with pytest.raises(Invalid):
            act(actor_id=ann.id, password="wrong")

    others = commands.renew_codes(actor_id=ann.id, password=PASSWORD)
    assert set(others).isdisjoint(given)
    with pytest.raises(Invalid):
        take(sign_in(ann), given[0])
    commands.give_up(actor_id=ann.id, password=PASSWORD)
    commands.give_up(actor_id=ann.id, password=PASSWORD)
    assert isinstance(sign_in(ann), SignedIn)
    assert db.session.query(RecoveryCode).count() == 0
    told = [each for each in db.session.query(Letter) if each.kind is LetterKind.SECOND_STEP_CHANGED]
    assert len(told) == 3
    assert "password alone" in word(told[0]).get_content()


def test_it_is_set_up_by_the_secret_that_was_shown_within_half_an_hour(world, ann):
    salt = codes.fresh_salt()
    mine = {"actor_id": ann.id, "password": PASSWORD, "sign_in_id": 0}
    for token in (tokens.of_authenticator(world.bob.id, salt), "x"):
        with pytest.raises(Conflict):
            commands.set_up(**mine, token=token, code=code_of(ann, salt))
    token = tokens.of_authenticator(ann.id, salt)
    with pytest.raises(Invalid) as refused:
        commands.set_up(**mine, token=token, code="123456")
    assert refused.value.field == "code"
    with later(1801), pytest.raises(Conflict):
        commands.set_up(**mine, token=token, code=code_of(ann, salt))


def test_there_is_one_at_a_time(ann):
    set_up(ann)
    with pytest.raises(Conflict):
        set_up(ann)
    assert RecoveryCode.left(ann.id) == 10


def test_who_has_none_has_no_codes_either(ann):
    with pytest.raises(NotFound):
        commands.renew_codes(actor_id=ann.id, password=PASSWORD)


def test_nothing_usable_is_kept(ann):
    given = set_up(ann)
    salt = db.session.get_one(Authenticator, ann.id).salt
    kept = " ".join(str(row) for row in db.session.execute(RecoveryCode.__table__.select()))

    assert codes.secret_of(ann.id, salt) not in salt
    assert not any(code in kept or code.replace("-", "") in kept for code in given)
