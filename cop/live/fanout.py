"""The fan-out: packets, encoded and framed once, to every socket of some people.

The library gives each client a queue, a greenlet switch, an encoding and a frame of its own. A server's frames are
unmasked, so here one frame serves all: it is written without waiting to each WebSocket that has nothing else to say.
Whoever polls, lags, upgrades or has something queued gets the packet through the library's queue, behind what waits.
All that goes to one WebSocket, the library's words included, goes through its `Wire`, so that frames never mix.
"""

import logging
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

import gevent
from engineio import packet as engine
from engineio.async_drivers.gevent import WebSocketWSGI
from gevent.lock import Semaphore
from gevent.queue import JoinableQueue
from gevent.socket import wait_write

from cop.live.bounds import LARGEST_PACKET
from cop.live.outbox import LINGER_SECONDS, Outbox

log = logging.getLogger("cop.live")

SEND_BUFFER = 128 * 1024
"""Bytes the kernel may hold for one socket (Linux doubles it), so that a reader's slowness is seen here."""
STUCK_SECONDS = 20
"""A write without any progress for this long means that nobody reads."""
BREATHER = 250
"""Receivers after which other greenlets get their turn: acknowledgements must not wait for a crowd."""
AHEAD = 64
"""Packets that may wait for the fan-out; whoever has one more to tell waits in turn."""
TOGETHER = 16
"""Packets for the same people that go out in one write, where so many wait: a write costs far more than a frame."""

AT_ONCE = int(socket.MSG_DONTWAIT)
"""A send that takes what fits and never waits."""

_PACKET = re.compile(r"[1-356](?:probe)?\Z|4[0-6]")
"""What a client may send over a WebSocket: ping, pong, close, upgrade, noop, and messages of Socket.IO."""


class Wire:
    """One WebSocket's way out. It stands where the library expects the socket; whoever writes takes turns."""

    __slots__ = ("_gate", "_raw", "_rest", "_sock", "_writers", "client")

    def __init__(self, sock: Any) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._sock, self._raw = sock, sock._sock
        self._gate, self._writers, self._rest = Semaphore(1), 0, b""
        self.client: Any = None

    def offer(self, frame: bytes) -> bool:
        """Write `frame` now, or return False if it has to queue: somebody writes, or the kernel takes nothing.

        A frame of which the kernel takes a part counts as written: the rest goes out before anything else does.
        """
        if self._writers or self._rest or not self.client.connected:
            return False
        try:
            sent = self._raw.send(frame, AT_ONCE)
        except BlockingIOError:
            return False
        except OSError:
            return True  # nobody is there any more; the reader finds out and tidies up
        if sent < len(frame):
            self._rest = frame[sent:]
            gevent.spawn(self._finish)
        return True

    def send(self, data: bytes) -> int:
        """What the library writes: all of it, in turn, waiting for as long as the other side goes on reading."""
        self._writers += 1
        try:
            with self._gate:
                self._write_out(self._take_rest())
                self._write_out(data)
        except BaseException:
            self.hang_up()  # half a frame may be out: nothing can follow it
            raise
        finally:
            self._writers -= 1
        return len(data)

    def recv(self, size: int) -> bytes:
        return self._sock.recv(size)

    def close(self) -> None:
        self.hang_up()
        self._sock.close()

    def hang_up(self) -> None:
        """End the connection below the library: its reader finds it ended, whoever waits to write fails."""
        try:
            self._raw.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _take_rest(self) -> bytes:
        rest, self._rest = self._rest, b""
        return rest

    def _finish(self) -> None:
        try:
            self.send(b"")
        except OSError:
            return

    def _write_out(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[self._raw.send(left, AT_ONCE) :]
            except BlockingIOError:
                wait_write(self._raw.fileno(), timeout=STUCK_SECONDS)


class WiredWebSocket(WebSocketWSGI):
    """The library's WebSocket, all of whose writing goes through one wire, and which takes packets of bounded size."""

    def __init__(self, answer: Any, server: Any) -> None:
        super().__init__(answer, server)
        self.outbox: Outbox = answer.__self__.queue
        self.line = answer.__self__
        self.server_args["max_message_size"] = LARGEST_PACKET

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.wire = environ["gunicorn.socket"] = Wire(environ["gunicorn.socket"])
        return super().__call__(environ, start_response)

    def wait(self) -> str | None:
        """The next packet; None ends the connection. Bytes are passed over: no event here has attachments (S27)."""
        while isinstance(data := super().wait(), bytes):
            continue
        return data if data is not None and _PACKET.match(data) else None

    def close(self) -> None:
        try:
            super().close()
        except OSError:
            self.wire.hang_up()
        gevent.spawn_later(LINGER_SECONDS, self.wire.hang_up)


class DirectWebSocket(WiredWebSocket):
    """One that shows its wire to the fan-out, from the moment when it no longer polls."""

    def wait(self) -> str | None:
        if self.outbox.wire is None and self.line.upgraded and not self.line.upgrading:
            self.wire.client = self.ws
            self.outbox.wire = self.wire
        return super().wait()


WEBSOCKETS = {"direct": DirectWebSocket, "library": WiredWebSocket}
"""COP_FANOUT -> how a WebSocket is written to."""


class Receiver(Protocol):
    """One client, as the fan-out sees it."""

    eio_sid: str
    outbox: Outbox


Enqueue = Callable[[str, engine.Packet], None]


class Fanout:
    """Delivers what it is told in that order, one packet after the other, in a greenlet of its own."""

    def __init__(
        self, receivers: Callable[[Iterable[int]], Iterable[Receiver]], enqueue: Callable[[], Enqueue]
    ) -> None:
        self.receivers, self.enqueue = receivers, enqueue
        self.waiting = JoinableQueue(AHEAD)
        self.greenlet: Any = None

    def tell(self, text: str, people: Iterable[int]) -> None:
        """Let `text`, an encoded Socket.IO packet, go to all sockets of `people`; waits while many are ahead."""
        if self.greenlet is None:
            self.greenlet = gevent.spawn(self._run)
        self.waiting.put((text, people))

    def deliver(self, texts: Sequence[str], people: Iterable[int]) -> None:
        """The same at once, in this greenlet or thread: each of `texts` in turn, to each socket in one write."""
        packets = [engine.Packet(engine.MESSAGE, text) for text in texts]
        frames, enqueue = b"".join(frame_of(packet.encode()) for packet in packets), self.enqueue()
        for number, each in enumerate(self.receivers(people), 1):
            outbox = each.outbox
            if outbox.held or outbox.wire is None or not outbox.wire.offer(frames):
                _queue(enqueue, each.eio_sid, packets)
            if not number % BREATHER:
                gevent.sleep(0)

    def is_idle(self) -> bool:
        return bool(self.waiting.unfinished_tasks == 0)

    def _run(self) -> None:
        while True:
            told = [self.waiting.get()]
            while len(told) < TOGETHER and not self.waiting.empty():
                told.append(self.waiting.get())
            for people, run in groupby(told, key=itemgetter(1)):
                self._deliver_surely([text for text, _ in run], people)
            for _ in told:
                self.waiting.task_done()

    def _deliver_surely(self, texts: Sequence[str], people: Iterable[int]) -> None:
        try:
            self.deliver(texts, people)
        except Exception:
            log.exception("packets were not delivered to everybody")


def _queue(enqueue: Enqueue, eio_sid: str, packets: Iterable[engine.Packet]) -> None:
    """Leave them to the library; what fails with one client is no matter of the others."""
    try:
        for packet in packets:
            enqueue(eio_sid, packet)
    except Exception:
        log.exception("a packet was not queued")


def frame_of(text: str) -> bytes:
    """One whole, unmasked WebSocket text frame (RFC 6455, 5.2)."""
    data = text.encode()
    if len(data) < 126:
        return bytes((0x81, len(data))) + data
    if len(data) < 65_536:
        return b"\x81\x7e" + len(data).to_bytes(2, "big") + data
    return b"\x81\x7f" + len(data).to_bytes(8, "big") + data
