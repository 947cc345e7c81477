"""Passkeys: whatever is wrong with an answer is refused alike, and none is taken twice (S38, ASVS 6.5, 6.7)."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec

from cop import db
from cop.accounts import commands
from cop.accounts.commands import Answered, HalfWay, Purpose, SignedIn, ceremonies, tokens
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.keeping import commands as keeping
from cop.models import Kept, Letter, LetterKind, Passkey, RecoveryCode, SignIn, SpentChallenge
from tests import people
from tests.accounts.letterbox import close_account, give_password
from tests.accounts.test_command_second_step import set_up, sign_in, take
from tests.conftest import later
from tests.passkeys import ES384, PRESENT, Device
from tests.people import PASSWORD

HERE = "this browser"


@pytest.fixture
def ann(world):
    give_password(world.ann)
    return world.ann


def add(person, device, *, name="My laptop", password=PASSWORD, sign_in_id=0, **wrong):
    asked = commands.ask_to_make(person_id=person.id, browser=HERE)
    answered = Answered(asked.token, device.make(asked.options, **wrong), HERE)
    about = {"actor_id": person.id, "sign_in_id": sign_in_id}
    return commands.add_passkey(**about, name=name, answered=answered, password=password)


def answer(device, purpose=Purpose.SIGNING_IN, person_id=0, **wrong):
    asked = commands.ask_to_use(purpose, browser=HERE, person_id=person_id)
    return Answered(asked.token, device.use(asked.options, **wrong), HERE)


def enter(answered):
    return commands.sign_in_by_passkey(answered=answered, address=None, device="test")


def take_passkey(half_way, answered):
    return commands.take_second_step_by_passkey(token=half_way.token, answered=answered, device="test")


@pytest.fixture
def device(ann):
    made = Device()
    add(ann, made)
    return made


def test_the_first_comes_with_codes_on_paper_and_ends_other_sign_ins(ann):
    here, there = people.begin_sign_in(ann), people.begin_sign_in(ann)
    this = SignIn.find(here)

    given = add(ann, Device(), sign_in_id=this.id)

    assert len(set(given)) == 10
    assert SignIn.find(here)
    assert SignIn.find(there) is None
    assert add(ann, Device(), name="My phone") == [], "those codes stay"
    assert [each.name for each in Passkey.of(ann.id)] == ["My laptop", "My phone"]
    assert RecoveryCode.left(ann.id) == 10
    told = [each for each in db.session.query(Letter) if each.kind is LetterKind.SECOND_STEP_CHANGED]
    assert "you have 2 passkeys, and codes on paper" in word(told[-1]).get_content()


def test_it_signs_in_by_itself(ann, device):
    with later(60):
        assert enter(answer(device)).person_id == ann.id
        assert Passkey.of(ann.id)[0].used_at is not None


def test_it_is_a_second_step_after_the_password(ann, device):
    half_way = sign_in(ann)
    assert isinstance(half_way, HalfWay)
    assert db.session.query(SignIn).count() == 0

    assert take_passkey(half_way, answer(device, Purpose.SECOND_STEP, ann.id)).person_id == ann.id
    silent = answer(device, Purpose.SECOND_STEP, ann.id, user_handle=None)
    assert take_passkey(half_way, silent), "there it need not say whose it is"


def test_codes_on_paper_do_where_it_is_lost(ann):
    first, *_ = add(ann, Device())
    assert take(sign_in(ann), first)
    for code in ("123456", first, ""):
        with pytest.raises(Invalid):
            take(sign_in(ann), code)


WRONG = {
    "another origin": {"origin": "https://evil.example"},
    "another host": {"host": "evil.example"},
    "another challenge": {"challenge": "eA" * 20},
    "no challenge": {"challenge": ""},
    "nobody was asked who they are": {"flags": PRESENT},
    "nobody was there": {"flags": 0},
    "made, not used": {"kind": "webauthn.create"},
    "another key": {"key": ec.generate_private_key(ec.SECP256R1())},
    "another person's": {"user_handle": "bm9ib2R5"},
    "nobody's": {"user_handle": None},
    "a count that stays": {"count": 0},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_whatever_is_wrong_is_refused_alike(ann, device, wrong):
    assert enter(answer(device)), "control"
    with pytest.raises(Invalid) as refused:
        enter(answer(device, **wrong))
    assert (refused.value.message, refused.value.field) == (_refused_as_unknown(), "passkey")
    assert db.session.query(SignIn).count() == 1


def _refused_as_unknown():
    with pytest.raises(Invalid) as refused:
        enter(answer(Device(user_handle="bm9ib2R5")))
    return refused.value.message


def test_what_is_no_answer_at_all_is_refused_alike(ann, device):
    for said in (
        "",
        "x",
        "{}",
        "[]",
        "null",
        '{"id": 1}',
        "{" * 100_000,
        answer(device).said.replace('"', "'"),
    ):
        asked = commands.ask_to_use(Purpose.SIGNING_IN, browser=HERE)
        with pytest.raises(Invalid) as refused:
            enter(Answered(asked.token, said, HERE))
        assert refused.value.message == _refused_as_unknown()


def test_an_answer_is_taken_once(ann):
    device = Device(counts=False)
    add(ann, device)
    answered = answer(device)

    assert enter(answered)
    with pytest.raises(Invalid):
        enter(answered)
    assert enter(answer(device)), "a device that doesn't count is no copy"


def test_a_challenge_is_answered_once_even_wrongly(ann, device):
    asked = commands.ask_to_use(Purpose.SIGNING_IN, browser=HERE)
    for said in ("x", device.use(asked.options)):
        with pytest.raises(Invalid):
            enter(Answered(asked.token, said, HERE))
    assert enter(answer(device))


def test_a_challenge_lives_five_minutes(ann, device):
    young, old = answer(device), answer(device)
    with later(299):
        assert enter(young)
    with later(301), pytest.raises(Invalid):
        enter(old)


def test_a_challenge_is_for_one_browser_one_purpose_and_one_person(world, ann, device):
    half_way = sign_in(ann)
    with pytest.raises(Invalid):
        enter(replace(answer(device), browser="another browser"))
    with pytest.raises(Invalid):
        enter(answer(device, Purpose.SECOND_STEP, ann.id))
    for wrong in (answer(device), answer(device, Purpose.PROVING, ann.id)):
        with pytest.raises(Invalid):
            take_passkey(half_way, wrong)
    with pytest.raises(Invalid):
        take_passkey(half_way, answer(device, Purpose.SECOND_STEP, world.bob.id))
    assert take_passkey(half_way, answer(device, Purpose.SECOND_STEP, ann.id))


def test_a_challenge_is_not_ours_for_being_signed(ann, device):
    bound = [Purpose.SIGNING_IN.value, "x", 0]
    asked = commands.ask_to_use(Purpose.SIGNING_IN, browser=HERE)
    said = device.use(asked.options)
    for token in ("", "x", tokens.of_challenge("x", bound), tokens.of_authenticator(ann.id, "x")):
        with pytest.raises(Invalid):
            enter(Answered(token, said, HERE))


def test_nobody_elses_is_a_second_step(world, ann, device):
    give_password(world.bob)
    bobs = Device()
    add(world.bob, bobs)
    half_way = sign_in(ann)

    for wrong in ({}, {"user_handle": device.user_handle}, {"user_handle": None}):
        with pytest.raises(Invalid):
            take_passkey(half_way, answer(bobs, Purpose.SECOND_STEP, ann.id, **wrong))
    assert take_passkey(half_way, answer(device, Purpose.SECOND_STEP, ann.id))


def test_a_count_that_goes_back_is_that_of_a_copy(ann, device):
    for _ in range(3):
        assert enter(answer(device))
    for count in (3, 2, 0):
        with pytest.raises(Invalid):
            enter(answer(device, count=count))
    assert enter(answer(device, count=10))


def test_nobody_enters_whose_account_is_closed_or_whose_passkey_is_gone(ann, device):
    answered, later_one = answer(device), answer(device)
    commands.remove_passkey(actor_id=ann.id, passkey_id=Passkey.of(ann.id)[0].id, password=PASSWORD)
    with pytest.raises(Invalid):
        enter(answered)

    other = Device()
    add(ann, other)
    assert enter(answer(other))
    close_account(ann)
    for each in (answer(other), later_one):
        with pytest.raises(Invalid):
            enter(each)


BADLY_MADE = {
    "another origin": {"origin": "https://evil.example"},
    "another host": {"host": "evil.example"},
    "another challenge": {"challenge": "eA" * 20},
    "nobody was asked who they are": {"flags": PRESENT},
    "used, not made": {"kind": "webauthn.get"},
}


@pytest.mark.parametrize("wrong", BADLY_MADE.values(), ids=BADLY_MADE)
def test_what_is_badly_made_is_not_kept(ann, wrong):
    with pytest.raises(Invalid) as refused:
        add(ann, Device(), **wrong)
    assert refused.value.field == "passkey"
    assert Passkey.of(ann.id) == []
    assert add(ann, Device()), "control"


def test_it_signs_in_a_way_that_we_take(ann):
    with pytest.raises(Invalid):
        add(ann, Device(algorithm=ES384))
    asked = commands.ask_to_make(person_id=ann.id, browser=HERE)
    assert {each["alg"] for each in asked.options["pubKeyCredParams"]} == {-7, -8, -257}


def test_it_is_made_once_and_named(ann, device):
    with pytest.raises(Conflict):
        add(ann, device)
    for name in ("", "x" * 61, "Patient 999 000 0018"):
        with pytest.raises(Invalid) as refused:
            add(ann, Device(), name=name)
        assert refused.value.field == "name"
    assert len(Passkey.of(ann.id)) == 1


def test_there_are_no_more_than_anybody_needs(ann):
    for number in range(10):
        add(ann, Device(), name=f"Number {number}")
        people.rest()
    with pytest.raises(Conflict):
        add(ann, Device())
    assert len(Passkey.of(ann.id)) == 10


def test_whoever_changes_them_gives_their_password(world, ann, device):
    (passkey,) = Passkey.of(ann.id)
    with pytest.raises(Invalid):
        add(ann, Device(), password="wrong")
    with pytest.raises(Invalid):
        commands.remove_passkey(actor_id=ann.id, passkey_id=passkey.id, password="wrong")
    give_password(world.bob)
    with pytest.raises(NotFound):
        commands.remove_passkey(actor_id=world.bob.id, passkey_id=passkey.id, password=PASSWORD)
    assert [each.id for each in Passkey.of(ann.id)] == [passkey.id]


def test_what_was_begun_with_one_ends_as_it_is_removed(ann, device, monkeypatch):
    """Even where another has its number by then: SQLite gives those of rows that are gone again."""
    check = commands.passkeys.check
    (passkey,) = Passkey.of(ann.id)
    number, other = passkey.id, Device()

    @db.command
    def give_its_number_again():
        db.session.execute(sa.update(Passkey).values(id=number))

    def check_and_remove(*about, **more):
        used = check(*about, **more)
        commands.remove_passkey(actor_id=ann.id, passkey_id=number, password=PASSWORD)
        add(ann, other)
        give_its_number_again()
        return used

    monkeypatch.setattr(commands.passkeys, "check", check_and_remove)
    with pytest.raises(Invalid):
        enter(answer(device))
    monkeypatch.undo()
    assert [each.id for each in Passkey.of(ann.id)] == [number], "control"
    with later(60):
        assert enter(answer(other)), "control"


def test_the_codes_go_with_the_last_factor(ann, device):
    set_up(ann)
    (passkey,) = Passkey.of(ann.id)
    commands.remove_passkey(actor_id=ann.id, passkey_id=passkey.id, password=PASSWORD)
    assert RecoveryCode.left(ann.id) == 10
    commands.give_up(actor_id=ann.id, password=PASSWORD)
    assert RecoveryCode.left(ann.id) == 0
    assert isinstance(sign_in(ann), SignedIn)


def test_with_an_authenticator_codes_are_there_already(ann):
    given = set_up(ann)
    assert add(ann, Device()) == []
    assert take(sign_in(ann), given[0])
    commands.give_up(actor_id=ann.id, password=PASSWORD)
    assert take(sign_in(ann), given[1]), "a passkey is left"


def test_whoever_runs_the_installation_forgets_them_too(ann, device):
    set_up(ann)
    commands.forget_second_step(email=ann.email)

    assert Passkey.of(ann.id) == []
    assert RecoveryCode.left(ann.id) == 0
    assert isinstance(sign_in(ann), SignedIn)
    with pytest.raises(NotFound):
        commands.forget_second_step(email=ann.email)


def test_tries_are_counted_though_each_is_refused(ann, device):
    half_way = sign_in(ann)
    for _ in range(6):
        with pytest.raises(Invalid):
            take_passkey(half_way, answer(device, Purpose.SECOND_STEP, ann.id, flags=PRESENT))
    with pytest.raises(TooFast):
        take_passkey(half_way, answer(device, Purpose.SECOND_STEP, ann.id))
    with pytest.raises(TooFast):
        take(half_way, "123456")
    for _ in range(100):
        with pytest.raises(Invalid):
            enter(Answered("x", "x", HERE))
    with pytest.raises(TooFast):
        enter(answer(device))
    with later(660):
        assert enter(answer(device)), "nobody is locked out for good"


def test_by_what_a_passkey_knows_its_person_tells_nobody_who_they_are(world, ann):
    handles = {ceremonies.handle_of(each.id) for each in (world.ann, world.bob)}
    assert len(handles) == 2
    assert all(len(each) == 32 for each in handles)


def test_what_was_answered_is_forgotten_after_some_days(ann, device):
    enter(answer(device))
    keeping.let_go(kind=Kept.CHALLENGES)
    assert db.session.query(SpentChallenge).count() > 0
    with later(3 * 24 * 3600):
        keeping.let_go(kind=Kept.CHALLENGES)
    assert db.session.query(SpentChallenge).count() == 0
