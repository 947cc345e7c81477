"""What the figures were taken on: the machine, what else it was doing, and the versions that count."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = (
    "flask",
    "flask-socketio",
    "gevent",
    "gunicorn",
    "jinja2",
    "python-engineio",
    "simple-websocket",
    "sqlalchemy",
)
TICKS = os.sysconf("SC_CLK_TCK")


def described() -> dict[str, Any]:
    """Cores, memory in GB, load as it is now, and versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(memory / 2**30, 1),
        "load_before": load(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in PACKAGES},
    }


def load() -> float:
    """How many processes wanted a core during the last minute, on average."""
    return round(os.getloadavg()[0], 2)


def processor_seconds(pid: int) -> float:
    """Processor time that process `pid` and its children have used, those that have ended too; 0 where the system
    doesn't tell (no /proc).
    """
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return sum(_seconds(each) for each in (str(pid), *children))
    except FileNotFoundError:
        return 0.0


def resident_kib(pid: int) -> float:
    """Memory in use by process `pid` and its children; 0 where the system doesn't tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return sum(_pages(each) for each in (str(pid), *children)) * os.sysconf("SC_PAGE_SIZE") / 1024
    except FileNotFoundError:
        return 0.0


def _pages(pid: str) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])


def _seconds(pid: str) -> float:
    """utime and stime of proc(5), and both of children that have ended; the name before them is in brackets and may
    hold blanks.
    """
    figures = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, figures[11:15])) / TICKS
