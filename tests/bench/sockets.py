"""A Socket.IO client that is cheap enough to be one of two hundred: WebSocket only, one connection, few words.

It offers permessage-deflate as browsers do, because what the server then does for each receiver costs it something.
"""

import base64
import json
import os
import socket
import zlib
from collections.abc import Iterator
from typing import Any

from tests.bench.servers import HOST

PATIENCE = 30.0
TEXT, CLOSE = 0x1, 0x8
FINAL, SQUEEZED, MASKED = 0x80, 0x40, 0x80
TAIL = b"\x00\x00\xff\xff"
"""What a sender leaves out at the end of a compressed message (RFC 7692, 7.2.1)."""


class Refused(RuntimeError):
    """The server did not let this socket in."""


class Socket:
    """A connected socket: `say` events, `hear` packets. Not for anything but our own servers on the loopback."""

    def __init__(self, port: int, *, cookie: str, csrf: str) -> None:
        self.connection = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._came = bytearray()
        self._inflate: Any = None
        self._asked = 0
        self._upgrade(port, cookie)
        self._await("0")
        self._send("40" + json.dumps({"csrf": csrf}))
        self._await("40")

    def fileno(self) -> int:
        return self.connection.fileno()

    def say(self, event: str, payload: object) -> str:
        """Send `event`; returns how the packet begins that will acknowledge it."""
        self._asked += 1
        self._send(f"42{self._asked}{json.dumps([event, payload])}")
        return f"43{self._asked}["

    def ask(self, event: str, payload: object) -> Any:
        """Send `event` and wait for its acknowledgement; other packets are passed over."""
        opening = self.say(event, payload)
        return json.loads(self._await(opening)[len(opening) - 1 :])[0]

    def until(self, opening: str) -> str:
        """Wait for the next packet that begins so; others are passed over."""
        return self._await(opening)

    def hear(self) -> Iterator[str]:
        """The packets that have arrived."""
        arrived = self.connection.recv(65_536)
        if not arrived:
            raise Refused("the server closed the connection")
        self._came += arrived
        yield from self._packets()

    def close(self) -> None:
        self.connection.close()

    def _upgrade(self, port: int, cookie: str) -> None:
        lines = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {HOST}:{port}",
            f"Origin: http://{HOST}:{port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            f"Cookie: {cookie}",
        )
        self.connection.sendall("\r\n".join((*lines, "", "")).encode())
        while b"\r\n\r\n" not in self._came:
            self._came += self.connection.recv(4096) or b"\r\n\r\n"
        head, _, rest = bytes(self._came).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise Refused(head.decode(errors="replace"))
        if b"permessage-deflate" in head:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._came = bytearray(rest)

    def _await(self, opening: str) -> str:
        for packet in self._packets():
            if packet.startswith(opening):
                return packet
        while True:
            for packet in self.hear():
                if packet.startswith(opening):
                    return packet
                if packet.startswith("44"):
                    raise Refused(packet)

    def _send(self, text: str) -> None:
        self.connection.sendall(frame_of(text))

    def _packets(self) -> Iterator[str]:
        """The text frames that are complete, pings answered; servers of this library send each message as one frame."""
        while (frame := _frame(self._came)) is not None:
            kind, start, end = frame
            data = bytes(self._came[start:end])
            del self._came[:end]
            if kind & SQUEEZED:
                data = self._inflate.decompress(data + TAIL)
            if kind & 0xF == CLOSE:
                raise Refused("the server said good-bye")
            if kind & 0xF == TEXT and data == b"2":
                self._send("3")
            elif kind & 0xF == TEXT:
                yield data.decode()


def frame_of(text: str) -> bytes:
    """One masked text frame; a mask of zeros spares the work and is no secret on the loopback."""
    data = text.encode()
    if len(data) < 126:
        head = bytes((FINAL | TEXT, MASKED | len(data)))
    else:
        head = bytes((FINAL | TEXT, MASKED | 126)) + len(data).to_bytes(2, "big")
    return head + bytes(4) + data


def _frame(came: bytearray) -> tuple[int, int, int] | None:
    """First byte, start and end of the data of the frame that `came` begins with; None while it is incomplete."""
    if len(came) < 2:
        return None
    length, start = came[1] & 0x7F, 2
    if length >= 126:
        start = 4 if length == 126 else 10
        length = int.from_bytes(came[2:start], "big")
    return (came[0], start, start + length) if len(came) >= start + length else None
