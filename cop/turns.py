"""Whose request is next: they begin in the order in which they came, and the sockets are looked at before each."""

from collections import deque

from gevent import get_hub
from gevent.hub import Waiter
from gevent.monkey import is_module_patched

AFTER_SOCKETS = -1
"""Of what is due together, the loop runs that with the highest priority first; sockets have 0."""


class Turns:
    """A queue for greenlets of which each may hold the process once it has begun: SQLite never yields.

    Left to the loop, of all that have something to read the last begins first, and nobody else is looked for until they
    are all done: who came first waits for twice as many as the others do, and for more while an answer goes out.
    """

    def __init__(self) -> None:
        self._waiting: deque[Waiter[None]] = deque()

    def take(self) -> None:
        """Return once it is this greenlet's turn."""
        if not is_module_patched("socket"):
            return
        waiter = Waiter()
        self._waiting.append(waiter)
        if len(self._waiting) == 1:
            self._call_next()
        waiter.get()

    def _call_next(self) -> None:
        """Let the next begin after the sockets were looked at, and after what they have brought stands in line too."""
        get_hub().loop.timer(0, priority=AFTER_SOCKETS).start(self._begin)

    def _begin(self) -> None:
        waiter = self._waiting.popleft()
        if self._waiting:
            self._call_next()
        waiter.switch(None)
