"""What is asked of a provider: whole and in time, or not at all."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from cop.openid import asking
from cop.openid.refusals import Refused, Unreachable
from tests.providers import FakeProvider, reply, serving

DRIPS = {
    "the first line": b"HTTP/1.1 200 OK",
    "a head": b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1000,
    "the body": b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 1000,
    "pieces": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 500,
}


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that gives this answer to whoever comes first."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            line, _ = door.accept()
            with line:
                answer(line)

    thread = Thread(target=serve)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.close()
        thread.join()


@contextmanager
def dripping(said: bytes, *, all_but: int) -> Iterator[str]:
    """A server that says the last `all_but` bytes of it one by one, and then no more and does not hang up either."""

    def drip(line: socket.socket) -> None:
        line.sendall(said[:-all_but])
        for each in said[-all_but:]:
            line.sendall(bytes([each]))
            time.sleep(0.01)  # as slow as it is: there is nothing else to wait for
        line.recv(65536)
        line.recv(1)

    with answering(drip) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with serving(FakeProvider()) as fake:
        yield fake


@pytest.mark.parametrize("what", DRIPS)
def test_nobody_waits_for_what_drips(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    begun = time.monotonic()
    said = DRIPS[what]
    with dripping(said, all_but=len(said) - 5) as address, pytest.raises(Unreachable):
        asking.ask(address)
    assert time.monotonic() - begun < 5


def test_what_comes_in_time_is_taken_though_it_comes_in_pieces() -> None:
    said = b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"a": 1}'
    with dripping(said, all_but=8) as address:
        assert asking.ask(address) == {"a": 1}


def test_what_is_cut_short_is_not_taken_for_the_whole(fake: FakeProvider) -> None:
    fake.replies["/x"] = lambda: reply({}, **{"Content-Length": "100"})
    with pytest.raises(Unreachable):
        asking.ask(f"{fake.url}/x")


def test_so_much_and_no_more(fake: FakeProvider) -> None:
    fake.replies["/x"] = lambda: reply({"x": "x" * (asking.MOST - 9)})
    assert len(asking.ask(f"{fake.url}/x")["x"]) == asking.MOST - 9
    fake.replies["/x"] = lambda: reply({"x": "x" * (asking.MOST - 8)})
    with pytest.raises(Refused, match="size"):
        asking.ask(f"{fake.url}/x")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "https://127.0.0.1:9/",
        "http://no-such-host.invalid/",
        "http://127.0.0.1:99999/",
    ],
)
def test_where_nobody_is_nobody_answers(address: str) -> None:
    with pytest.raises(Unreachable):
        asking.ask(address)


def test_over_https_a_server_that_nobody_vouches_for_is_not_asked(fake: FakeProvider) -> None:
    with pytest.raises(Unreachable):
        asking.ask(fake.url.replace("http:", "https:"))
    assert fake.asked == []


def test_what_a_machine_trusts_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no certificate of another host, nor one of an authority that it does not know."""
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    with _over_https(authority.issue_cert("localhost")) as address, pytest.raises(Unreachable):
        asking.ask(address)
    asking._trusted.cache_clear()
    try:
        authority.configure_trust(asking._trusted())
        with _over_https(authority.issue_cert("localhost")) as address:
            assert asking.ask(address) == {}
        with _over_https(authority.issue_cert("another.example")) as address, pytest.raises(Unreachable):
            asking.ask(address)
    finally:
        asking._trusted.cache_clear()


@contextmanager
def _over_https(certificate: object) -> Iterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)  # type: ignore[attr-defined]

    def answer(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as private:
            private.recv(65536)
            private.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with answering(answer) as port:
        yield f"https://localhost:{port}/"


ON_GREENLETS = """
from gevent import monkey
monkey.patch_all()
import socket, time
import gevent
from cop.openid import asking
from cop.openid.refusals import Unreachable
asking.PATIENCE = 0.5
door = socket.create_server(("127.0.0.1", 0))
held = []
gevent.spawn(lambda: held.append(door.accept()))
ticks = 0
def tick():
    global ticks
    while True:
        gevent.sleep(0.01)
        ticks += 1
gevent.spawn(tick)
begun = time.monotonic()
try:
    asking.ask(f"http://127.0.0.1:{door.getsockname()[1]}/")
except Unreachable:
    print("unreachable", time.monotonic() - begun < 5, ticks > 10)
"""


def test_on_greenlets_nobody_else_waits() -> None:
    """A provider that says nothing at all holds up whoever asks it, for a while, and nobody beside them (0.10)."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ON_GREENLETS],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["unreachable", "True", "True"], done.stderr
