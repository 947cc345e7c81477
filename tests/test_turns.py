"""Requests begin in the order in which they came, and what a socket brings meanwhile is seen before the next begins.
Of those who want the same rows, one at a time goes on.
"""

import gc
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic, sleep

import gevent
import gevent.socket
import pytest

from cop import turns
from cop.turns import Queues, Turns


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


def _stand(
    queues: Queues, rows: str, order: list[str], name: str, *, until: threading.Event
) -> threading.Thread:
    """Somebody who has `rows` from when their turn comes to when `until` is set."""

    def have() -> None:
        with ExitStack() as held:
            queues.take(rows, held)
            order.append(name)
            until.wait(5)

    thread = threading.Thread(target=have)
    thread.start()
    return thread


def _comes(what: Callable[[], bool]) -> bool:
    until = monotonic() + 5
    while not what() and monotonic() < until:
        sleep(0.005)
    return what()


def test_of_those_who_want_the_same_rows_one_at_a_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queues, "PATIENCE", 5)
    queues, order, done = Queues(), [], [threading.Event() for _ in range(3)]
    ann = _stand(queues, "a topic", order, "Ann", until=done[0])
    assert _comes(lambda: order == ["Ann"])
    bob = _stand(queues, "a topic", order, "Bob", until=done[1])
    other = _stand(queues, "another", order, "Mallory", until=done[2])
    assert _comes(lambda: order == ["Ann", "Mallory"])

    done[0].set()
    assert _comes(lambda: order == ["Ann", "Mallory", "Bob"])
    for event in done:
        event.set()
    for thread in (ann, bob, other):
        thread.join(5)


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queues, "PATIENCE", 0.05)
    queues, order, done = Queues(), [], threading.Event()
    threads = [_stand(queues, "a topic", order, name, until=done) for name in ("Ann", "Bob")]

    assert _comes(lambda: sorted(order) == ["Ann", "Bob"])
    done.set()
    for thread in threads:
        thread.join(5)
    with ExitStack() as held:
        queues.take("a topic", held)  # neither has left it held, nor given back what they never had


def test_who_wants_the_same_again_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queues, "PATIENCE", 60)
    queues = Queues()
    with ExitStack() as held:
        queues.take("a topic", held)
        queues.take("a topic", held)
    order: list[str] = []
    done = threading.Event()
    done.set()
    _stand(queues, "a topic", order, "Bob", until=done).join(5)
    assert order == ["Bob"]


def test_nothing_is_kept_of_rows_that_nobody_wants_any_more() -> None:
    queues = Queues()
    with ExitStack() as held:
        queues.take("a topic", held)
        assert len(queues._queues) == 1
    gc.collect()
    assert len(queues._queues) == 0
