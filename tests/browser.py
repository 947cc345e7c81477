"""Finds a Chromium that starts, and installs one where there is none."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = """No Chromium was found, and none could be installed. Do one of these, then run make again:
  - on Debian, as root:  apt-get install chromium
  - anywhere:            .venv/bin/playwright install --with-deps chromium
  - name one you have:   make CHROMIUM=/path/to/chromium
Only the tests in a real browser need it: make demo, make run and make quick do without."""


class NoBrowserError(RuntimeError):
    """There is no Chromium, and none can be installed here."""


@cache
def launch_options() -> dict[str, object]:
    """Return the arguments for Playwright's chromium.launch(), or raise NoBrowserError; installs nothing."""
    path = find()
    if path is None:
        raise NoBrowserError(HELP)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Chromium's own sandbox refuses to run as root; a small /dev/shm, as containers have, crashes tabs.
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if as_root else [])]
    return {"executable_path": str(path), "args": arguments}


def find() -> Path | None:
    """Return a Chromium that starts: the one CHROMIUM names, else one on the PATH, else Playwright's own."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), playwrights_own()]
    return next((Path(path) for path in candidates if path and starts(path)), None)


def starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a script that only says how to get the real one.
    try:
        return (
            subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> Path:
    """Install Debian's Chromium, else Playwright's, and return where it is, or raise NoBrowserError."""
    if os.environ.get("CHROMIUM"):
        raise NoBrowserError(f"CHROMIUM names {os.environ['CHROMIUM']}, which does not start.")
    for attempt in (install_debians, install_playwrights):
        attempt()
        if path := find():
            return path
    raise NoBrowserError(HELP)


def install_debians() -> None:
    root = becoming_root()
    # Ubuntu's package is not a browser but a door to its snap store.
    if root is None or not shutil.which("apt-get") or "ID=ubuntu" in os_release():
        return
    print("Chromium: installing Debian's package", flush=True)
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    attempted([*quiet, "update"])
    attempted([*quiet, "install", "--yes", "--no-install-recommends", "chromium"])


def install_playwrights() -> None:
    print("Chromium: installing Playwright's own", flush=True)
    system_libraries = ["--with-deps"] if becoming_root() is not None and shutil.which("apt-get") else []
    attempted([sys.executable, "-m", "playwright", "install", *system_libraries, "chromium"])


def becoming_root() -> list[str] | None:
    """Return what to put before a command that root must run, or None where we may not."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def os_release() -> list[str]:
    path = Path("/etc/os-release")
    return path.read_text().splitlines() if path.exists() else []


def attempted(command: list[str]) -> None:
    # A failure is not the end: the next way is tried, and what is missing at the last is said plainly.
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def main() -> None:
    try:
        print(f"Chromium: {find() or install()}")
    except NoBrowserError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
