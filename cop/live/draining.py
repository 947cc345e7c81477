"""How a serving process ends (F14): nothing new comes in, what runs is answered, everybody is asked to come back.

On SIGTERM `/readyz` answers 503 and handshakes are refused, so that a proxy sends people elsewhere. Then, one after the
other, each socket is told `live:closing` with `restarting`, has a little longer to hear its answers, and is closed.
Only then does the server below hear of the signal. All of it fits into ten seconds.
"""

import logging
import signal
from collections.abc import Callable, Iterable
from time import monotonic
from types import FrameType
from typing import Any

import gevent

from cop.live import farewells, hub, seats

log = logging.getLogger("cop.live")

NOTICE_SECONDS = 1.5
"""For a proxy to notice, where there is another process to send people to: it asks /readyz every second."""
SPREAD_SECONDS = 1.5
"""Over which the sockets are told, so that they do not all come back at once."""
GRACE_SECONDS = 1.0
"""Between being told and being closed."""
ANSWER_SECONDS = 0.05
"""Between the end of an event and its answer in the outbox."""
PATIENCE_SECONDS = 2.0
"""For events that still run then, and for what still waits to be sent."""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_is_draining = False


def gate(inner: Wsgi) -> Wsgi:
    """`inner`, except that a process that ends is not ready and takes no new connection."""

    def gated(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_draining and _is_new(environ):
            start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "1")])
            return [b"restarting\n"]
        return inner(environ, start_response)

    return gated


def _is_new(environ: dict[str, Any]) -> bool:
    path: str = environ["PATH_INFO"]
    return path == "/readyz" or (path.startswith("/socket.io") and "sid=" not in environ["QUERY_STRING"])


def drain_on_sigterm(*, has_neighbours: bool) -> None:
    """Drain first, and let whoever handled SIGTERM until now have it after that."""
    before = signal.getsignal(signal.SIGTERM)

    def begin(number: int, frame: FrameType | None) -> None:
        if not _is_draining:
            gevent.spawn(_drain_then, before, number, frame, notice=NOTICE_SECONDS if has_neighbours else 0)

    signal.signal(signal.SIGTERM, begin)


def _drain_then(before: Any, number: int, frame: FrameType | None, *, notice: float) -> None:
    try:
        drain(notice=notice)
    except Exception:
        log.exception("the process ends without having drained")
    if callable(before):
        before(number, frame)


def drain(*, notice: float) -> None:
    """Refuse what is new, wait `notice` seconds, and see off every connection of this process."""
    global _is_draining
    _is_draining, began = True, monotonic()
    if lines := hub.lines():
        gevent.sleep(notice)
        between = SPREAD_SECONDS / len(lines)
        leaving = [gevent.spawn_later(turn * between, _see_off, line) for turn, line in enumerate(lines)]
        gevent.joinall(leaving, timeout=SPREAD_SECONDS + GRACE_SECONDS + 2 * PATIENCE_SECONDS)
    _wait_until(hub.is_idle)
    log.info("drained", extra={"sockets": len(lines), "ms": round((monotonic() - began) * 1000)})


def _see_off(line: Any) -> None:
    """Tell, let answers that are under way arrive, and close. Who has gone by itself meanwhile is gone."""
    if line.closed or line.closing:
        return
    farewells.tell(line, farewells.RESTARTING)
    gevent.sleep(GRACE_SECONDS)
    _wait_until(lambda: not seats.has_running(line.sid))
    gevent.sleep(ANSWER_SECONDS)
    farewells.end(line, farewells.RESTARTING)
    _wait_until(line.queue.empty)


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not holds() and monotonic() < deadline:
        gevent.sleep(0.02)
