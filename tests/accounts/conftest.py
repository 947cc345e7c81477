"""Hashing as the product does it, with less of it: hundreds of tries would take minutes."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from cop.accounts.commands import passwords
from cop.models import sign_ins
from cop.policy.second_steps import DEMANDS
from tests.security.conftest import served_with

__all__ = ["served_with"]


@pytest.fixture(autouse=True)
def _hash_quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.module.__name__.endswith("choose_password"):
        yield
        return
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._decoy.cache_clear()
    yield
    passwords._decoy.cache_clear()


@pytest.fixture
def required() -> Iterator[None]:
    """Whoever looks after others must have a second step, as an installation may have it."""
    sign_ins.demand(*DEMANDS["required"])
    yield
    sign_ins.demand()
