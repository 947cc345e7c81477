"""The demonstration, built once and served for real: another process, another port, a database of its own."""

import fcntl
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

BUILT = "demonstration.sqlite"
PATIENCE = 60
"""Seconds that a server may take to come up, on a machine that does other things too."""


@dataclass(frozen=True)
class Site:
    """A served demonstration."""

    url: str
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def command(self, *words: str) -> str:
        """Run `cop` on this site's database, beside its server; returns what it printed."""
        return _cop(_environment(self.folder) | {"COP_PUBLIC_URL": self.url}, *words)

    def failures(self) -> list[str]:
        """What the server has logged as an error so far."""
        return [line for line in self.log.read_text(encoding="utf-8").splitlines() if '"ERROR"' in line]


def build_once(folder: Path) -> Path:
    """The demonstration's database in `folder`: whoever comes first builds it, everybody else waits for it."""
    built = folder / "built"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / "done").exists():
            built.mkdir(exist_ok=True)
            _cop(_environment(built), "demo", "--no-serve")
            (built / "done").touch()
    return built / BUILT


@contextmanager
def served(database: Path, folder: Path) -> Iterator[Site]:
    """A copy of `database`, served from `folder` until the block ends."""
    with closing(sqlite3.connect(database)) as original, closing(sqlite3.connect(folder / BUILT)) as copy:
        original.backup(copy)
    port = _free_port()
    site = Site(f"http://127.0.0.1:{port}", folder)
    environment = _environment(folder) | {"PORT": str(port), "COP_LOG_LEVEL": "WARNING"}
    with site.log.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "cop.cli", "demo"], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(site, server)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def _cop(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "cop.cli", *words]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"cop {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the developer's own settings reaches the site."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COP_", "COV_"))}
    ours = {
        "COP_DATABASE_URL": f"sqlite:///{folder / BUILT}",
        "COP_UPLOADS": str(folder / "var" / "uploads"),
    }
    return inherited | ours


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)  # asks again until it is up: there is nothing else to wait on
    raise RuntimeError(f"The demonstration does not answer:\n{site.log.read_text(encoding='utf-8')}")
