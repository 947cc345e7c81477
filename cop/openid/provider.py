"""The provider: where it says its doors are, the keys it signs with, and the two steps of a visit to it."""

import base64
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.discovery import get_well_known_url

from cop import clock
from cop.addresses import is_private, is_secret
from cop.openid import asking, claims, signatures
from cop.openid.refusals import Refused, require

KEPT = timedelta(hours=1)
"""How long what it publishes is taken for what it publishes."""

AGAIN = timedelta(minutes=1)
"""How often at most it is asked for keys because of a name that we don't know: anybody can make one up."""

DOORS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Client(NamedTuple):
    """What we are to the provider: all of it is the operator's choice, and nothing that anybody sends reaches it."""

    issuer: str
    id: str
    secret: str
    returns_to: str


class Errand(NamedTuple):
    """One visit: what must come back with the browser, in the token, and what we alone know until then (PKCE)."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> "Errand":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class Provider:
    """One that we are a client of. What it publishes is kept for an hour, by each process for itself."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._said = _Kept(self._read_metadata)
        self._keys = _Kept(lambda: asking.ask(self._said.get()["jwks_uri"]))

    def way(self, errand: Errand) -> str:
        """Where the browser goes, to come back with `errand.state` and a code."""
        door = str(self._said.get()["authorization_endpoint"])
        return str(
            prepare_grant_uri(
                door,
                self.client.id,
                "code",
                redirect_uri=self.client.returns_to,
                scope="openid",  # neither their name nor their address: who it is is enough
                state=errand.state,
                nonce=errand.nonce,
                code_challenge=create_s256_code_challenge(errand.verifier),
                code_challenge_method="S256",
            )
        )

    def subject(self, errand: Errand, *, code: str, answered_by: str | None) -> str:
        """Who came back with `code`. `answered_by` is who says to have sent them, where it is said (RFC 9207)."""
        said = self._said.get()
        if answered_by is not None or said.get("authorization_response_iss_parameter_supported") is True:
            require(claims.is_same(answered_by, self.client.issuer), "answered_by")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.client.returns_to,
            "code_verifier": errand.verifier,
        }
        ours, headers = self._credentials(said)
        answer = asking.ask(said["token_endpoint"], form=form | ours, headers=headers)
        told, algorithm = signatures.signed_by(self._named, answer.get("id_token"))
        claims.require_access_token(told, answer.get("access_token"), algorithm)
        issuer, client_id = self.client.issuer, self.client.id
        return claims.subject(told, issuer=issuer, client_id=client_id, nonce=errand.nonce)

    def _read_metadata(self) -> dict[str, Any]:
        """Only what the issuer itself says of itself, and only doors that are as private as it is (ASVS 10.5.3)."""
        issuer = self.client.issuer
        said = asking.ask(get_well_known_url(issuer, external=True))
        require(claims.is_same(said.get("issuer"), issuer), "metadata")
        is_fit = is_secret if issuer.startswith("https://") else is_private
        require(all(isinstance(said.get(door), str) and is_fit(said[door]) for door in DOORS), "doors")
        return said

    def _credentials(self, said: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """(what the form says besides, heads): how we prove that it is us, in a way that the provider takes."""
        ways = said.get("token_endpoint_auth_methods_supported")
        if not isinstance(ways, list) or "client_secret_basic" in ways:
            pair = f"{quote_plus(self.client.id)}:{quote_plus(self.client.secret)}"
            return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        require("client_secret_post" in ways, "credentials")
        return {"client_id": self.client.id, "client_secret": self.client.secret}, {}

    def _named(self, name: str | None) -> list[dict[str, Any]]:
        found = _called(name, self._keys.get())
        return found or _called(name, self._keys.get(AGAIN))


class _Kept:
    """What was read, for as long as it is not too old."""

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self.read = read
        self.said: dict[str, Any] = {}
        self.read_at: datetime | None = None

    def get(self, life: timedelta = KEPT) -> dict[str, Any]:
        if self.read_at is None or not timedelta() <= clock.now() - self.read_at < life:
            self.said, self.read_at = self.read(), clock.now()
        return self.said


def _called(name: str | None, published: dict[str, Any]) -> list[dict[str, Any]]:
    keys = published.get("keys")
    if not isinstance(keys, list):
        raise Refused("keys")
    return [each for each in keys if isinstance(each, dict) and (name is None or each.get("kid") == name)]


@lru_cache(maxsize=1)
def provider(client: Client) -> Provider:
    """The one that `client` is a client of, with what it has published."""
    return Provider(client)
