"""Signs as Flask and Flask-WTF do, by signers that are made once: theirs are made anew for each cookie and token."""

from functools import cached_property
from typing import Any, Self

from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer


class KeptSigner(TimestampSigner):
    """Derives a key from a secret once. What it signs, and what it takes, is the same."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._derived: dict[Any, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        if secret_key not in self._derived:
            self._derived[secret_key] = super().derive_key(secret_key)
        return self._derived[secret_key]


class KeptSerializer(URLSafeTimedSerializer):
    """Signs with one signer."""

    default_signer = KeptSigner

    @classmethod
    def like(cls, other: URLSafeTimedSerializer) -> Self:
        """One that signs and takes what `other` does."""
        return cls(
            list(other.secret_keys),
            salt=other.salt,
            serializer=other.serializer,
            signer_kwargs=other.signer_kwargs,
        )

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Of this salt: nobody here asks for another."""
        return self._signer

    @cached_property
    def _signer(self) -> Signer:
        return super().make_signer(self.salt)
