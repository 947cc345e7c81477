"""A WebSocket without a server: our wire and outbox at one end, at the other who reads only when told to."""

from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
from engineio import packet as engine
from gevent import socket

from cop.live.fanout import Fanout, Wire, frame_of
from cop.live.outbox import Outbox

PONG = 0x8A
_opened: list[Any] = []


def close_all() -> None:
    for each in _opened:
        each.close()
    _opened.clear()


def pair() -> tuple[Any, Any]:
    _opened.extend(ends := socket.socketpair())
    return ends


class Client:
    """One WebSocket: our end with wire, outbox and the library's writer; the other end reads when it is told to."""

    def __init__(self) -> None:
        ours, self.theirs = pair()
        self.wire, self.outbox, self.eio_sid = Wire(ours), Outbox(), "one"
        self.wire.client = SimpleNamespace(connected=True)
        self.outbox.wire = self.wire
        self.came, self.pongs = b"", 0
        self.fanout = Fanout(lambda _people: [self], lambda: lambda _sid, packet: self.outbox.put(packet))
        self.greenlets = [gevent.spawn(self._write)]

    def _write(self) -> None:
        """As the library does: all that may be taken at once, then each in turn."""
        while None not in (taken := [self.outbox.get()]):
            with suppress(gevent.queue.Empty):
                while True:
                    taken.append(self.outbox.get(block=False))
            for packet in filter(None, taken):
                self.wire.send(frame_of(packet.encode()))

    def push(self, text: str) -> None:
        self.fanout.deliver([text], [1])

    def acknowledge(self, text: str) -> None:
        """What the library does: the packet goes into the queue."""
        self.outbox.put(engine.Packet(engine.MESSAGE, text))

    def pong(self, size: int) -> None:
        """What the reader's greenlet does, in the midst of everything."""
        self.pongs += 1
        self.greenlets.append(gevent.spawn(self.wire.send, bytes((PONG, size)) + b"p" * size))

    def read(self, size: int) -> None:
        gevent.sleep(0)
        with gevent.Timeout(0.005, False):
            self.came += self.theirs.recv(size)

    def drain(self, size: int) -> None:
        """The other side is a process of its own: it reads while nobody here gets a turn."""
        with suppress(BlockingIOError):
            self.came += self.theirs._sock.recv(size)

    def read_all(self) -> None:
        self.outbox.put(None)
        gevent.spawn(self._end)
        while arrived := self.theirs.recv(1 << 20):
            self.came += arrived
        gevent.joinall(self.greenlets, raise_error=True)

    def _end(self) -> None:
        gevent.joinall(self.greenlets)
        self.wire.send(b"")
        self.wire.close()

    def frames(self) -> Iterator[tuple[int, str]]:
        """What came, as kind and text; a byte too many or too few fails."""
        at = 0
        while at < len(self.came):
            kind, length, at = self.came[at], self.came[at + 1], at + 2
            if length >= 126:
                wide = 2 if length == 126 else 8
                length, at = int.from_bytes(self.came[at : at + wide], "big"), at + wide
            assert kind in {0x81, PONG}
            assert at + length <= len(self.came)
            yield kind, self.came[at : at + length].decode()
            at += length
