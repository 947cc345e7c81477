"""Codes of the second step: those that an authenticator shows, and those on paper (security.md S38)."""

import base64
import hmac
import secrets

import pyotp

from cop import clock, jobs
from cop.models.sign_ins import fingerprint

AROUND = (0, -1, 1)
"""Half minutes beside the present one whose codes are taken: clocks differ, and people type slowly."""

FIGURES = 6
"""How long a code is that an authenticator shows."""

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another."""

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


def fresh_codes() -> list[str]:
    """Codes to be written down, in two groups of letters."""
    return [_group(_drawn()) for _ in range(RECOVERY_CODES)]


def kept(person_id: int, code: str) -> str:
    """The fingerprint of a code of a person, however it was typed."""
    typed = "".join(character for character in code.lower() if character.isalnum())
    return fingerprint(f"recovery\x1f{person_id}\x1f{typed}")


def _drawn() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(2 * SHOWN))


def _group(code: str) -> str:
    return f"{code[:SHOWN]}-{code[SHOWN:]}"
