"""Signing in, and the throttles on it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import SignedIn, passwords
from cop.errors import NotFound, TooFast
from cop.keeping import commands as keeping
from cop.models import Kept, Person, SignIn, Throttle
from tests.accounts.letterbox import close_account, give_password
from tests.conftest import NOON
from tests.people import PASSWORD, World

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world.ann)
    give_password(world.mallory)


def enter(
    email: str = "ann@example.org",
    password: str = PASSWORD,
    address: str | None = HOME,
    browser: str | None = None,
) -> SignedIn | None:
    return commands.sign_in(
        email=email, password=password, address=address, device="Firefox on Linux", browser=browser
    )


def fail(times: int, email: str = "ann@example.org", address: str = HOME, browser: str | None = None) -> None:
    for _ in range(times):
        assert enter(email, "not the password", address, browser) is None


def test_the_right_password_begins_a_sign_in(ann: Person) -> None:
    signed_in = enter()
    assert signed_in is not None
    sign_in = SignIn.find(signed_in.token)
    assert sign_in is not None
    assert (sign_in.person_id, sign_in.device) == (ann.id, "Firefox on Linux")
    assert signed_in.token not in db.session.scalars(sa.select(SignIn.token_hash)).all()


def test_the_address_may_be_typed_in_any_case() -> None:
    assert enter("  Ann@Example.ORG ")


@pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org", "", "not an address"])
def test_a_wrong_password_is_an_answer_that_begins_nothing(email: str) -> None:
    assert enter(email, "not the password") is None
    assert db.session.scalars(sa.select(SignIn)).all() == []
    assert enter(), "the control: with the right one it works"


def test_a_closed_account_is_as_good_as_none(ann: Person) -> None:
    assert enter()
    close_account(ann)
    assert enter() is None


def test_an_account_closed_while_the_password_is_checked_is_not_entered(
    ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = passwords.fits

    def fit_and_close(password: str, kept: str | None) -> bool:
        close_account(ann)
        return fits(password, kept)

    monkeypatch.setattr(passwords, "fits", fit_and_close)
    assert enter() is None


def test_a_password_still_fits_after_years(ann: Person) -> None:
    with clock.at(NOON + timedelta(days=10 * 365)):
        assert enter()


def test_a_password_kept_in_a_weaker_way_is_kept_anew(ann: Person) -> None:
    @db.command
    def weaken() -> None:
        db.lock(Person, ann.id).password_hash = PasswordHasher(
            time_cost=1, memory_cost=16, parallelism=1
        ).hash(PASSWORD)

    weaken()
    assert enter()
    kept = db.session.scalars(sa.select(Person.password_hash).where(Person.id == ann.id)).one()
    assert not passwords.is_outdated(kept)
    assert enter()


def test_tries_from_one_place_run_out_and_come_back() -> None:
    fail(10)
    with pytest.raises(TooFast):
        enter()
    assert enter(address=ELSEWHERE), "the control: elsewhere they have not run out"
    with clock.at(NOON + timedelta(minutes=1)):
        assert enter()


def test_unknown_addresses_run_out_alike() -> None:
    fail(10, "nobody@example.org")
    with pytest.raises(TooFast):
        enter("nobody@example.org")


def test_case_does_not_make_another_account() -> None:
    fail(5)
    fail(5, "ANN@example.org ")
    with pytest.raises(TooFast):
        enter("Ann@Example.org")


def test_a_whole_ipv6_network_counts_as_one_place() -> None:
    for host in range(10):
        fail(1, address=f"2001:db8:1:2::{host + 1:x}")
    with pytest.raises(TooFast):
        enter(address="2001:db8:1:2:ffff::1")
    assert enter(address="2001:db8:1:3::1")


def test_an_ipv4_address_written_as_ipv6_is_the_same_place() -> None:
    fail(10)
    with pytest.raises(TooFast):
        enter(address=f"::ffff:{HOME}")


def test_a_request_without_an_address_has_a_place_too() -> None:
    assert enter(address=None)


def test_tries_from_many_places_run_out_for_the_account() -> None:
    for host in range(20):
        fail(1, address=f"203.0.113.{host}")
    with pytest.raises(TooFast):
        enter()
    assert enter("mallory@example.org"), "the control: others are not concerned"


def test_a_browser_that_was_here_before_gets_in_while_others_try(ann: Person) -> None:
    signed_in = enter()
    assert signed_in is not None
    for host in range(20):
        fail(1, address=f"203.0.113.{host}")
    with pytest.raises(TooFast):
        enter()
    again = enter(browser=signed_in.browser)
    assert again is not None
    fail(10, browser=again.browser)
    with pytest.raises(TooFast):
        enter(browser=again.browser)


@pytest.mark.parametrize("forged", ["", "nonsense", "WyJhIiwiYiJd.aaaaaa.bbbbbb"])
def test_a_browser_known_to_somebody_else_or_forged_is_a_stranger(forged: str) -> None:
    mallorys = enter("mallory@example.org")
    assert mallorys is not None
    fail(10)
    for cookie in (mallorys.browser, forged):
        with pytest.raises(TooFast):
            enter(browser=cookie)


def test_a_browser_is_forgotten_after_a_year() -> None:
    signed_in = enter()
    assert signed_in is not None
    with clock.at(NOON + timedelta(days=366)):
        fail(10)
        with pytest.raises(TooFast):
            enter(browser=signed_in.browser)


def test_a_whole_trust_may_sign_in_from_one_address_at_once() -> None:
    for number in range(100):
        fail(1, f"person-{number}@example.org")
    with pytest.raises(TooFast):
        enter()
    assert enter(address=ELSEWHERE)


def test_success_gives_the_tries_back() -> None:
    for _ in range(3):
        fail(9)
        assert enter()


def test_no_address_stands_in_a_throttles_name() -> None:
    fail(1)
    names = " ".join(db.session.scalars(sa.select(Throttle.bucket)))
    assert names
    assert "ann" not in names
    assert HOME not in names


def test_throttles_that_are_full_again_are_forgotten() -> None:
    fail(1)
    keeping.let_go(kind=Kept.THROTTLES)
    assert db.session.scalars(sa.select(Throttle)).all()
    with clock.at(NOON + timedelta(days=3)):
        keeping.let_go(kind=Kept.THROTTLES)
    assert db.session.scalars(sa.select(Throttle)).all() == []


def test_a_sign_in_lasts_a_working_week_unused_and_no_quarter_in_use(ann: Person) -> None:
    signed_in = enter()
    assert signed_in is not None
    with clock.at(NOON + timedelta(hours=20)):
        assert SignIn.find(signed_in.token)
    with clock.at(NOON + timedelta(days=14)):
        assert SignIn.find(signed_in.token) is None

    @db.command
    def use(sign_in_id: int) -> None:
        db.lock(SignIn, sign_in_id).seen_at = clock.now()

    sign_in_id = db.session.scalars(sa.select(SignIn.id)).one()
    for day in range(7, 92, 7):
        with clock.at(NOON + timedelta(days=day)):
            use(sign_in_id)
            assert bool(SignIn.find(signed_in.token)) == (day < 90)


def test_ones_own_sign_ins_end_and_nobody_elses(ann: Person, mallory: Person) -> None:
    first, second = enter(), enter()
    assert first is not None
    assert second is not None
    ids = [SignIn.find(each.token).id for each in (first, second)]  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        commands.end_sign_in(actor_id=mallory.id, sign_in_id=ids[0])
    assert SignIn.find(first.token)
    commands.end_sign_in(actor_id=ann.id, sign_in_id=ids[0])
    assert SignIn.find(first.token) is None
    assert SignIn.find(second.token)
    with pytest.raises(NotFound):
        commands.end_sign_in(actor_id=ann.id, sign_in_id=ids[0])


def test_all_others_end_at_once(ann: Person) -> None:
    here, there, mallorys = enter(), enter(), enter("mallory@example.org")
    assert here is not None
    assert there is not None
    assert mallorys is not None
    here_id = SignIn.find(here.token).id  # type: ignore[union-attr]
    assert commands.end_other_sign_ins(actor_id=ann.id, sign_in_id=here_id) == 1
    assert [bool(SignIn.find(each.token)) for each in (here, there, mallorys)] == [True, False, True]
    assert commands.end_other_sign_ins(actor_id=ann.id, sign_in_id=here_id) == 0
