"""Requests begin in the order in which they came, and what a socket brings meanwhile is seen before the next begins."""

import socket

import gevent
import gevent.socket
import pytest

from cop import turns
from cop.turns import Turns


@pytest.fixture
def _greenlets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "is_module_patched", lambda _name: True)
    gevent.get_hub().loop.update_now()  # it has not run for long, and would think that all patience is over


@pytest.mark.usefixtures("_greenlets")
def test_who_came_first_begins_first() -> None:
    line, begun = Turns(), []

    def ask(name: str) -> None:
        line.take()
        begun.append(name)

    gevent.joinall([gevent.spawn(ask, name) for name in ("Ann", "Bob", "Mallory")], timeout=5)
    assert begun == ["Ann", "Bob", "Mallory"]


@pytest.mark.usefixtures("_greenlets")
def test_sockets_are_looked_at_before_each_begins() -> None:
    line, seen = Turns(), []
    ours, theirs = socket.socketpair()

    def ask(name: str) -> None:
        line.take()
        seen.append(name)
        theirs.send(b"!") if name == "Ann" else None

    def hear() -> None:
        gevent.socket.wait_read(ours.fileno(), timeout=5)
        seen.append("a word")

    gevent.joinall([gevent.spawn(hear), *(gevent.spawn(ask, name) for name in ("Ann", "Bob"))], timeout=5)
    ours.close(), theirs.close()
    assert seen == ["Ann", "a word", "Bob"]


@pytest.mark.usefixtures("_greenlets")
def test_who_left_the_line_keeps_nobody_waiting() -> None:
    line, begun = Turns(), []
    waiting = [gevent.spawn(line.take) for _ in range(2)]
    for each in waiting:
        each.start()
    last = gevent.spawn(lambda: (line.take(), begun.append("Bob")))
    gevent.spawn(waiting[0].kill).join(timeout=5)
    last.join(timeout=5)
    assert begun == ["Bob"]


def test_without_greenlets_nobody_waits() -> None:
    Turns().take()
