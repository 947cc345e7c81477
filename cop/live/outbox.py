"""What waits for one client: the library's queue, with a bound."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gevent.queue import Empty, JoinableQueue

from cop.live.bounds import IN_ONE_POLL, MOST_BYTES, MOST_PACKETS

if TYPE_CHECKING:
    from cop.live.fanout import Wire

LINGER_SECONDS = 2
"""How long a client that was told good-bye has to hang up by itself."""


class Outbox(JoinableQueue):
    """What waits for one client: the library's queue, which here has a bound (F8) and knows the client's wire.

    One packet more than the bound calls `when_full`, once; what is put after that is let through: it is the farewell.
    """

    __slots__ = ("_taken", "held", "held_bytes", "when_full", "wire")

    def __init__(self) -> None:
        super().__init__()
        self.held = self.held_bytes = self._taken = 0
        self.wire: Wire | None = None
        self.when_full: Callable[[], None] | None = None

    def put(self, item: Any, block: Any = True, timeout: Any = None) -> None:  # noqa: FBT002 - a queue's signature
        if self.when_full and (self.held >= MOST_PACKETS or self.held_bytes >= MOST_BYTES):
            full, self.when_full = self.when_full, None
            full()
            return
        self.held += 1
        self.held_bytes += _size(item)
        super().put(item, block, timeout)

    def get(self, block: Any = True, timeout: Any = None) -> Any:  # noqa: FBT002 - a queue's signature
        """The next packet. A writer takes one at a time, so that the rest still counts as waiting."""
        if not block and self._taken >= (1 if self.wire else IN_ONE_POLL):
            raise Empty
        item = super().get(block, timeout)
        self._taken = 1 if block else self._taken + 1
        self.held -= 1
        self.held_bytes -= _size(item)
        return item

    def clear(self) -> None:
        """Forget what waits: each packet is a hint, and this client will ask."""
        while not self.empty():
            super().get(block=False)
            self.task_done()
        self.held = self.held_bytes = 0

    def join(self, timeout: Any = LINGER_SECONDS) -> Any:
        """The library waits here for the last packet to be fetched; nobody may ever come for it."""
        return super().join(timeout)


def _size(item: Any) -> int:
    return len(item.data) if item is not None and isinstance(item.data, str) else 0
