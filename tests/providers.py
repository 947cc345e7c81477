"""A provider of OpenID Connect on loopback: honest by itself, and every part of it can be made to lie."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from cop import clock

CLIENT, SECRET = "cop", "a-secret-of-two"
ACCESS = "an-access-token"

RSA = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True)
ANOTHER_RSA = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}, private=True)
EC = ECKey.generate_key("P-256", {"kid": "ec"}, private=True)
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"}, private=True)
FOREIGN = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
"""A key of somebody else, who calls it as the provider calls its own."""

Reply = tuple[int, dict[str, str], bytes]


def encoded(said: bytes | str) -> str:
    raw = said.encode() if isinstance(said, str) else said
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(said: object, *, key: Any = RSA, alg: str = "RS256", **head: object) -> str:
    """`said`, signed; a head of None is left out. Text is taken as it is. `called` is what is said to be its `alg`."""
    named = {"alg": head.pop("called", alg), "kid": key.kid} | head
    heads = {name: each for name, each in named.items() if each is not None}
    payload = said if isinstance(said, str) else json.dumps(said)
    signed = f"{encoded(json.dumps(heads))}.{encoded(payload)}"
    signature = JWSRegistry.algorithms[alg].sign(signed.encode(), key)
    return f"{signed}.{encoded(signature)}"


def reply(said: object, status: int = 200, **heads: str) -> Reply:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return status, {"Content-Type": "application/json"} | heads, body


@dataclass
class Told:
    """What a visitor was sent there with."""

    query: dict[str, str]

    @property
    def state(self) -> str:
        return self.query["state"]


@dataclass
class FakeProvider:
    url: str = ""
    metadata: dict[str, object] = field(default_factory=dict)
    keys: list[object] = field(
        default_factory=lambda: [each.as_dict(private=False) for each in (RSA, EC, ED)]
    )
    replies: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    """What it answers at a path in the place of the truth."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, tuple[Told, dict[str, object]]] = field(default_factory=dict)

    def told(self, address: str) -> Told:
        """What this address says, which a browser was sent to."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == self.metadata["authorization_endpoint"]
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert query["scope"] == "openid"
        return Told(query)

    def claims(self, told: Told, sub: str) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        about = {"iss": self.url, "aud": CLIENT, "sub": sub, "nonce": told.query["nonce"]}
        return about | {"iat": now, "exp": now + 300}

    def code_for(self, told: Told, **answer: object) -> str:
        """A code that is worth `answer`, once, to whoever can show what they set out with."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = (told, {"access_token": ACCESS, "token_type": "Bearer"} | answer)
        return code

    def answer(self, path: str, form: dict[str, str], heads: Any) -> Reply:
        self.asked.append(path)
        if path in self.replies:
            return self.replies[path]()
        if path == "/.well-known/openid-configuration":
            return reply(self.metadata)
        if path == "/jwks":
            return reply({"keys": self.keys})
        return self._redeem(form, heads) if path == "/token" else reply({}, 404)

    def _redeem(self, form: dict[str, str], heads: Any) -> Reply:
        basic = base64.b64encode(f"{quote_plus(CLIENT)}:{quote_plus(SECRET)}".encode()).decode()
        is_us = heads.get("Authorization") == f"Basic {basic}" or form.get("client_secret") == SECRET
        told, answer = self.codes.pop(form.get("code", ""), (Told({}), {}))
        shown = encoded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        is_theirs = shown == told.query.get("code_challenge")
        is_back = form.get("redirect_uri") == told.query.get("redirect_uri")
        is_fit = is_us and is_theirs and is_back and form.get("grant_type") == "authorization_code"
        return reply(answer) if is_fit else reply({"error": "invalid_grant"}, 400)


@contextmanager
def serving(fake: FakeProvider) -> Iterator[FakeProvider]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            form = {name: each[0] for name, each in parse_qs(self.rfile.read(size).decode()).items()}
            status, heads, body = fake.answer(self.path, form, self.headers)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | heads).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - so the library calls it

        def log_message(self, *_: object) -> None: ...

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # whoever asked was not willing to wait
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    fake.metadata |= {
        "issuer": fake.url,
        "authorization_endpoint": f"{fake.url}/authorize",
        "token_endpoint": f"{fake.url}/token",
        "jwks_uri": f"{fake.url}/jwks",
    }
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
