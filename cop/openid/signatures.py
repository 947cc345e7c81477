"""Whether a token was signed by the provider: by a key that it publishes, in a way that is on our list (ASVS 9.1)."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from cop.openid.objects import read_object
from cop.openid.refusals import Refused

LONGEST = 16 * 1024
"""Characters of the longest token; one with all groups that a large employer puts into it has half of that."""

ALGORITHMS: dict[str, tuple[str, str | None]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""Algorithm -> the kind and the curve of its keys. With each, whoever can check a signature can't make one."""

LEAST_RSA = 2048
"""Bits of the smallest RSA key."""

BRING_THEIR_OWN = frozenset({"jku", "jwk", "x5u", "x5c", "crit"})
"""Heads by which a token would say itself where its key is, or how it wants to be read. None is believed."""

_THREE_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_KINDS: dict[str, type[RSAKey | ECKey | OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}

Keys = Callable[[str | None], Iterable[dict[str, Any]]]
"""The keys that the provider publishes under this name; all of them for none."""


def signed_by(keys: Keys, token: object) -> tuple[dict[str, Any], str]:
    """What `token` says and the algorithm it was signed by, if one of `keys` has signed it; Refused otherwise."""
    if not isinstance(token, str) or len(token) > LONGEST or not _THREE_PARTS.fullmatch(token):
        raise Refused("form")
    head = _head(token)
    key = _key(keys, head)
    registry = jws.JWSRegistry(algorithms=[head["alg"]], strict_check_header=False)
    try:
        signed = jws.deserialize_compact(token, key, registry=registry)
    except (JoseError, ValueError, TypeError) as error:
        raise Refused("signature") from error
    return read_object(signed.payload or b"", code="payload"), head["alg"]


def _head(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    try:
        text = _decoded(part)
    except binascii.Error as error:
        raise Refused("form") from error
    head = read_object(text, code="head")
    if not isinstance(head.get("alg"), str) or head["alg"] not in ALGORITHMS:
        raise Refused("alg")
    if BRING_THEIR_OWN & head.keys():
        raise Refused("head")
    if not isinstance(head.get("typ", "JWT"), str) or head.get("typ", "JWT").upper() != "JWT":
        raise Refused("typ")
    if not isinstance(head.get("kid", ""), str):
        raise Refused("kid")
    return head


def _key(keys: Keys, head: dict[str, Any]) -> Key:
    """The one published key that fits: which of two is meant is not guessed."""
    fitting = [each for each in keys(head.get("kid")) if _fits(each, head["alg"])]
    if len(fitting) != 1:
        raise Refused("key")
    published = fitting[0]
    try:
        if published["kty"] == "RSA" and _bits(published["n"]) < LEAST_RSA:
            raise Refused("key")
        return _KINDS[published["kty"]].import_key(published)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("key") from error


def _bits(number: str) -> int:
    return int.from_bytes(_decoded(number)).bit_length()


def _decoded(part: str) -> bytes:
    """Base64url without filling, and nothing that a lenient reader would pass over."""
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _fits(key: dict[str, Any], algorithm: str) -> bool:
    """Whether a published key is one of this algorithm, and there to check signatures."""
    uses = key.get("key_ops")
    return (
        (key.get("kty"), key.get("crv")) == ALGORITHMS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (uses is None or (isinstance(uses, list) and "verify" in uses))
    )
