"""How a connection is closed from our side: the client is told why, where it still can be, and the log says it too."""

import json
import logging
from dataclasses import dataclass
from typing import Any

import gevent
from engineio import packet as engine

from cop.live.outbox import LINGER_SECONDS, Outbox

log = logging.getLogger("cop.live")

GOODBYE = "1"
"""Socket.IO's packet after which a client does not come back by itself."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """Why a connection ends. Whoever `may_return` connects again by itself, with jitter, and catches up."""

    reason: str
    may_return: bool = True


TOO_SLOW = Farewell("too_slow")
TOO_FAST = Farewell("too_fast")
TOO_MANY = Farewell("too_many", may_return=False)
NOT_UNDERSTOOD = Farewell("not_understood")
NOT_SIGNED_IN = Farewell("not_signed_in")
RESTARTING = Farewell("restarting")
FAREWELLS = (TOO_SLOW, TOO_FAST, TOO_MANY, NOT_UNDERSTOOD, NOT_SIGNED_IN, RESTARTING)


def tell(line: Any, farewell: Farewell) -> None:
    """Say `live:closing` on an Engine.IO connection: what waits before it is a hint, and makes room if it is much."""
    if isinstance(line.queue, Outbox):
        line.queue.when_full = None
        if farewell is TOO_SLOW:
            line.queue.clear()
    _put(line, "2" + json.dumps(["live:closing", {"reason": farewell.reason}], separators=(",", ":")))


def close(line: Any, farewell: Farewell) -> None:
    """Tell, and close. A WebSocket that takes nothing any more is cut a little later."""
    if line.closed or line.closing:
        return
    tell(line, farewell)
    end(line, farewell)


def end(line: Any, farewell: Farewell) -> None:
    """Close a connection that has been told."""
    if line.closed or line.closing:
        return
    log.info("socket closed", extra={"reason": farewell.reason, "waited": line.queue.qsize()})
    if not farewell.may_return:
        _put(line, GOODBYE)
    line.close(wait=False, reason=farewell.reason)
    wire = getattr(line.queue, "wire", None)
    if wire is not None:
        gevent.spawn_later(LINGER_SECONDS, wire.hang_up)


def _put(line: Any, text: str) -> None:
    line.queue.put(engine.Packet(engine.MESSAGE, text))
