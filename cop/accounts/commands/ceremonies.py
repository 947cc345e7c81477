"""What is said between us and a browser's passkeys (WebAuthn level 3), in the words of the library that checks it.

Each passkey proves that it is there and that its person is: to them it is a fingerprint or a number that they type, to
us two factors in one. How it was made is not asked: to know its maker would tell us nothing that we need.
"""

import hmac
import json
import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import webauthn
from webauthn.helpers import options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cop import jobs
from cop.models import Passkey, Person

log = logging.getLogger("cop.accounts")

T = TypeVar("T")

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
"""Those by which passkeys may sign: what is made today uses one of them, the last for Windows alone."""

LONGEST = 20_000
"""Characters of what a passkey says."""

PATIENCE_MS = 120_000
VERIFIED = UserVerificationRequirement.REQUIRED


class Made(NamedTuple):
    """A new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Named(NamedTuple):
    """The passkey that an answer says to come from, and the person that it was made for, who may be left out."""

    credential_id: bytes
    user_handle: bytes | None


def to_make(person: Person, challenge: bytes, known: Iterable[Passkey]) -> dict[str, Any]:
    """Options for making a passkey that `person` finds without saying who they are; never a second one in a device."""
    settings = jobs.settings()
    return _plain(
        webauthn.generate_registration_options(
            rp_id=settings.passkeys_of,
            rp_name=settings.site_name,
            user_id=handle_of(person.id),
            user_name=person.email,
            user_display_name=person.name,
            challenge=challenge,
            timeout=PATIENCE_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
            ),
            exclude_credentials=_descriptors(known),
            supported_pub_key_algs=ALGORITHMS,
        )
    )


def to_use(challenge: bytes, known: Iterable[Passkey] = ()) -> dict[str, Any]:
    """Options for using one of the `known` passkeys, or whichever the browser has for this site."""
    return _plain(
        webauthn.generate_authentication_options(
            rp_id=jobs.settings().passkeys_of,
            challenge=challenge,
            timeout=PATIENCE_MS,
            allow_credentials=_descriptors(known),
            user_verification=VERIFIED,
        )
    )


def made(said: str, challenge: bytes) -> Made | None:
    """The passkey that was made; None unless it was for this challenge, here, by its person, in a way that we take."""
    found = _taken(
        lambda: webauthn.verify_registration_response(
            **_expected(said, challenge), supported_pub_key_algs=ALGORITHMS
        )
    )
    return Made(found.credential_id, found.credential_public_key, found.sign_count) if found else None


def named(said: str) -> Named | None:
    """Which passkey an answer says to come from: to be looked up, and believed once `used` has checked it."""
    found = _taken(lambda: webauthn.helpers.parse_authentication_credential_json(said[: LONGEST + 1]))
    return Named(found.raw_id, found.response.user_handle) if found else None


def used(said: str, challenge: bytes, passkey: Passkey) -> int | None:
    """How often `passkey` says that it was used, of which 0 means that it doesn't count; None unless it signed this
    challenge, here, for its person.
    """
    found = _taken(
        lambda: webauthn.verify_authentication_response(
            **_expected(said, challenge),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    )
    return found.new_sign_count if found else None


def handle_of(person_id: int) -> bytes:
    """By what passkeys know a person: it tells nobody else who they are, and can't be counted through."""
    said = f"passkey\x1f{person_id}".encode()
    return hmac.digest(jobs.settings().secret_key.encode(), said, "sha256")


def _expected(said: str, challenge: bytes) -> dict[str, Any]:
    """What is asked of every answer: that it is to this challenge, was given here, and by its person."""
    settings = jobs.settings()
    return {
        "credential": said[: LONGEST + 1],
        "expected_challenge": challenge,
        "expected_rp_id": settings.passkeys_of,
        "expected_origin": settings.origin,
        "require_user_verification": True,
    }


def _taken(look: Callable[[], T]) -> T | None:
    """What the library finds, or None where it refuses. The reason is for whoever runs the installation; everybody else
    is told that it was refused.
    """
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - the library trips over some of what is malformed
        log.info("passkey refused", extra={"reason": type(error).__name__})
        return None


def _descriptors(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in known]


def _plain(options: Any) -> dict[str, Any]:
    return dict(json.loads(options_to_json(options)))
