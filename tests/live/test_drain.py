"""A process that is told to end answers what it was asked, tells everybody to come back, and ends in time (F14)."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests
from flask import Flask

from cop import clock, db, schema
from cop.live import draining
from tests import people
from tests.live.conftest import PATIENCE, Page, Server, _await, _start, free_port

DRAIN_SECONDS = 10
TRANSPORTS = ("websocket", "polling")


@pytest.fixture
def ending(tmp_path_factory: pytest.TempPathFactory, app: Flask) -> Iterator[Server]:
    """A server of this test's own, which it may end."""
    folder, port = tmp_path_factory.mktemp("ending"), free_port()
    engine = db.connect(f"sqlite:///{folder / 'live.sqlite'}")
    schema.upgrade(engine)
    with clock.at(datetime.now(UTC)):
        world = people.World.build()
        tokens = {person.id: people.begin_sign_in(person) for person in (world.ann, world.bob)}
    url = f"http://127.0.0.1:{port}"
    process = _start(folder, port, url)
    try:
        _await(url, process)
        yield Server(url, process, world, app, tokens)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        db.session.remove()
        engine.dispose()


def test_everybody_is_answered_told_and_seen_off(ending: Server, page_of):
    pages = [Page(ending, ending.world.bob, transport).connect() for transport in TRANSPORTS]
    acks: list[dict] = []
    began = time.monotonic()
    ending.process.terminate()
    talking = [threading.Thread(target=talk, args=(page, acks)) for page in pages]
    for each in talking:
        each.start()
    until_refused(f"{ending.url}/readyz")
    assert requests.get(f"{ending.url}/healthz", timeout=PATIENCE).status_code == 200
    assert handshake(ending) == 503
    for each in talking:
        each.join(PATIENCE)
    for page in pages:
        assert page.next("live:closing") == {"reason": "restarting"}
    code = ending.process.wait(PATIENCE)

    assert code == 0
    assert time.monotonic() - began < DRAIN_SECONDS
    assert len(acks) >= 2
    assert all(ack["ok"] for ack in acks)
    for page in pages:
        page.client.wait()
        page.close()


def talk(page: Page, acks: list[dict]) -> None:
    """As a page does: it stops asking once it is told that the line closes."""
    while not page.has_heard("live:closing"):
        acks.append(page.ask("live:ping"))
        time.sleep(0.05)


def until_refused(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while requests.get(url, timeout=PATIENCE).status_code != 503:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def handshake(server: Server) -> int:
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    return requests.get(address, headers={"Origin": server.url}, timeout=PATIENCE).status_code


def test_with_nobody_there_it_ends_at_once_and_the_signal_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(draining, "_is_draining", False)
    got_on = []
    draining._drain_then(lambda *given: got_on.append(given), 15, None, notice=60)

    assert got_on == [(15, None)]
    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200


@pytest.mark.logs_errors
def test_a_drain_that_fails_keeps_no_process_alive(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(draining, "drain", lambda **_: 1 / 0)
    got_on = []
    draining._drain_then(lambda *given: got_on.append(given), 15, None, notice=0)

    assert got_on == [(15, None)]
