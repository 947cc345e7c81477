"""Becomes gunicorn with one gevent worker: what Flask-SocketIO's documentation asks for."""

import os
import resource
import sys
from pathlib import Path

from cop.config import Settings

SOCKETS = 4_096
"""Connections that one process serves: each open page keeps one, and needs an open file of the system."""


def become(settings: Settings) -> None:
    """Be the server from now on: nothing comes after this in the process."""
    _allow_files(SOCKETS + 512)
    server = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--workers", "1"]
    bound = [
        "--bind",
        f"{settings.bind}:{settings.port}",
        "--graceful-timeout",
        "15",  # a worker drains for up to ten seconds first
        "--worker-connections",
        str(SOCKETS),
        "--log-level",
        "warning",
    ]
    home = Path(__file__).resolve().parent.parent
    os.execv(sys.executable, [*server, *bound, "--chdir", str(home), "wsgi:app"])  # noqa: S606 - our own words only


def _allow_files(wanted: int) -> None:
    """Let this process have so many open files, or as many as the system lets it have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
