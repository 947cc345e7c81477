"""Who of this process asks the database for the same rows next.

Where many write to the same rows, each process then has one command at the database that waits for them, and what the
others do before and after their own goes on beside it. Otherwise the rows are given to a process that is busy with all
that, and nobody has them meanwhile.
"""

from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from threading import RLock
from weakref import WeakValueDictionary

PATIENCE = 1.0
"""Seconds to stand in a queue. Then the database is asked, which knows of all who wait, and breaks circles."""

_turns: WeakValueDictionary[Hashable, RLock] = WeakValueDictionary()
_mine: ContextVar[ExitStack | None] = ContextVar("mine", default=None)


@contextmanager
def standing() -> Iterator[None]:
    """Whatever the block queues for is the next one's after it."""
    with ExitStack() as mine:
        token = _mine.set(mine)
        try:
            yield
        finally:
            _mine.reset(token)


def queue_for(*rows: Hashable) -> None:
    """Within a command, before the first lock of what many write to: go on when no other of this process has it.
    `rows` is any name for them that all who want them use.
    """
    mine = _mine.get()
    if mine is None:
        return
    turn = _turns.setdefault(rows, RLock())
    if turn.acquire(timeout=PATIENCE):
        mine.callback(turn.release)
