"""Challenges for passkeys: drawn by lot, each for one purpose and one browser, good for five minutes and once."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from cop.accounts.commands import tokens
from cop.db import command
from cop.models import SpentChallenge
from cop.models.sign_ins import fingerprint


class Purpose(StrEnum):
    """What a passkey is asked for; an answer for one is none for another."""

    MAKING = "making"
    SIGNING_IN = "signing in"
    SECOND_STEP = "second step"
    PROVING = "proving"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a browser sends back: the `token` of the challenge, and what its passkey `said`. `browser` is what its
    session is known by.
    """

    token: str
    said: str
    browser: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is given: `options` for its passkeys, and the `token` to be sent back with their answer."""

    options: dict[str, Any]
    token: str


def draw(purpose: Purpose, *, browser: str, person_id: int = 0) -> tuple[bytes, str]:
    """A new challenge, and its token; `person_id` is whose passkey is wanted, 0 where anybody's is."""
    challenge = secrets.token_bytes(32)
    return challenge, tokens.of_challenge(bytes_to_base64url(challenge), _bound(purpose, browser, person_id))


@command
def spend(answered: Answered, purpose: Purpose, *, person_id: int = 0) -> bytes | None:
    """The challenge, which nobody can answer again, whatever comes of this answer; None for one of another purpose,
    browser or person, for one that is too old, and for one that was answered before.
    """
    challenge = tokens.read_challenge(answered.token, _bound(purpose, answered.browser, person_id))
    if challenge is None or not SpentChallenge.spend(fingerprint(challenge)):
        return None
    return base64url_to_bytes(challenge)


def _bound(purpose: Purpose, browser: str, person_id: int) -> list[Any]:
    return [purpose.value, fingerprint(browser), person_id]
