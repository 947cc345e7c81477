"""The load on a page: a bounded number of keep-alive connections to the loopback, each asking again once answered.

One thread and one selector, so that sixteen readers cost a small part of a core.
"""

import re
import secrets
import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from tests.bench.figures import Taken
from tests.bench.machine import processor_seconds
from tests.bench.servers import HOST, Server

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 20.0

Person = tuple[str, str]
"""Cookie and CSRF token."""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """`readers` at a time ask for `path` for `seconds`, at most `most` times, of `servers` and as `people` in turn.

    With a `form` they post it, each time under a `key` of its own, and are led elsewhere.
    """

    servers: list[Server]
    path: str
    people: list[Person]
    readers: int
    seconds: float
    most: int = 20_000
    warming: int = 30
    form: Mapping[str, str] = field(default_factory=dict)

    def request(self, turn: int) -> bytes:
        """What is asked as the `turn`th."""
        cookie, csrf = self.people[turn % len(self.people)]
        lines = [
            f"{'POST' if self.form else 'GET'} {self.path} HTTP/1.1",
            f"Host: {HOST}:{self.servers[0].port}",
            f"Cookie: {cookie}",
            "Accept: text/html",
            "User-Agent: bench",
        ]
        if not self.form:
            return "\r\n".join((*lines, "", "")).encode()
        body = urlencode({**self.form, "csrf_token": csrf, "key": secrets.token_hex(16)})
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join((*lines, "", body)).encode()


@dataclass(slots=True)
class Reader:
    """One keep-alive connection and what has come of the present answer."""

    connection: socket.socket
    asked: float = 0.0
    size: int = 0
    came: bytearray = field(default_factory=bytearray)

    @classmethod
    def connect(cls, plan: PagePlan, turn: int) -> "Reader":
        port = plan.servers[turn % len(plan.servers)].port
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
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303")) or length is None:
            raise RuntimeError(f"no page came: {head[:200].decode(errors='replace')}")
        self.size = int(length[1])
        return len(body) >= self.size


def load(plan: PagePlan) -> Taken:
    """Ask as planned; what was taken leaves the warming out."""
    readers = [Reader.connect(plan, turn) for turn in range(plan.readers)]
    try:
        _ask(readers, plan, until=time.perf_counter() + PATIENCE, most=max(plan.warming, len(readers)))
        return _take(readers, plan)
    finally:
        for reader in readers:
            reader.connection.close()


def _take(readers: list[Reader], plan: PagePlan) -> Taken:
    server, load, began = _processor(plan), time.process_time(), time.perf_counter()
    times = _ask(readers, plan, until=began + plan.seconds, most=plan.most)
    return Taken(
        times=times,
        count=len(times),
        seconds=time.perf_counter() - began,
        server=_processor(plan) - server,
        load=time.process_time() - load,
        size=readers[0].size,
    )


def _processor(plan: PagePlan) -> float:
    return sum(processor_seconds(server.pid) for server in plan.servers)


def _ask(readers: list[Reader], plan: PagePlan, *, until: float, most: int) -> list[float]:
    """Seconds that each answer took; every one asked for has come."""
    times: list[float] = []
    turns = count()
    waiting = len(readers)
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.connection, selectors.EVENT_READ, reader)
            reader.ask(plan.request(next(turns)))
        while waiting:
            for reader in _answered(selector):
                times.append(time.perf_counter() - reader.asked)
                if time.perf_counter() < until and (turn := next(turns)) < most:
                    reader.ask(plan.request(turn))
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
