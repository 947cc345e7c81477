"""Hashing as the product does it, with less of it: hundreds of tries would take minutes."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from cop.accounts.commands import passwords


@pytest.fixture(autouse=True)
def _hash_quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.module.__name__.endswith("choose_password"):
        yield
        return
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._decoy.cache_clear()
    yield
    passwords._decoy.cache_clear()
