"""Buckets in memory: what they hold, how they refill, and whom they are kept for."""

import pytest

from cop import allowances
from cop.allowances import Allowance, Allowances


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of these counts, to be set."""
    at = [1_000.0]
    monkeypatch.setattr(allowances, "monotonic", lambda: at[0])
    return at


def test_an_allowance_is_used_up_and_comes_back_with_time(now: list[float]):
    allowance = Allowance(80, a_second=10)
    assert [allowance.take() for _ in range(82)] == [True] * 80 + [False] * 2
    now[0] += 0.5
    assert [allowance.take() for _ in range(6)] == [True] * 5 + [False]
    now[0] += 3_600
    assert allowance.left() == 80


def test_what_is_heavier_than_what_is_left_is_owed_and_what_is_refused_is_not(now: list[float]):
    allowance = Allowance(10, a_second=1)
    assert allowance.take(30)
    assert not allowance.take(30)
    now[0] += 20
    assert not allowance.take()
    now[0] += 1
    assert allowance.take()


def test_each_has_one_and_nobody_takes_of_anothers(now: list[float]):
    kept = Allowances(2, a_second=1)
    assert [kept.of("bob").take() for _ in range(3)] == [True, True, False]

    assert kept.of("ann").take()


def test_only_who_has_all_is_forgotten_once_they_are_many(now: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(allowances, "MANY", 3)
    kept = Allowances(1, a_second=1)
    assert kept.of("bob").take()
    for number in range(20):
        kept.of(number)

    assert len(kept._of) <= 3
    assert not kept.of("bob").take()
