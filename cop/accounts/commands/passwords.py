"""Passwords: which may be chosen (long and not obvious, NIST SP 800-63B), and how they are kept (argon2id)."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

from cop import jobs
from cop.errors import Invalid
from cop.offload import offload

LEAST, MOST = 12, 1000

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP's Password Storage Cheat Sheet recommends; a few tens of milliseconds."""

_LEET = str.maketrans("0134578@$!", "oieastbasi")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_RUNS_BOTH_WAYS = tuple(run[::step] * 3 for run in _RUNS for step in (1, -1))


OF_THIS_PLACE = (
    "communityofpractice", "foundationtrust", "actionlearning", "facilitator", "development", "nhsengland",
    "leadership", "programme", "community", "moderator", "learning", "hospital", "password", "practice", "research",
    "director", "manager", "network", "steward", "welcome", "cohort", "health", "leader", "trust", "nhs", "set",
)  # fmt: skip
"""Words that anybody would build a password of here, the longer ones first. docs/controls.md lists them."""

LEFT = 6
"""So many characters are left at least of a password when words that anybody would guess are taken out."""

PRINT = 8
"""Bytes that are kept of the fingerprint of a password that is known from a breach."""


def check(password: str, *, about: Iterable[str] = ()) -> None:
    """Invalid (field `password`) unless it may be chosen. `about` are its person's e-mail address and name."""
    if len(password) < LEAST:
        raise Invalid(
            f"Use {LEAST} characters or more. Three or four random words are good.", field="password"
        )
    if len(password) > MOST:
        raise Invalid(f"Use {MOST:,} characters or fewer.", field="password")
    if is_common(password):
        raise Invalid(
            "This is one of the passwords that anybody would try first. Use three or four random words.",
            field="password",
        )
    if _is_made_of(password, OF_THIS_PLACE) or _is_about(password, [jobs.settings().site_name]):
        raise Invalid(
            "Use other words: these are the first that anybody would try at a place like this.",
            field="password",
        )
    if _is_about(password, about):
        raise Invalid("Your password must not be your name or your e-mail address.", field="password")


def is_common(password: str) -> bool:
    """Whether it is on the list of common passwords, or of those known from breaches, or an obvious form of one, or a
    run along a keyboard.
    """
    plain = _plain(password)
    if any(plain in run for run in _RUNS_BOTH_WAYS):
        return True
    forms = _forms(password.casefold())
    return any(form in _common() or len(form) <= 3 or _print(form) in _breached() for form in forms)


def keep(password: str) -> str:
    """What is kept of a password. It takes tens of milliseconds and 19 MiB, off the event loop (security.md 0.10)."""
    return offload(_hasher.hash, _normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether `kept` was made of `password`. Without one the work is the same (security.md S12)."""
    return offload(_verify, kept or "", _normal(password[: MOST + 1]))


def stretched(secret: str, salt: str) -> str:
    """A fingerprint of a short `secret` that takes as long to make as that of a password, off the event loop."""
    return offload(_stretch, secret.encode(), salt.encode()).hex()


def _stretch(secret: bytes, salt: bytes) -> bytes:
    return hash_secret_raw(
        secret,
        salt,
        time_cost=_hasher.time_cost,
        memory_cost=_hasher.memory_cost,
        parallelism=_hasher.parallelism,
        hash_len=32,
        type=Type.ID,
    )


def is_chosen(kept: str) -> bool:
    """Whether there is a password at all behind what is kept."""
    return kept.startswith("$argon2id$")


def is_outdated(kept: str) -> bool:
    """Whether passwords are kept in a stronger way by now."""
    return _hasher.check_needs_rehash(kept)


def _verify(kept: str, password: str) -> bool:
    is_real = is_chosen(kept)
    try:
        _hasher.verify(kept if is_real else _decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return is_real


@cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_hex())


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@cache
def _common() -> frozenset[str]:
    lines = resources.files("cop.accounts").joinpath("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if not line.startswith("#"))


@cache
def _breached() -> frozenset[bytes]:
    """Prints of those of 12 characters and more that breaches have brought to light most often (decision 0087)."""
    kept = resources.files("cop.accounts").joinpath("breached_passwords.bin").read_bytes()
    return frozenset(kept[at : at + PRINT] for at in range(0, len(kept), PRINT))


def _print(plain: str) -> bytes:
    return hashlib.sha256(plain.encode()).digest()[:PRINT]


def _forms(password: str) -> set[str]:
    """What a password is built from: without signs and figures at its ends, with letters for signs, once for many."""
    trimmed = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", password)
    readings = (password, trimmed, password.translate(_LEET), trimmed.translate(_LEET))
    words = {_plain(reading) for reading in readings} - {""}
    return words | {_once(word) for word in words}


def _once(word: str) -> str:
    """The part that `word` is repetitions of."""
    for size in range(1, len(word) // 2 + 1):
        if len(word) % size == 0 and word[:size] * (len(word) // size) == word:
            return word[:size]
    return word


def _is_about(password: str, about: Iterable[str]) -> bool:
    """Whether little is left of a password once its person's address or name is taken out."""
    words = {_plain(part) for text in about for part in (text, text.partition("@")[0])}
    return any(_is_made_of(password, (word,)) for word in words if len(word) >= 4)


def _is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of it once these words are taken out, one after the other."""
    left = plain = _plain(password)
    for word in words:
        left = left.replace(word, "")
    return len(left) < min(LEFT, len(plain))
