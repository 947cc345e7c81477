"""Codes of the second step: those that an authenticator shows, and those on paper (security.md S38)."""

import base64
import hmac
import secrets
from typing import NamedTuple

import pyotp

from cop import clock, jobs
from cop.accounts.commands import passwords

AROUND = (0, -1, 1)
"""Half minutes beside the present one whose codes are taken: clocks differ, and people type slowly."""

FIGURES = 6
"""How long a code is that an authenticator shows."""

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another."""

LONGEST = 100
"""Characters of what is typed that are looked at."""

SHOWN = 5
"""Characters of a code on paper that stand together."""


def fresh_salt() -> str:
    return secrets.token_hex(16)


def secret_of(person_id: int, salt: str) -> str:
    """What the authenticator of a person shares with us, in Base32."""
    said = f"authenticator\x1f{person_id}\x1f{salt}".encode()
    return base64.b32encode(hmac.digest(jobs.settings().secret_key.encode(), said, "sha256")[:20]).decode()


def address_of(person_id: int, salt: str, *, account: str) -> str:
    """What the picture says to an authenticator."""
    totp = pyotp.TOTP(secret_of(person_id, salt))
    return totp.provisioning_uri(name=account, issuer_name=jobs.settings().site_name)


def step_of(person_id: int, salt: str, code: str) -> int | None:
    """The half minute whose code this is, if it is near; None for a wrong one."""
    typed, totp = "".join(code.split()), pyotp.TOTP(secret_of(person_id, salt))
    now = int(clock.now().timestamp()) // totp.interval
    fitting = [now + around for around in AROUND if _are_same(totp.generate_otp(now + around), typed)]
    return fitting[0] if fitting else None


def _are_same(code: str, typed: str) -> bool:
    """Whatever was typed: what is no ASCII can be compared as bytes alone."""
    return hmac.compare_digest(code.encode(), typed.encode())


class Codes(NamedTuple):
    """Codes to be `shown` once and written down, and what is `kept` of each."""

    shown: list[str]
    kept: list[str]


def fresh_codes() -> Codes:
    """In two groups of letters. What is kept of them takes as long to make as of passwords: somebody who has a copy of
    it could otherwise try all there are (ASVS 6.5.2).
    """
    shown, salt = [_group(_drawn()) for _ in range(RECOVERY_CODES)], fresh_salt()
    return Codes(shown, [kept(code, salt) for code in shown])


def kept(code: str, salt: str) -> str:
    """What is kept of a code, however it was typed, that was given out with `salt`."""
    typed = "".join(character for character in code[:LONGEST].lower() if character.isalnum())
    return f"{salt}${passwords.stretched(typed, salt)}"


def salt_of(kept: str) -> str:
    return kept.partition("$")[0]


def _drawn() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(2 * SHOWN))


def _group(code: str) -> str:
    return f"{code[:SHOWN]}-{code[SHOWN:]}"
