"""One socket of a crowd: comes in step by step without waiting, then counts what it hears, as cheaply as can be.

It offers no compression: the product declines it, and the bare minimum is faster without it.
"""

import base64
import json
import os
import re
import socket
from dataclasses import dataclass
from enum import IntEnum
from time import perf_counter
from typing import Any

from tests.bench.servers import HOST
from tests.bench.sockets import PATIENCE, Refused, frame_of

NEWS = b'42["message:new"'
REFUSED = b'"ok":false'
PING, PONG = b"\x81\x012", "3"
KEY = re.compile(rb'"key":"([^"]+)"')
AT_ONCE = 262_144
"""Bytes that are read at most in one go."""


class Step(IntEnum):
    UPGRADING, OPENING, JOINING, ENTERING, HERE = range(5)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a crowd goes in: a server's port, the port that the public address names, and the space's slug."""

    port: int
    public: int
    space: str


class Client:
    """A person's socket. `count` is how many lines it has heard, `here_at` when it had the room before it."""

    __slots__ = (
        "_auth",
        "_came",
        "_door",
        "_sock",
        "asked",
        "begun_at",
        "count",
        "here_at",
        "recv",
        "step",
        "tail",
    )

    def __init__(self, door: Door, cookie: str, csrf: str) -> None:
        self._door, self._auth = door, csrf
        self._came, self.tail, self.count, self.asked = bytearray(), b"", 0, 0
        self.step, self.begun_at, self.here_at = Step.UPGRADING, perf_counter(), 0.0
        self._sock = socket.create_connection((HOST, door.port), timeout=PATIENCE)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.recv = self._sock.recv
        self._sock.sendall(_upgrade(door, cookie))

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        self._sock.close()

    def send(self, packet: str) -> None:
        self._sock.sendall(frame_of(packet))

    def say(self, payload: dict[str, Any]) -> None:
        self.asked += 1
        self.send(f"42{self.asked}{json.dumps(['message:send', payload])}")

    def come_in(self, data: bytes) -> None:
        """Take in what has arrived on the way in; goes on to the next step where that was waited for."""
        self._came += data
        if self.step is Step.UPGRADING:
            head, gap, rest = bytes(self._came).partition(b"\r\n\r\n")
            if not gap:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise Refused(head.decode(errors="replace"))
            self.step, self._came = Step.OPENING, bytearray(rest)
        for packet in packets(self._came):
            self._step_on(packet)

    def _step_on(self, packet: bytes) -> None:
        if packet == b"2":
            self.send(PONG)
        elif packet.startswith(b"44"):
            raise Refused(packet.decode())
        elif self.step is Step.OPENING and packet.startswith(b"0"):
            self.step = Step.JOINING
            self.send("40" + json.dumps({"csrf": self._auth}))
        elif self.step is Step.JOINING and packet.startswith(b"40"):
            self.step = Step.ENTERING
            self.send("420" + json.dumps(["room:open", {"space": self._door.space}]))
        elif self.step is Step.ENTERING and packet.startswith(b"430"):
            if REFUSED in packet[:32]:
                raise Refused(packet.decode())
            self.step, self.here_at = Step.HERE, perf_counter()


class Observer:
    """Reads in full what one client of a crowd hears: which line came when, and what lines look like."""

    def __init__(self) -> None:
        self._came = bytearray()
        self.keys: list[str] = []
        self.samples: list[dict[str, Any]] = []

    def hear(self, data: bytes, most: int = 40) -> None:
        self._came += data
        for packet in packets(self._came):
            if packet.startswith(NEWS):
                found = KEY.search(packet)
                self.keys.append(found[1].decode() if found else "")
                if len(self.samples) < most:
                    self.samples.append(json.loads(packet[2:])[1])


def packets(came: bytearray) -> list[bytes]:
    """The complete packets that `came` begins with, which are taken out of it. Servers send each as one frame."""
    found, start = [], 0
    while len(came) >= start + 2:
        length, body = came[start + 1] & 0x7F, start + 2
        if length >= 126:
            body += 2 if length == 126 else 8
            length = int.from_bytes(came[start + 2 : body], "big")
        if len(came) < body + length:
            break
        if came[start] & 0xF == 0x8:
            raise Refused(f"the server said good-bye: {bytes(came[body : body + length])!r}")
        found.append(bytes(came[body : body + length]))
        start = body + length
    del came[:start]
    return found


def _upgrade(door: Door, cookie: str) -> bytes:
    lines = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {HOST}:{door.port}",
        f"Origin: http://{HOST}:{door.public}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        f"Cookie: {cookie}",
    )
    return "\r\n".join((*lines, "", "")).encode()
