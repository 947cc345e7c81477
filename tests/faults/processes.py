"""The platform's processes as `cop serve` runs them, each with a folder of faults of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import requests

from tests.live.conftest import PATIENCE, ROOT, free_port

GUNICORN = ("-m", "gunicorn", "--worker-class", "gevent", "--workers", "1", "--graceful-timeout", "2")


class Process:
    """One serving process on a port of its own: a master that starts its one worker anew when that dies."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.log = folder / "log"
        self.environment = dict(environment) | {"PORT": str(self.port), "COP_FAULTS": str(folder)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        bound = ("--bind", f"127.0.0.1:{self.port}", "--log-level", "warning")
        served = (*GUNICORN, *bound, "tests.faults.wsgi_with_faults:app")
        self._launch((sys.executable, *served))

    def serve(self) -> None:
        """By the product's own command: what it does on SIGTERM is then its own."""
        self._launch((sys.executable, "-m", "cop.cli", "serve"))

    def _launch(self, command: tuple[str, ...]) -> None:
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def until_it_serves(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._popen.poll() is None:
            try:
                if requests.get(f"{self.url}/readyz", timeout=PATIENCE).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {self.lines()[-20:]}")

    def kill_at(self, point: str) -> None:
        (self.folder / "kill").write_text(point, encoding="utf-8")

    def has_died(self) -> bool:
        """Whether the kill that was asked for has happened."""
        return not (self.folder / "kill").exists()

    def shift(self, seconds: float) -> None:
        """Let its clock be off by so much, ahead or behind."""
        (self.folder / "clock").write_text(str(seconds), encoding="utf-8")

    def fail(self) -> None:
        (self.folder / "raise").write_text("yes", encoding="utf-8")

    def recover(self) -> None:
        (self.folder / "raise").unlink()

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self._popen.pid}/task/{self._popen.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="utf-8").split()]

    def kill_worker(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def terminate(self) -> None:
        self._popen.terminate()

    def wait(self, patience: float = PATIENCE) -> int:
        return self._popen.wait(patience)

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def end(self) -> None:
        """Terminate it, unless that was done, and wait until it is gone."""
        self.terminate()
        try:
            self.wait()
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self.wait()

    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def memory(self) -> int:
        """Resident KiB of its worker."""
        status = Path(f"/proc/{self.workers()[0]}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0])

    def handles(self) -> int:
        """Open files and sockets of its worker."""
        return len(list(Path(f"/proc/{self.workers()[0]}/fd").iterdir()))
