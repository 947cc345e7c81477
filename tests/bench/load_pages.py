"""The load on a page: a bounded number of keep-alive connections to the loopback, each asking again once answered.

One thread and one selector, so that sixteen readers cost a small part of a core.
"""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.figures import Taken
from tests.bench.machine import processor_seconds
from tests.bench.servers import HOST

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class PagePlan:
    """`readers` ask for `path` for `seconds`, at most `most` times, of the server `pid` on `port`."""

    port: int
    pid: int
    path: str
    cookie: str
    readers: int
    seconds: float
    most: int = 20_000
    warming: int = 30


@dataclass(slots=True)
class Reader:
    """One keep-alive connection and what has come of the present answer."""

    connection: socket.socket
    asked: float = 0.0
    size: int = 0
    came: bytearray = field(default_factory=bytearray)

    @classmethod
    def connect(cls, port: int) -> "Reader":
        connection = socket.create_connection((HOST, port), timeout=PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(connection)

    def ask(self, request: bytes) -> None:
        self.came.clear()
        self.asked = time.perf_counter()
        self.connection.sendall(request)

    def hear(self) -> bool:
        """Take in what has arrived; whether the answer is complete. RuntimeError if it is not a page."""
        arrived = self.connection.recv(262_144)
        if not arrived:
            raise RuntimeError("the server closed the connection")
        self.came += arrived
        head, gap, body = self.came.partition(b"\r\n\r\n")
        if not gap:
            return False
        length = LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or length is None:
            raise RuntimeError(f"no page came: {head[:200].decode(errors='replace')}")
        self.size = int(length[1])
        return len(body) >= self.size


def load(plan: PagePlan) -> Taken:
    """Ask as planned; what was taken leaves the warming out."""
    request = (
        f"GET {plan.path} HTTP/1.1\r\nHost: {HOST}:{plan.port}\r\nCookie: {plan.cookie}\r\n"
        "Accept: text/html\r\nUser-Agent: bench\r\n\r\n"
    ).encode()
    readers = [Reader.connect(plan.port) for _ in range(plan.readers)]
    try:
        _ask(readers, request, until=time.perf_counter() + PATIENCE, most=max(plan.warming, len(readers)))
        return _take(readers, request, plan)
    finally:
        for reader in readers:
            reader.connection.close()


def _take(readers: list[Reader], request: bytes, plan: PagePlan) -> Taken:
    server, load, began = processor_seconds(plan.pid), time.process_time(), time.perf_counter()
    times = _ask(readers, request, until=began + plan.seconds, most=plan.most)
    return Taken(
        times=times,
        count=len(times),
        seconds=time.perf_counter() - began,
        server=processor_seconds(plan.pid) - server,
        load=time.process_time() - load,
        size=readers[0].size,
    )


def _ask(readers: list[Reader], request: bytes, *, until: float, most: int) -> list[float]:
    """Seconds that each answer took; every one asked for has come."""
    times: list[float] = []
    asked = waiting = len(readers)
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.connection, selectors.EVENT_READ, reader)
            reader.ask(request)
        while waiting:
            for reader in _answered(selector):
                times.append(time.perf_counter() - reader.asked)
                if asked < most and time.perf_counter() < until:
                    reader.ask(request)
                    asked += 1
                else:
                    waiting -= 1
    return times


def _answered(selector: selectors.BaseSelector) -> Iterator[Reader]:
    """The readers whose answers are complete by now, each as soon as it is."""
    ready = selector.select(PATIENCE)
    if not ready:
        raise TimeoutError(f"no answer within {PATIENCE} seconds")
    for key, _ in ready:
        if key.data.hear():
            yield key.data
