"""Which passwords may be chosen, and how they are kept."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from cop import jobs
from cop.accounts.commands import passwords
from cop.config import Settings
from cop.errors import Invalid


@pytest.fixture(autouse=True)
def _connected(settings: Settings) -> None:
    jobs.connect(settings, ())


GOOD = [
    "winter-otter-bicycle",
    "correct-horse-battery",
    "seven purple otters",
    "192837465564738291",
    "ὀρθὴ ἵππος μπαταρία",
]
COMMON = [
    "passwordpassword",
    "P@ssw0rd!!2024",
    "qwertyuiop123",
    "1qaz2wsx3edc",
    "lkjhgfdsapoi",
    "123456789012",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "Welcome-2026-!",
    "NationalHealthService",
    "correct horse battery staple",
]


@pytest.mark.parametrize("password", [*GOOD, "x" * 500 + " and so on " + "y" * 489])
def test_a_long_password_of_any_composition_may_be_chosen(password: str) -> None:
    passwords.check(password, about=("ann@example.org", "Ann"))


@pytest.mark.parametrize("password", ["", "elevenchars", "x1" * 501, *COMMON])
def test_short_overlong_and_common_ones_may_not(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.check(password)
    assert refusal.value.field == "password"


@pytest.mark.parametrize(
    "password", ["rowan.ashdown@example.org", "rowan.ashdown", "Rowan Ashdown 1", "rowanashdown2026"]
)
def test_nor_ones_own_name_or_address(password: str) -> None:
    passwords.check(password)
    with pytest.raises(Invalid):
        passwords.check(password, about=("rowan.ashdown@example.org", "Rowan Ashdown"))


@pytest.mark.parametrize(
    "password",
    ["justinbieber", "Sojdlg123aljg", "Hd764nW5d7E1vb1", "finalfantasy", "UNBELIEVABLE!!1", "zxcasdqwe123"],
)
def test_what_breaches_have_brought_to_light_may_not(password: str) -> None:
    with pytest.raises(Invalid, match="anybody would try first"):
        passwords.check(password)
    passwords.check(f"{password} and an otter")


def test_those_from_breaches_are_several_thousand_that_could_otherwise_be_chosen() -> None:
    assert len(passwords._breached()) > 10_000
    assert all(len(each) == passwords.PRINT for each in passwords._breached())


@pytest.mark.parametrize(
    "password",
    [
        "community-of-practice",
        "Leadership Programme 26",
        "NHS-Hospital-Trust",
        "research.director.1",
        "cohort1cohort2",
        "ActionLearningSet!",
    ],
)
def test_nor_what_is_made_of_words_of_this_place(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.check(password)
    assert refusal.value.field == "password"
    passwords.check(f"{password} marmalade")


def test_the_name_of_the_site_is_one_of_them(settings: Settings) -> None:
    passwords.check("Harbour Circle 9")
    jobs.connect(replace(settings, site_name="Harbour Circle"), ())
    with pytest.raises(Invalid, match="at a place like this"):
        passwords.check("Harbour Circle 9", about=("ann@example.org", "Ann"))


def test_the_list_is_long_and_long_enough() -> None:
    assert sum(len(word) >= 12 for word in passwords._common()) >= 300


def test_what_is_kept_is_argon2id_and_differs_each_time() -> None:
    first, second = passwords.keep(GOOD[0]), passwords.keep(GOOD[0])
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.fits(GOOD[0], first)
    assert passwords.fits(GOOD[0], second)


def test_a_wrong_password_no_password_and_no_hash_do_not_fit() -> None:
    kept = passwords.keep(GOOD[0])
    assert passwords.fits(GOOD[0], kept), "the right one must fit, or this test means nothing"
    assert not passwords.fits(GOOD[1], kept)
    assert not passwords.fits(GOOD[0] + "x" * 2000, kept)
    assert not passwords.fits("", kept)
    for nothing in (None, "", "!", "$argon2id$broken"):
        assert not passwords.fits(GOOD[0], nothing)


def test_the_same_characters_fit_however_a_keyboard_composes_them() -> None:
    assert passwords.fits("cafe\u0301 au lait at noon", passwords.keep("caf\u00e9 au lait at noon"))


@pytest.mark.parametrize(
    "other",
    [
        "Seven purple otters",
        "seven purple otters ",
        " seven purple otters",
        "sevenpurpleotters",
        "seven purple otter",
    ],
)
def test_every_character_of_it_counts(other: str) -> None:
    kept = passwords.keep("seven purple otters")
    assert passwords.fits("seven purple otters", kept), "control"
    assert not passwords.fits(other, kept)


@pytest.mark.parametrize("length", [64, 100, 999])
def test_the_last_of_many_characters_counts_too(length: int) -> None:
    password = ("seven purple otters, " * 60)[:length]
    kept = passwords.keep(password)
    assert passwords.fits(password, kept)
    assert not passwords.fits(password[:-1], kept)
    assert not passwords.fits(f"{password[:-1]}#", kept)


def test_weaker_parameters_are_noticed() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))
    assert not passwords.is_outdated(passwords.keep("x"))
