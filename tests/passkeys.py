"""A device that makes passkeys and uses them, as WebAuthn has it: for tests, which let it do so wrongly."""

import json
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

HERE = "http://localhost"
PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40
ES256, ES384 = -7, -35


@dataclass
class Device:
    """`counts` is whether it says how often it was used. What it should do wrongly is named when it is asked."""

    counts: bool = True
    origin: str = HERE
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    algorithm: int = ES256
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    used: int = 0
    user_handle: str | None = None

    def make(self, options: dict[str, Any], **wrong: Any) -> str:
        """What a browser sends back when it has made one."""
        self.user_handle = options["user"]["id"]
        known = struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public()
        about = self._about(MADE, wrong) + bytes(16) + known
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        said = {
            "clientDataJSON": self._client("webauthn.create", options, wrong),
            "attestationObject": bytes_to_base64url(attested),
        }
        return self._credential(said)

    def use(self, options: dict[str, Any], **wrong: Any) -> str:
        """What a browser sends back when one was used."""
        self.used += 1
        about, client = self._about(0, wrong), self._client("webauthn.get", options, wrong)
        signed = about + sha256(base64url_to_bytes(client)).digest()
        signature = wrong.get("key", self.key).sign(signed, ec.ECDSA(SHA256()))
        said = {
            "clientDataJSON": client,
            "authenticatorData": bytes_to_base64url(about),
            "signature": bytes_to_base64url(signature),
            "userHandle": wrong.get("user_handle", self.user_handle),
        }
        return self._credential({name: word for name, word in said.items() if word is not None})

    def _about(self, flags: int, wrong: dict[str, Any]) -> bytes:
        host = wrong.get("host", self.host)
        count = wrong.get("count", self.used if self.counts else 0)
        return (
            sha256(host.encode()).digest()
            + bytes([wrong.get("flags", self.flags) | flags])
            + struct.pack(">I", count)
        )

    def _client(self, kind: str, options: dict[str, Any], wrong: dict[str, Any]) -> str:
        said = {
            "type": wrong.get("kind", kind),
            "challenge": wrong.get("challenge", options["challenge"]),
            "origin": wrong.get("origin", self.origin),
        }
        return bytes_to_base64url(json.dumps(said).encode())

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: self.algorithm, -1: 1, -2: x, -3: y})

    def _credential(self, said: dict[str, str]) -> str:
        name = bytes_to_base64url(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
