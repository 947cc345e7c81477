"""A network between a browser and the site, of the kind that hospitals have: a proxy that may refuse tunnels (and with
them WebSockets), or let what stands fall silent without a word, as the connection of a machine that sleeps."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LOOK_SECONDS = 0.2


class Proxy:
    """One proxy, for loopback alone. `refuses_tunnels` and `fall_silent()` may be used while it runs."""

    def __init__(self) -> None:
        self.refuses_tunnels = False
        self.refused = 0
        self._silent = threading.Event()
        self._door = socket.create_server((LOOPBACK, 0))
        self._is_open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._door.getsockname()[1]}"

    def fall_silent(self) -> None:
        """Nothing passes any more on the connections that stand, and nobody is told; new ones work."""
        silent, self._silent = self._silent, threading.Event()
        silent.set()

    def close(self) -> None:
        self._is_open = False
        self.fall_silent()
        self._door.close()

    def _serve(self) -> None:
        while self._is_open:
            with suppress(OSError):
                visitor, _ = self._door.accept()
                threading.Thread(target=self._pass_on, args=(visitor,), daemon=True).start()

    def _pass_on(self, visitor: socket.socket) -> None:
        with visitor, suppress(OSError, ValueError):
            head = _head(visitor)
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            if method != "CONNECT":
                self._forward(visitor, head, target)
            elif self.refuses_tunnels:
                self.refused += 1
                visitor.sendall(REFUSED)
            else:
                self._tunnel(visitor, target)

    def _forward(self, visitor: socket.socket, head: bytes, target: str) -> None:
        """One request of plain HTTP, on a connection of its own."""
        parts = urlsplit(target)
        with _site(parts.port) as site:
            site.sendall(_own(head, f"{parts.path}?{parts.query}" if parts.query else parts.path))
            self._pipe(visitor, site)

    def _tunnel(self, visitor: socket.socket, target: str) -> None:
        with _site(int(target.rpartition(":")[2])) as site:
            visitor.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._pipe(visitor, site)

    def _pipe(self, one: socket.socket, other: socket.socket) -> None:
        silent, is_open = self._silent, True
        while is_open and not silent.is_set():
            for ready in select.select([one, other], [], [], LOOK_SECONDS)[0]:
                data = ready.recv(65536)
                (other if ready is one else one).sendall(data)
                is_open = is_open and bool(data)
        while silent.is_set() and self._is_open:
            threading.Event().wait(LOOK_SECONDS)


def _head(visitor: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        data = visitor.recv(65536)
        if not data:
            raise ValueError("it hung up")
        head += data
    return head


def _own(head: bytes, path: str) -> bytes:
    """The request as a site expects it: with a path, and for this one time."""
    first, _, rest = head.partition(b"\r\n")
    method, _, version = first.split(b" ")
    fields, _, body = rest.partition(b"\r\n\r\n")
    kept = [
        field for field in fields.split(b"\r\n") if not field.lower().startswith((b"connection:", b"proxy-"))
    ]
    return b"\r\n".join([b" ".join([method, path.encode(), version]), *kept, b"Connection: close", b"", body])


def _site(port: int | None) -> socket.socket:
    return socket.create_connection((LOOPBACK, port or 80), timeout=30)


@contextmanager
def proxy() -> Iterator[Proxy]:
    running = Proxy()
    try:
        yield running
    finally:
        running.close()
