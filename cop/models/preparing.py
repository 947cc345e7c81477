"""Texts as they are to be after a decision, worked out and rendered outside of its transaction.

Which texts these are is only known under the lock. So the transaction asks for them, is rolled back where one is not
ready, and begins anew once it is: mostly the second time.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from cop.errors import Conflict
from cop.markup import Words
from cop.models.changes import Change

Wanted: TypeAlias = tuple[Change, str]
R = TypeVar("R")

TRIES = 5


class Unready(Exception):
    def __init__(self, wanted: list[Wanted]) -> None:
        super().__init__("texts are to be made")
        self.wanted = wanted


class Prepared:
    """What changes have made of texts so far."""

    def __init__(self) -> None:
        self._made: dict[Wanted, Words] = {}

    def of(self, change: Change, text: str) -> Words:
        """What `text` says after `change`; it was required before."""
        return self._made[change, text]

    def require(self, wanted: Iterable[Wanted]) -> None:
        """Unready where one of `wanted` was not made yet."""
        if missing := [each for each in wanted if each not in self._made]:
            raise Unready(missing)

    def make(self, wanted: Iterable[Wanted]) -> None:
        for change, text in wanted:
            self._made[change, text] = Words.again(change(text))


def until_ready(act: Callable[[Prepared], R], *, tries: int = TRIES) -> R:
    """What `act`, a command, returns once all that it asks for is made; Conflict where it asks for more each time."""
    prepared = Prepared()
    for _ in range(tries):
        try:
            return act(prepared)
        except Unready as unready:
            prepared.make(unready.wanted)
    raise Conflict("This is being quoted and changed at this moment. Try again.")
