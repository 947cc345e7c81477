"""A real server in a process of its own, with its own SQLite file, and pages that talk to it over real sockets."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from flask import Flask

from cop import clock, db, schema
from cop.models import Person
from tests import people
from tests.conftest import SECRET
from tests.leftovers import collected

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds after which something that must happen counts as not happening."""

EVENTS = (
    "message:new",
    "message:changed",
    "room:presence",
    "room:typing",
    "room:changed",
    "room:closed",
    "badge",
    "live:closing",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.live)


@dataclass
class Server:
    """gunicorn as `cop serve` runs it. People were put into its database beforehand; `world` names them."""

    url: str
    process: subprocess.Popen[bytes]
    world: people.World
    app: Flask
    tokens: dict[int, str] = field(default_factory=dict)

    def cookie_of(self, person: Person | None) -> dict[str, str]:
        """The cookie of somebody's browser that is signed in."""
        if person is None:
            return {}
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return {"cop": serializer.dumps({"_user_id": self.tokens[person.id], "_fresh": True})}

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_workers(self) -> None:
        """As a crash does: without a word."""
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        """At once: how it sees everybody off is looked at in test_drain.py, and takes seconds."""
        workers = self.workers()
        self.process.kill()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def _now(_at_noon: None) -> Iterator[None]:
    """These tests share a clock with a real server."""
    with clock.at(datetime.now(UTC)):
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, app: Flask) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("live"), free_port()
    engine = db.connect(f"sqlite:///{folder / 'live.sqlite'}")
    schema.upgrade(engine)
    with clock.at(datetime.now(UTC)):
        world = people.World.build()
        persons = (world.ann, world.bob, world.mallory, world.staff)
        tokens = {person.id: people.begin_sign_in(person) for person in persons}
    url = f"http://127.0.0.1:{port}"
    server = Server(url, _start(folder, port, url), world, app, tokens)
    try:
        _await(url, server.process)
        yield server
    finally:
        server.end()
        db.session.remove()
        engine.dispose()


def _start(folder: Path, port: int, url: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "COP_DATABASE_URL": f"sqlite:///{folder / 'live.sqlite'}",
        "COP_SECRET_KEY": SECRET,
        "COP_PUBLIC_URL": url,
        "COP_UPLOADS": str(folder / "var" / "uploads"),
        "COP_LOG_LEVEL": "ERROR",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "cop.cli", "serve"], cwd=ROOT, env=environment | {"PORT": str(port)}
    )


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return requests.get(f"{url}/sign-in", timeout=PATIENCE).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


class Page:
    """Somebody's open page: `ask` returns the ack, `next` the next payload of an event that is pushed."""

    def __init__(self, server: Server, person: Person | None, transport: str) -> None:
        self.server, self.person, self.transport = server, person, transport
        self.browser = requests.Session()
        for name, value in server.cookie_of(person).items():
            self.browser.cookies.set(name, value, domain="127.0.0.1", path="/")
        self.heard: dict[str, queue.Queue[dict[str, Any]]] = {name: queue.Queue() for name in EVENTS}
        self.client = self._client()

    def _client(self, **websocket: Any) -> socketio.Client:
        client = socketio.Client(
            reconnection=False,
            handle_sigint=False,
            http_session=self.browser,
            websocket_extra_options=websocket,
        )
        for name, heard in self.heard.items():
            client.on(name, heard.put)
        return client

    @cached_property
    def csrf(self) -> str | None:
        """The token of the page, as its script finds it."""
        if self.person is None:
            return None
        page = self.browser.get(f"{self.server.url}/spaces", timeout=PATIENCE)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
        assert found, page.status_code
        return found[1]

    def connect(self, *, origin: str | None = "ours", **changes: Any) -> "Page":
        """Shake hands as the page does, or with another `origin` (None: without one) or `auth`."""
        origin = self.server.url if origin == "ours" else origin
        self.browser.headers.pop("Origin", None)
        if self.transport == "polling" and origin is not None:
            self.browser.headers["Origin"] = origin
        self.client = self._client(origin=origin, suppress_origin=origin is None)
        self.client.connect(
            self.server.url,
            auth=changes.get("auth", {"csrf": self.csrf}),
            transports=[self.transport],
            wait_timeout=PATIENCE,
        )
        return self

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        return self.client.call(event, payload, timeout=PATIENCE)  # type: ignore[no-any-return]

    def say(self, text: str = "Good morning", **more: Any) -> dict[str, Any]:
        return self.ask("message:send", **{"space": "cohort-1", "key": people.key(), "text": text} | more)

    def next(self, event: str) -> dict[str, Any]:
        return self.heard[event].get(timeout=PATIENCE)

    def has_heard(self, event: str) -> bool:
        return not self.heard[event].empty()

    def cut(self) -> None:
        """Lose the connection without saying goodbye."""
        if self.transport == "websocket":
            self.client.eio.ws.sock.shutdown(socket.SHUT_RDWR)  # and wake who reads from it
        else:
            self.client.eio.disconnect(abort=True)

    def close(self) -> None:
        if self.client.connected:
            self.client.disconnect()
        self.browser.close()


@pytest.fixture
def page_of(server: Server) -> Iterator[Callable[..., Page]]:
    """`page_of(bob)` over a WebSocket, `page_of(bob, "polling")` over long polling; not yet connected."""
    opened: list[Page] = []

    def page(person: Person | None, transport: str = "websocket") -> Page:
        opened.append(Page(server, person, transport))
        return opened[-1]

    with collected():
        yield page
        for each in opened:
            each.close()
        opened.clear()
