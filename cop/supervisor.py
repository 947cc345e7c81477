"""Keeps the processes of `cop serve --processes N` running on one machine: ends them together, renews them in turn."""

import http.client
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

from cop.config import Settings

log = logging.getLogger("cop.supervisor")

LOOK_SECONDS = 0.2
"""Between two looks at the processes."""
LONGEST_PAUSE = 30.0
"""Seconds before a process that dies again and again is started once more; the first time it is one."""
STEADY_SECONDS = 60.0
"""A process that ran this long may die like one that never did."""
READY_SECONDS = 60.0
"""In which a process that was renewed becomes ready, before the next one is."""
STOP_SECONDS = 20.0
"""In which a process drains and ends; after that it is killed."""

ENDS = (signal.SIGTERM, signal.SIGINT)
SERVE = (sys.executable, "-m", "cop.cli", "serve")


@dataclass(slots=True)
class Ward:
    """One process: how it is started, when it was, and where it answers (`host` is what it is asked as)."""

    command: Sequence[str]
    environment: Mapping[str, str]
    address: tuple[str, int] = ("127.0.0.1", 0)
    host: str = "127.0.0.1"
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = field(default=0.5)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env={**os.environ, **self.environment})  # noqa: S603 - our own words only
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Start it anew if it has ended, the later the oftener it does."""
        if self.process is None or self.process.poll() is None:
            return
        age = time.monotonic() - self.started_at
        if age > STEADY_SECONDS:
            self.pause = 0.5
        if age > self.pause:
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            log.warning("a process ended and is started anew", extra={"code": self.process.returncode})
            self.start()

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection(*self.address, timeout=2)
        try:
            connection.request("GET", "/readyz", headers={"Host": self.host})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def end(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def bury(self, deadline: float) -> None:
        """Wait until it has ended; kill it at the deadline."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def wards(settings: Settings, processes: int) -> list[Ward]:
    """The processes for these settings, on PORT and the ports after it."""
    shared = {"COP_PROCESSES": str(settings.processes), "COP_PUBLIC_URL": settings.public_url}
    host, ports = urlsplit(settings.public_url).netloc, range(settings.port, settings.port + processes)
    return [Ward(SERVE, shared | {"PORT": str(port)}, (settings.bind, port), host) for port in ports]


def supervise(looked_after: Sequence[Ward]) -> None:
    """Run until SIGTERM or SIGINT comes, pass it on, return when all have ended. SIGHUP renews one after another."""
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, hear) for number in (*ENDS, signal.SIGHUP)}
    for ward in looked_after:
        ward.start()
    while not (ends := [number for number in told if number in ENDS]):
        if told:
            told.clear()
            _renew(looked_after, until_told=told)
        time.sleep(LOOK_SECONDS)
        for ward in looked_after:
            ward.look()
    _end(looked_after, ends[0])
    for number, handler in before.items():
        signal.signal(number, handler)


def _renew(looked_after: Sequence[Ward], *, until_told: list[int]) -> None:
    """Let each drain and end, and start it anew; the next one's turn comes when it is ready (F14)."""
    for ward in looked_after:
        if until_told:
            return
        ward.end(signal.SIGTERM)
        ward.bury(time.monotonic() + STOP_SECONDS)
        ward.start()
        deadline = time.monotonic() + READY_SECONDS
        while not until_told and not ward.is_ready() and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)


def _end(looked_after: Sequence[Ward], number: int) -> None:
    for ward in looked_after:
        ward.end(number)
    deadline = time.monotonic() + STOP_SECONDS
    for ward in looked_after:
        ward.bury(deadline)
