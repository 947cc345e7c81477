"""What a provider, or whoever speaks in its name, could say that must not be believed: tokens, answers, metadata."""

import hmac
import json
import warnings
from collections.abc import Callable
from typing import Any

from joserfc.jwk import RSAKey

from tests.providers import ANOTHER_RSA, FOREIGN, RSA, FakeProvider, Reply, encoded, reply, token

Claims = dict[str, Any]
Lie = Callable[[Claims], object]


def without(claims: Claims, *names: str) -> Claims:
    return {name: said for name, said in claims.items() if name not in names}


PUBLIC = RSA.as_pem(private=False)
with warnings.catch_warnings(action="ignore"):  # that it is small
    SMALL = RSAKey.generate_key(1024, {"kid": "small"}, private=True)
FOR_SECRETS = RSAKey.generate_key(2048, {"kid": "enc", "use": "enc"}, private=True)
PUBLISHED_BESIDES = [
    SMALL.as_dict(private=False),
    FOR_SECRETS.as_dict(private=False),
    without(RSA.as_dict(private=False), "use") | {"kid": "ops", "key_ops": ["encrypt"]},
    without(RSA.as_dict(private=False), "use") | {"kid": "word", "key_ops": "verify"},
    RSA.as_dict(private=False) | {"kid": "ps", "alg": "PS256"},
    {"kty": "oct", "kid": "oct", "k": encoded(b"a secret that all can read here!")},
    {"kty": "RSA", "kid": "broken", "n": "!", "e": []},
    {"kty": ["RSA"], "kid": ["odd"]},
    "no key at all",
]
"""Keys that none of our tokens is signed with, though they stand there."""


def shared(secret: bytes, claims: Claims, **head: object) -> str:
    """Signed with what both would know, which the library would not."""
    heads = {"alg": "HS256", "kid": "one"} | head
    signed = f"{encoded(json.dumps(heads))}.{encoded(json.dumps(claims))}"
    return f"{signed}.{encoded(hmac.digest(secret, signed.encode(), 'sha256'))}"


def unsigned(claims: Claims, alg: str) -> str:
    return f"{encoded(json.dumps({'alg': alg, 'kid': 'one'}))}.{encoded(json.dumps(claims))}."


def twice(claims: Claims, name: str, first: object) -> str:
    """A payload that says `name` twice: who takes the first and who takes the last read different things."""
    return f'{{"{name}": {json.dumps(first)}, {json.dumps(claims)[1:]}'


def altered(signed: str, claims: Claims) -> str:
    head, _, signature = signed.split(".")
    return f"{head}.{encoded(json.dumps(claims))}.{signature}"


def two_heads(claims: Claims) -> str:
    signed = token(claims)
    head = encoded('{"alg": "none", "alg": "RS256", "kid": "one"}')
    return f"{head}.{signed.partition('.')[2]}"


def foreign(claims: Claims, **head: object) -> str:
    return token(claims, key=FOREIGN, **head)


JWK = FOREIGN.as_dict(private=False)
ELSEWHERE = "https://evil.example/keys"

TOKENS: dict[str, tuple[str, Lie]] = {
    "not signed": ("form", lambda said: unsigned(said, "none")),
    "not signed, with something for a signature": ("alg", lambda said: unsigned(said, "none") + "AA"),
    "not signed, spelt otherwise": ("alg", lambda said: unsigned(said, "nOnE") + "AA"),
    "the public key as a shared secret": ("alg", lambda said: shared(PUBLIC, said)),
    "the client's secret as a shared one": ("alg", lambda said: shared(b"a-secret-of-two", said)),
    "an empty secret": ("alg", lambda said: shared(b"", said)),
    "a secret that is published": (
        "alg", lambda said: shared(b"a secret that all can read here!", said, kid="oct"),
    ),
    "an algorithm that is not on the list": ("alg", lambda said: token(said, alg="RS512")),
    "an algorithm of another kind of key": ("signature", lambda said: token(said, alg="PS256", called="RS256")),
    "a name of an algorithm that is none": ("alg", lambda said: token(said, called=["RS256"])),
    "somebody else's key": ("signature", foreign),
    "somebody else's key, brought along": ("head", lambda said: foreign(said, jwk=JWK)),
    "somebody else's key, to be fetched": ("head", lambda said: foreign(said, jku=ELSEWHERE)),
    "somebody else's certificate": ("head", lambda said: foreign(said, x5u=ELSEWHERE)),
    "somebody else's certificate, brought along": ("head", lambda said: foreign(said, x5c=["MII"])),
    "the right key, and one brought along": ("head", lambda said: token(said, jwk=JWK)),
    "the name of another key": ("signature", lambda said: token(said, key=ANOTHER_RSA, kid="one")),
    "a key that is not published": ("key", lambda said: token(said, key=ANOTHER_RSA)),
    "no name, with two keys that fit": ("key", lambda said: token(said, kid=None)),
    "a name that is none": ("kid", lambda said: token(said, kid=1)),
    "a key of another kind": ("key", lambda said: token(said, kid="ec")),
    "a key that is too small": ("key", lambda said: token(said, key=SMALL)),
    "a key that is there to hide things": ("key", lambda said: token(said, key=FOR_SECRETS)),
    "a key that hides things, by what it does": ("key", lambda said: token(said, kid="ops")),
    "a key that does one word": ("key", lambda said: token(said, kid="word")),
    "a key for another algorithm": ("key", lambda said: token(said, kid="ps")),
    "a key that is broken": ("key", lambda said: token(said, kid="broken")),
    "what must be understood": ("head", lambda said: token(said, crit=["exp"])),
    "a payload that is not what was signed": ("head", lambda said: token(said, crit=["b64"], b64=False)),
    "other words under the signature": ("signature", lambda said: altered(token(said | {"sub": "eve"}), said)),
    "an access token": ("typ", lambda said: token(said, typ="at+jwt")),
    "a logout token": ("typ", lambda said: token(said, typ="logout+jwt")),
    "a type that is none": ("typ", lambda said: token(said, typ=7)),
    "no token": ("form", lambda _said: "no token"),
    "two parts": ("form", lambda said: token(said).rpartition(".")[0]),
    "an encrypted one": ("form", lambda said: f"{token(said)}.AAAA.AAAA"),
    "something after its end": ("form", lambda said: token(said) + "\n"),
    "filled up": ("form", lambda said: token(said) + "=="),
    "too long": ("form", lambda said: token(said | {"groups": ["x" * 20_000]})),
    "a head that is none": ("head", lambda said: f"{encoded('7')}.{token(said).partition('.')[2]}"),
    "two heads": ("head", two_heads),
    "a payload that is none": ("payload", lambda _said: token("[]")),
    "a payload without an end": ("payload", lambda _said: token("[" * 9_000)),
    "its subject twice": ("payload", lambda said: token(twice(said, "sub", "eve"))),
    "a number": ("form", lambda _said: 7),
    "another issuer": ("iss", lambda said: token(said | {"iss": "https://evil.example"})),
    "a slash after the issuer": ("iss", lambda said: token(said | {"iss": said["iss"] + "/"})),
    "the issuer in capitals": ("iss", lambda said: token(said | {"iss": said["iss"].upper()})),
    "no issuer": ("iss", lambda said: token(without(said, "iss"))),
    "an audience that is not us": ("aud", lambda said: token(said | {"aud": "another"})),
    "an audience that begins as we do": ("aud", lambda said: token(said | {"aud": "cop2"})),
    "no audience": ("aud", lambda said: token(without(said, "aud"))),
    "an audience of nobody": ("aud", lambda said: token(said | {"aud": []})),
    "an audience of others": ("aud", lambda said: token(said | {"aud": ["a", "b"], "azp": "cop"})),
    "an audience that is an object": ("aud", lambda said: token(said | {"aud": {"cop": 1}})),
    "us and others, given to nobody": ("azp", lambda said: token(said | {"aud": ["cop", "another"]})),
    "us and others, given to them": ("azp", lambda said: token(said | {"aud": ["cop", "a"], "azp": "a"})),
    "us, given to others": ("azp", lambda said: token(said | {"azp": "another"})),
    "expired": ("exp", lambda said: token(said | {"exp": said["iat"] - 60})),
    "no end": ("exp", lambda said: token(without(said, "exp"))),
    "an end in words": ("exp", lambda said: token(said | {"exp": str(said["exp"])})),
    "an end that is true": ("exp", lambda said: token(said | {"exp": True})),
    "an end without end": ("exp", lambda said: token(json.dumps(said | {"exp": 0})[:-2] + "1e999}")),
    "an end that no clock reaches": ("exp", lambda said: token(said | {"exp": 10**400})),
    "an end that is no number": ("payload", lambda said: token(json.dumps(said | {"exp": float("nan")}))),
    "not yet": ("nbf", lambda said: token(said | {"nbf": said["iat"] + 60})),
    "not before a word": ("nbf", lambda said: token(said | {"nbf": "now"})),
    "from the future": ("iat", lambda said: token(said | {"iat": said["iat"] + 60})),
    "from no time": ("iat", lambda said: token(without(said, "iat"))),
    "no nonce": ("nonce", lambda said: token(without(said, "nonce"))),
    "another nonce": ("nonce", lambda said: token(said | {"nonce": "another"})),
    "an empty nonce": ("nonce", lambda said: token(said | {"nonce": ""})),
    "the nonce in a list": ("nonce", lambda said: token(said | {"nonce": [said["nonce"]]})),
    "another access token": ("at_hash", lambda said: token(said | {"at_hash": encoded(b"x" * 16)})),
    "nobody": ("sub", lambda said: token(without(said, "sub"))),
    "an empty name": ("sub", lambda said: token(said | {"sub": ""})),
    "a blank name": ("sub", lambda said: token(said | {"sub": "  "})),
    "a number for a name": ("sub", lambda said: token(said | {"sub": 7})),
    "a list for a name": ("sub", lambda said: token(said | {"sub": [said["sub"]]})),
    "a name that is too long": ("sub", lambda said: token(said | {"sub": "x" * 256})),
    "a name that databases don't take": ("sub", lambda said: token(said | {"sub": "ann\0"})),
    "a name in other letters": ("sub", lambda said: token(said | {"sub": "ännchen"})),
    "half a character": ("sub", lambda said: token(json.dumps(said | {"sub": "ann\ud800"}))),
}  # fmt: skip
"""What it is -> the code by which it is refused, and how it is made of claims that are true."""


ANSWERS: dict[str, tuple[str, Callable[[Claims], Reply]]] = {
    "a failure": ("status", lambda _: reply({}, 500)),
    "a refusal": ("status", lambda said: reply({"error": "x", "id_token": token(said)}, 400)),
    "a redirect": ("status", lambda said: reply({"id_token": token(said)}, 302, Location="/trap")),
    "a redirect that keeps the form": ("status", lambda _: reply({}, 307, Location="/trap")),
    "a page": ("json", lambda _: reply(b"<html>Sign in</html>", **{"Content-Type": "text/html"})),
    "a list": ("json", lambda said: reply([{"id_token": token(said)}])),
    "two tokens": (
        "json", lambda said: reply(f'{{"id_token": "{token(said)}", "id_token": "x"}}'.encode()),
    ),
    "too much": ("size", lambda said: reply({"id_token": token(said), "more": "x" * 1_000_000})),
    "less than it says": ("answer", lambda said: reply({"id_token": token(said)}, **{"Content-Length": "9999"})),
    "no token": ("form", lambda _: reply({"access_token": "x"})),
    "no access token, though one is named": (
        "at_hash", lambda said: reply({"id_token": token(said | {"at_hash": encoded(b"x" * 16)})}),
    ),
}  # fmt: skip
"""What stands in the place of the answer to a code that is right -> as above."""


def other_doors(fake: FakeProvider, **doors: object) -> None:
    fake.metadata |= doors


METADATA: dict[str, tuple[str, Callable[[FakeProvider], object]]] = {
    "another issuer": ("metadata", lambda fake: other_doors(fake, issuer="https://evil.example")),
    "a slash after the issuer": ("metadata", lambda fake: other_doors(fake, issuer=f"{fake.url}/")),
    "no issuer": ("metadata", lambda fake: fake.metadata.pop("issuer")),
    "a door that all can look through": (
        "doors", lambda fake: other_doors(fake, token_endpoint="http://evil.example/token"),
    ),
    "a door with a name and a password": (
        "doors", lambda fake: other_doors(fake, jwks_uri="https://a:b@evil.example/"),
    ),
    "a door of another kind": ("doors", lambda fake: other_doors(fake, jwks_uri="file:///etc/passwd")),
    "a door that a page would read otherwise": (
        "doors", lambda fake: other_doors(fake, authorization_endpoint='https://x.example/" onload="'),
    ),
    "a door without a port": ("doors", lambda fake: other_doors(fake, token_endpoint="https://x:y/")),
    "no door": ("doors", lambda fake: fake.metadata.pop("authorization_endpoint")),
    "a list of doors": ("doors", lambda fake: other_doors(fake, token_endpoint=[f"{fake.url}/token"])),
}  # fmt: skip
"""What the provider says of itself -> as above."""
