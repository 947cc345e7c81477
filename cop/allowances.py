"""Allowances in a process's own memory: they guard its processor, where a row would be one more write for each try."""

from collections.abc import Hashable
from time import monotonic

MANY = 10_000
"""So many are kept before the full ones are forgotten."""


class Allowance:
    """A bucket that holds `most` and gains `a_second`."""

    __slots__ = ("_at", "_left", "a_second", "most")

    def __init__(self, most: float, *, a_second: float) -> None:
        self.most, self.a_second = most, a_second
        self._left, self._at = most, monotonic()

    def take(self, weight: float = 1) -> bool:
        """Take `weight`, which may be more than is left: it is owed then. False, and nothing is taken, below one."""
        if self.left() < 1:
            return False
        self._left -= weight
        return True

    def left(self) -> float:
        """What it holds by now."""
        now = monotonic()
        self._left = min(self.most, self._left + (now - self._at) * self.a_second)
        self._at = now
        return self._left


class Allowances:
    """One allowance for each of many, by whatever tells them apart. Whose is full is as one who never took of it."""

    def __init__(self, most: float, *, a_second: float) -> None:
        self.most, self.a_second = most, a_second
        self._of: dict[Hashable, Allowance] = {}

    def of(self, whom: Hashable) -> Allowance:
        if whom not in self._of and len(self._of) >= MANY:
            self._of = {each: kept for each, kept in self._of.items() if kept.left() < kept.most}
        return self._of.setdefault(whom, Allowance(self.most, a_second=self.a_second))
