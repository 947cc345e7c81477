"""The proxy does to a connection what its faults say, and nothing else."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.faultproxy import FaultProxy
from tests.faults.misbehaviour import Blackhole, CutAfter, CutOn, Delay, Reset, Throttle

PROMPT = 5.0


class Echo(socketserver.BaseRequestHandler):
    """Answers in capitals, and notes how its connections ended."""

    ended: list[str]

    def handle(self) -> None:
        try:
            while data := self.request.recv(1024):
                self.heard.append(data)
                self.request.sendall(data.upper())
            self.ended.append("closed")
        except OSError:
            self.ended.append("reset")


@pytest.fixture
def echo() -> Iterator[type[Echo]]:
    class Own(Echo):
        heard: list[bytes] = []  # noqa: RUF012 - one server, one test
        ended: list[str] = []  # noqa: RUF012

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Own) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Own.port = server.server_address[1]
        yield Own
        server.shutdown()


@pytest.fixture
def proxy(echo: type[Echo]) -> Iterator[FaultProxy]:
    with FaultProxy(echo.port) as proxy:
        yield proxy


@pytest.fixture
def line(proxy: FaultProxy) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=PROMPT)) as line:
        yield line


def asked(line: socket.socket, words: bytes) -> bytes:
    line.sendall(words)
    return line.recv(1024)


def read_on(line: socket.socket) -> bytes:
    """What comes until the other side is done; raises where it was reset."""
    came = b""
    while more := line.recv(1024):
        came += more
    return came


def until(is_so, seconds: float = PROMPT) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(is_so())


def test_it_passes_on_both_ways_and_the_end(line: socket.socket, echo: type[Echo]):
    assert asked(line, b"hello") == b"HELLO"
    line.shutdown(socket.SHUT_WR)
    assert line.recv(1024) == b""
    assert until(lambda: echo.ended == ["closed"])


def test_it_delays(proxy: FaultProxy, line: socket.socket):
    proxy.behave(Delay(0.2))
    began = time.monotonic()
    assert asked(line, b"hello") == b"HELLO"
    assert time.monotonic() - began >= 0.4


def test_it_throttles_what_comes_back(proxy: FaultProxy, line: socket.socket):
    proxy.behave(Throttle(100))
    began, came = time.monotonic(), b""
    line.sendall(b"x" * 50)
    while len(came) < 50:
        came += line.recv(1024)
    assert time.monotonic() - began >= 0.3


def test_a_blackhole_holds_all_until_it_is_over(proxy: FaultProxy, line: socket.socket, echo: type[Echo]):
    proxy.behave(Blackhole())
    line.sendall(b"hello")
    line.settimeout(0.3)
    with pytest.raises(TimeoutError):
        line.recv(1024)
    assert echo.heard == []
    proxy.behave()
    line.settimeout(PROMPT)
    assert line.recv(1024) == b"HELLO"


def test_a_reset_ends_old_connections_and_new_ones(proxy: FaultProxy, line: socket.socket, echo: type[Echo]):
    assert asked(line, b"hello") == b"HELLO"
    proxy.behave(Reset())
    with pytest.raises(OSError):
        assert asked(line, b"again")
    with (
        pytest.raises(OSError),
        closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=PROMPT)) as other,
    ):
        assert asked(other, b"hello")
    assert until(lambda: bool(echo.ended))


def test_half_open_tells_nobody_and_new_ones_are_well(
    proxy: FaultProxy, line: socket.socket, echo: type[Echo]
):
    assert asked(line, b"hello") == b"HELLO"
    proxy.half_open()
    line.sendall(b"lost")
    line.close()
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=PROMPT)) as other:
        assert asked(other, b"again") == b"AGAIN"
    time.sleep(0.3)
    assert echo.heard == [b"hello", b"again"]
    assert len(echo.ended) <= 1


def test_it_cuts_after_so_many_bytes(proxy: FaultProxy, line: socket.socket):
    fault = proxy.behave(CutAfter(3))
    line.sendall(b"hello")
    with pytest.raises(OSError):
        read_on(line)
    assert fault.struck.is_set()


def test_it_cuts_on_a_pattern_once_the_other_side_has_acted(
    proxy: FaultProxy, line: socket.socket, echo: type[Echo]
):
    fault = proxy.behave(CutOn(b"commit", then_for=b"mine"))
    assert asked(line, b"commit others") == b"COMMIT OTHERS"
    assert asked(line, b"mine") == b"MINE"
    line.sendall(b"commit")
    with pytest.raises(OSError):
        read_on(line)
    assert echo.heard[-1] == b"commit"
    assert fault.struck.is_set()
