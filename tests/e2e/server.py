"""The demonstration, built once and served for real: another process, another port, a database of its own."""

import fcntl
import json
import os
import shutil
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
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 60
"""Seconds that a server may take to come up, on a machine that does other things too."""


@dataclass(frozen=True)
class Site:
    """What is served: a demonstration, but for tests that say otherwise."""

    url: str
    folder: Path
    invitations: dict[str, list[str]] = field(default_factory=dict)
    """Links that nobody has opened yet, by place and role."""

    def failures(self) -> list[str]:
        """What the server has logged as an error so far."""
        log = (self.folder / "log").read_text(encoding="utf-8")
        return [line for line in log.splitlines() if '"ERROR"' in line]

    def let_half_an_hour_pass(self) -> None:
        """Since anybody has proved who they are."""
        with closing(sqlite3.connect(self.folder / "demonstration.sqlite", timeout=PATIENCE)) as rows, rows:
            rows.execute("UPDATE sign_in SET proved_at = '2020-01-01 00:00:00.000000'")

    def rest(self) -> None:
        """Let everybody write as if they had been silent for long, and do what matters as if they had just signed in:
        tests do in a minute what takes people days, and a run of them may take longer than half an hour.
        """
        with closing(sqlite3.connect(self.folder / "demonstration.sqlite", timeout=PATIENCE)) as rows, rows:
            rows.execute("DELETE FROM throttle")
            rows.execute("UPDATE sign_in SET proved_at = strftime('%Y-%m-%d %H:%M:%f000', 'now')")


def build_once(folder: Path) -> Path:
    """The folder of a built demonstration: whoever comes first builds it, everybody else waits for it."""
    built = folder / "built"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / "guests").exists():
            shutil.rmtree(built, ignore_errors=True)
            built.mkdir()
            _run(built, "-m", "cop.cli", "demo", "--no-serve")
            _run(built, "-m", "tests.e2e.guests", str(built / "guests"))
    return built


@contextmanager
def served(built: Path, folder: Path, host: str = "127.0.0.1", **more: str) -> Iterator[Site]:
    """A copy of the demonstration `built`, served from `folder` until the block ends, under `more` settings."""
    guests = copied(built, folder)
    with _serving("demo", folder, host, more) as url:
        yield Site(url, folder, guests)


def copied(built: Path, folder: Path) -> dict[str, list[str]]:
    """Let `folder` hold what `built` holds; the invitations in it."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    guests: dict[str, list[str]] = json.loads((folder / "guests").read_text(encoding="utf-8"))
    return guests


@contextmanager
def founded(folder: Path, address: str) -> Iterator[Site]:
    """An installation with nothing in it, whose operator has invited `address` to be the first of its staff."""
    _run(folder, "-m", "cop.cli", "db", "upgrade")
    link = _run(folder, "-m", "cop.cli", "member", "invite", address, "--appointment", "staff").strip()
    with _serving("serve", folder, "127.0.0.1", {}) as url:
        yield Site(url, folder, {"staff": ["/invitations/" + link.rpartition("/")[2]]})


@contextmanager
def _serving(verb: str, folder: Path, host: str, more: dict[str, str]) -> Iterator[str]:
    """The address at which a server of ours answers until the block ends."""
    port = _free_port()
    url = f"http://{host}:{port}"
    environment = environment_of(folder) | {"PORT": str(port), "COP_LOG_LEVEL": "WARNING"} | more
    environment |= {"COP_PUBLIC_URL": url}
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "cop.cli", verb]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(url, folder, server)
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def run_in(site: Site, *words: str) -> None:
    """Let a program of ours work on the database of a served demonstration."""
    _run(site.folder, *words)


def _run(folder: Path, *words: str) -> str:
    """What the program said."""
    environment = environment_of(folder)
    done = subprocess.run(
        [sys.executable, *words], env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def environment_of(folder: Path) -> dict[str, str]:
    """Nothing of the developer's own settings reaches the site."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COP_", "COV_"))}
    database, uploads = folder / "demonstration.sqlite", folder / "var" / "uploads"
    return inherited | {"COP_DATABASE_URL": f"sqlite:///{database}", "COP_UPLOADS": str(uploads)}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, folder: Path, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)  # asks again until it is up: there is nothing else to wait on
    raise RuntimeError(f"The server does not answer:\n{(folder / 'log').read_text(encoding='utf-8')}")
