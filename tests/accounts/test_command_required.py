"""Where a second step is required, whoever looks after others does not get in without one, and goes if they come to it
later (S38, ASVS 6.3.3).
"""

import pytest

from cop import db, policy
from cop.accounts import commands
from cop.accounts.commands import Answered, HalfWay, Newcomer, SignedIn, codes, tokens
from cop.errors import Conflict, Invalid, NotFound
from cop.models import (
    AppointmentRole,
    Authenticator,
    Passkey,
    ProfessionalRole,
    RecoveryCode,
    RoleName,
    SignIn,
)
from cop.models.people import Person
from tests import people
from tests.accounts.letterbox import give_password, invitation
from tests.accounts.test_command_passkeys import HERE, add
from tests.accounts.test_command_second_step import code_of, set_up, sign_in, take
from tests.conftest import later
from tests.passkeys import Device
from tests.people import PASSWORD

pytestmark = pytest.mark.usefixtures("required")


@pytest.fixture(autouse=True)
def _passwords(world):
    for person in (world.ann, world.bob, world.staff):
        give_password(person)


def set_up_half_way(half_way, person):
    salt = codes.fresh_salt()
    shown = tokens.of_authenticator(person.id, salt)
    return commands.set_up_half_way(
        token=half_way.token, shown=shown, code=code_of(person, salt), device="test"
    )


def test_who_looks_after_others_is_half_way_until_they_have_set_one_up(world):
    for person in (world.ann, world.staff):
        half_way = sign_in(person)
        assert isinstance(half_way, HalfWay)
        assert db.session.query(SignIn).where(SignIn.person_id == person.id).count() == 0

        signed_in, given = set_up_half_way(half_way, person)

        assert SignIn.find(signed_in.token).person_id == person.id
        assert len(given) == 10
        with later(60):
            assert take(sign_in(person), code_of(person))


def test_everybody_else_signs_in_with_a_password(world):
    assert isinstance(sign_in(world.bob), SignedIn)
    assert SignIn.find(sign_in(world.bob).token)


def test_a_passkey_does_as_well(world):
    half_way, device = sign_in(world.ann), Device()
    asked = commands.ask_to_make(person_id=world.ann.id, browser=HERE)
    answered = Answered(asked.token, device.make(asked.options), HERE)

    about = {"token": half_way.token, "answered": answered, "device": "test"}
    signed_in, given = commands.add_passkey_half_way(**about, name="My laptop")

    assert SignIn.find(signed_in.token)
    assert len(given) == 10


def test_a_passkey_that_somebody_has_is_refused(world):
    bobs = Device()
    add(world.bob, bobs)
    asked = commands.ask_to_make(person_id=world.ann.id, browser=HERE)
    answered = Answered(asked.token, bobs.make(asked.options), HERE)
    with pytest.raises(Conflict):
        commands.add_passkey_half_way(
            token=sign_in(world.ann).token, name="Mine", answered=answered, device="test"
        )


def test_half_the_way_is_no_way_around_a_second_step(world):
    """A password that was found out must not add a factor beside the one that its person has."""
    half_way = sign_in(world.ann)
    set_up_half_way(half_way, world.ann)
    again = sign_in(world.ann)
    asked = commands.ask_to_make(person_id=world.ann.id, browser=HERE)
    answered = Answered(asked.token, Device().make(asked.options), HERE)

    for token in (half_way.token, again.token):
        with pytest.raises(NotFound):
            set_up_half_way(HalfWay(world.ann.id, token), world.ann)
        with pytest.raises(NotFound):
            commands.add_passkey_half_way(token=token, name="x", answered=answered, device="test")
    assert Passkey.of(world.ann.id) == []


def test_nobody_sets_one_up_half_way_who_may_enter_without(world):
    set_up(world.bob)
    half_way = sign_in(world.bob)
    commands.give_up(actor_id=world.bob.id, password=PASSWORD)

    with pytest.raises(NotFound):
        set_up_half_way(half_way, world.bob)
    with pytest.raises(NotFound):
        take(half_way, "")
    assert isinstance(sign_in(world.bob), SignedIn), "the password is enough again"


def test_there_is_time_to_find_an_app(world):
    early, late = sign_in(world.ann), sign_in(world.staff)
    with later(1799):
        assert set_up_half_way(early, world.ann)
    with later(1801), pytest.raises(NotFound):
        set_up_half_way(late, world.staff)


def test_no_code_leads_past_setting_one_up(world):
    half_way = sign_in(world.ann)
    for code in ("", "123456", "abcde-fghij"):
        with pytest.raises(NotFound):
            take(half_way, code)


def test_a_wrong_code_sets_nothing_up(world):
    half_way = sign_in(world.ann)
    shown = tokens.of_authenticator(world.ann.id, codes.fresh_salt())
    with pytest.raises(Invalid):
        commands.set_up_half_way(token=half_way.token, shown=shown, code="123456", device="test")
    with pytest.raises(Conflict):
        commands.set_up_half_way(token=half_way.token, shown="x", code="123456", device="test")
    bobs = tokens.of_authenticator(world.bob.id, codes.fresh_salt())
    with pytest.raises(Conflict):
        commands.set_up_half_way(token=half_way.token, shown=bobs, code="123456", device="test")
    assert Authenticator.of(world.ann.id) is None


@pytest.mark.parametrize("role", [AppointmentRole.STAFF, AppointmentRole.STEWARD])
def test_a_sign_in_counts_no_more_when_its_person_comes_to_look_after_others(world, role):
    bob, mallory = people.begin_sign_in(world.bob), people.begin_sign_in(world.mallory)
    assert SignIn.find(bob)
    bobs = SignIn.find(bob).id

    people.appoint(world.bob, role)

    assert SignIn.find(bob) is None
    assert policy.load_asker(bob) is None
    assert policy.load_signed_in(bobs) is None
    assert SignIn.is_short(bob)
    assert SignIn.find(mallory), "control"
    assert not SignIn.is_short(mallory)


@pytest.mark.parametrize("role", [RoleName.MODERATOR, RoleName.FACILITATOR])
def test_that_goes_for_roles_in_spaces_too(world, role):
    someone = people.newcomer("rowan")
    token = people.begin_sign_in(someone)
    assert SignIn.find(token)
    _join(someone, world.set_a, role)
    assert SignIn.find(token) is None
    people.evict(someone, world.set_a)
    assert SignIn.find(token), "nothing has ended it"


@db.command
def _join(person, space, role):
    people.join(db.get(Person, person.id), space, role)


def test_whoever_has_one_goes_on(world):
    set_up(world.bob)
    token = people.begin_sign_in(world.bob)
    people.appoint(world.bob, AppointmentRole.STEWARD)
    assert SignIn.find(token)


def test_an_appointment_asks_for_no_more_than_it_gives(world):
    token = people.begin_sign_in(world.bob)
    people.appoint(world.bob, AppointmentRole.SPONSOR)
    assert SignIn.find(token)


def test_the_last_factor_is_kept_by_who_must_have_one(world):
    set_up(world.ann)
    with pytest.raises(Conflict, match="Set up something else first"):
        commands.give_up(actor_id=world.ann.id, password=PASSWORD)
    assert Authenticator.of(world.ann.id)
    assert RecoveryCode.left(world.ann.id) == 10
    add(world.ann, Device())
    commands.give_up(actor_id=world.ann.id, password=PASSWORD)
    (passkey,) = Passkey.of(world.ann.id)
    with pytest.raises(Conflict):
        commands.remove_passkey(actor_id=world.ann.id, passkey_id=passkey.id, password=PASSWORD)

    set_up(world.bob)
    commands.give_up(actor_id=world.bob.id, password=PASSWORD)
    assert Authenticator.of(world.bob.id) is None, "control: he looks after nobody"


def test_whoever_runs_the_installation_can_forget_it_and_another_is_set_up(world):
    set_up(world.ann)
    token = people.begin_sign_in(world.ann)
    commands.forget_second_step(email=world.ann.email)
    assert SignIn.find(token) is None
    assert set_up_half_way(sign_in(world.ann), world.ann)


def test_who_is_invited_to_look_after_others_sets_one_up_first(world, caplog):
    caplog.set_level("INFO", logger="cop.security")

    def join(address, role):
        invited = invitation(address, (world.cohort, role))
        newcomer = Newcomer("Rowan Newbridge", None, ProfessionalRole.OTHER, "seven purple otters")
        return commands.join_as_newcomer(token=tokens.of_invitation(invited), newcomer=newcomer)

    assert isinstance(join("rowan@example.org", RoleName.MODERATOR), HalfWay)
    assert isinstance(join("sam.other@example.org", RoleName.MEMBER), SignedIn)
    noted = [each.getMessage() for each in caplog.records if getattr(each, "way", "") == "invitation"]
    assert noted == ["half signed in", "signed in"]


def test_another_password_leads_no_further(world):
    token = tokens.of_reset(db.session.get_one(Person, world.ann.id))
    commands.reset_password(token=token, password="another horse staple")
    assert isinstance(sign_in(world.ann, "another horse staple"), HalfWay)
