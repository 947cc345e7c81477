"""Whether what the provider has signed was signed for us, now, and for this very visit (ASVS 9.2, 10.5)."""

import base64
import hashlib
import hmac
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from cop import clock
from cop.openid.refusals import Refused, require

LEEWAY = 60
"""Seconds by which the clocks of the two may differ."""

LONGEST_SUBJECT = 255


def subject(said: dict[str, Any], *, issuer: str, client_id: str, nonce: str) -> str:
    """Who it is, as the provider calls them: a name that it gives to nobody else. Refused by the first thing that is
    not as it must be (OpenID Connect Core, 3.1.3.7). Nothing else that is said of them is looked at, no address of
    mail either.
    """
    require(is_same(said.get("iss"), issuer), "iss")
    _require_us(said, client_id)
    _require_now(said)
    require(is_same(said.get("nonce"), nonce), "nonce")
    called = _name(said.get("sub"))
    _require_as_authlib_does(said, issuer=issuer, client_id=client_id, nonce=nonce)
    return called


def _require_as_authlib_does(said: dict[str, Any], *, issuer: str, client_id: str, nonce: str) -> None:
    """The same once more, by a library that many look at: what one of the two overlooks the other may not."""
    wanted = {"iss": {"essential": True, "value": issuer}}
    token = CodeIDToken(said, {}, wanted, {"client_id": client_id, "nonce": nonce})
    try:
        token.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    except JoseError as error:
        raise Refused("claims") from error


def _require_us(said: dict[str, Any], client_id: str) -> None:
    audience = said.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    require(any(is_same(each, client_id) for each in named), "aud")
    if len(named) > 1 or "azp" in said:
        require(is_same(said.get("azp"), client_id), "azp")


def _require_now(said: dict[str, Any]) -> None:
    now = clock.now().timestamp()
    require(_time(said, "exp") > now - LEEWAY, "exp")
    require(_time(said, "iat") < now + LEEWAY, "iat")
    if "nbf" in said:
        require(_time(said, "nbf") < now + LEEWAY, "nbf")


def _time(said: dict[str, Any], name: str) -> float:
    moment = said.get(name)
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        raise Refused(name)
    # No year that anybody means has so many seconds; what JSON has for a number may be without end, too.
    require(abs(moment) < 1e12, name)
    return moment


def _name(sub: object) -> str:
    if not isinstance(sub, str) or not 0 < len(sub) <= LONGEST_SUBJECT:
        raise Refused("sub")
    require(sub.isascii() and sub.isprintable() and bool(sub.strip()), "sub")
    return sub


def require_access_token(said: dict[str, Any], access_token: object, algorithm: str) -> None:
    """Where the token names the access token that came with it, it must be that one."""
    if "at_hash" not in said:
        return
    if not isinstance(access_token, str):
        raise Refused("at_hash")
    full = (hashlib.sha512 if algorithm == "EdDSA" else hashlib.sha256)(_bytes(access_token)).digest()
    half = base64.urlsafe_b64encode(full[: len(full) // 2]).rstrip(b"=").decode()
    require(is_same(said["at_hash"], half), "at_hash")


def is_same(said: object, meant: str) -> bool:
    """Whether something that was said is exactly what was meant; how far it was right can't be measured."""
    return isinstance(said, str) and hmac.compare_digest(_bytes(said), _bytes(meant))


def _bytes(text: str) -> bytes:
    """Whatever stands in JSON, halves of characters too, and two texts never the same."""
    return text.encode("utf-8", "surrogatepass")
