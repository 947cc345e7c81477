"""Keeps the processes of `cop serve --processes N` running on one machine, and ends them together."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from cop.config import Settings

log = logging.getLogger("cop.supervisor")

LOOK_SECONDS = 0.2
"""Between two looks at the processes."""
LONGEST_PAUSE = 30.0
"""Seconds before a process that dies again and again is started once more; the first time it is one."""
STEADY_SECONDS = 60.0
"""A process that ran this long may die like one that never did."""
STOP_SECONDS = 20.0
"""In which a process drains and ends; after that it is killed."""

SERVE = (sys.executable, "-m", "cop.cli", "serve")


@dataclass(slots=True)
class Ward:
    """One process: how it is started, and when it was."""

    command: Sequence[str]
    environment: Mapping[str, str]
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
    return [Ward(SERVE, shared | {"PORT": str(settings.port + number)}) for number in range(processes)]


def supervise(looked_after: Sequence[Ward]) -> None:
    """Run until SIGTERM or SIGINT comes, pass it on, and return when all have ended."""
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, hear) for number in (signal.SIGTERM, signal.SIGINT)}
    for ward in looked_after:
        ward.start()
    while not told:
        time.sleep(LOOK_SECONDS)
        for ward in looked_after:
            ward.look()
    for ward in looked_after:
        ward.end(told[0])
    deadline = time.monotonic() + STOP_SECONDS
    for ward in looked_after:
        ward.bury(deadline)
    for number, handler in before.items():
        signal.signal(number, handler)
