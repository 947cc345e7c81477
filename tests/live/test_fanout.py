"""The fan-out writes whole frames in order to each socket, whatever the reader, the library and the kernel do."""

from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from engineio import packet as engine
from gevent import socket
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop.live import fanout
from cop.live.fanout import WEBSOCKETS, Fanout, Outbox, Wire, frame_of

PONG = 0x8A
_opened: list[Any] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def close_all() -> None:
    for each in _opened:
        each.close()
    _opened.clear()


def pair() -> tuple[Any, Any]:
    _opened.extend(ends := socket.socketpair())
    return ends


class Client:
    """One WebSocket: our end with wire, outbox and the library's writer; the other end reads when it is told to."""

    def __init__(self) -> None:
        ours, self.theirs = pair()
        self.wire, self.outbox, self.eio_sid = Wire(ours), Outbox(), "one"
        self.wire.client = SimpleNamespace(connected=True)
        self.outbox.wire = self.wire
        self.came, self.pongs = b"", 0
        self.fanout = Fanout(lambda _people: [self], lambda: lambda _sid, packet: self.outbox.put(packet))
        self.greenlets = [gevent.spawn(self._write)]

    def _write(self) -> None:
        """As the library does: all that may be taken at once, then each in turn."""
        while None not in (taken := [self.outbox.get()]):
            with suppress(gevent.queue.Empty):
                while True:
                    taken.append(self.outbox.get(block=False))
            for packet in filter(None, taken):
                self.wire.send(frame_of(packet.encode()))

    def push(self, text: str) -> None:
        self.fanout.deliver(text, [1])

    def acknowledge(self, text: str) -> None:
        """What the library does: the packet goes into the queue."""
        self.outbox.put(engine.Packet(engine.MESSAGE, text))

    def pong(self, size: int) -> None:
        """What the reader's greenlet does, in the midst of everything."""
        self.pongs += 1
        self.greenlets.append(gevent.spawn(self.wire.send, bytes((PONG, size)) + b"p" * size))

    def read(self, size: int) -> None:
        gevent.sleep(0)
        with gevent.Timeout(0.005, False):
            self.came += self.theirs.recv(size)

    def drain(self, size: int) -> None:
        """The other side is a process of its own: it reads while nobody here gets a turn."""
        with suppress(BlockingIOError):
            self.came += self.theirs._sock.recv(size)

    def read_all(self) -> None:
        self.outbox.put(None)
        gevent.spawn(self._end)
        while arrived := self.theirs.recv(1 << 20):
            self.came += arrived
        gevent.joinall(self.greenlets, raise_error=True)

    def _end(self) -> None:
        gevent.joinall(self.greenlets)
        self.wire.send(b"")
        self.wire.close()

    def frames(self) -> Iterator[tuple[int, str]]:
        """What came, as kind and text; a byte too many or too few fails."""
        at = 0
        while at < len(self.came):
            kind, length, at = self.came[at], self.came[at + 1], at + 2
            if length >= 126:
                wide = 2 if length == 126 else 8
                length, at = int.from_bytes(self.came[at : at + wide], "big"), at + wide
            assert kind in {0x81, PONG}
            assert at + length <= len(self.came)
            yield kind, self.came[at : at + length].decode()
            at += length


SIZES = st.sampled_from([1, 100, 125, 126, 4_000, 65_535, 65_536, 300_000])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["push", "acknowledge"]), SIZES),
        st.tuples(st.just("pong"), st.integers(0, 125)),
        st.tuples(st.sampled_from(["read", "drain"]), st.sampled_from([1, 1_000, 70_000, 1_000_000])),
        st.tuples(st.just("yield"), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_happens_the_frames_are_whole_and_in_order(steps: list[tuple[str, int]]) -> None:
    client, said = Client(), []
    for number, (step, size) in enumerate(steps):
        if step in {"push", "acknowledge"}:
            said.append(f"{number}:" + "x" * size)
            getattr(client, step)(said[-1])
        elif step == "yield":
            gevent.sleep(0)
        else:
            getattr(client, step)(size)
    client.read_all()
    frames = list(client.frames())
    close_all()

    assert [text[1:] for kind, text in frames if kind != PONG] == said
    assert len([kind for kind, _ in frames if kind == PONG]) == client.pongs


def test_what_the_kernel_takes_goes_out_without_the_librarys_queue() -> None:
    client = Client()
    for number in range(5):
        client.push(str(number))

    assert client.theirs.recv(100) == b"".join(frame_of(f"4{number}") for number in range(5))
    assert client.outbox.held == 0


def test_once_something_waits_what_follows_waits_behind_it() -> None:
    client = Client()
    client.acknowledge("first")
    client.push("second")

    assert client.outbox.held == 2
    client.read_all()
    assert [text for _, text in client.frames()] == ["4first", "4second"]


def test_a_part_of_a_frame_is_followed_by_its_rest_before_a_pong() -> None:
    client = Client()
    client.push("x" * 2_000_000)
    client.pong(4)
    gevent.sleep(0)
    client.read_all()

    assert [kind for kind, _ in client.frames()] == [0x81, PONG]


def test_a_part_of_a_frame_is_followed_by_its_rest_before_the_next_push() -> None:
    client = Client()
    client.push("x" * 300_000)
    client.drain(1_000_000)
    client.push("next")
    client.read_all()

    assert [len(text) for _, text in client.frames()] == [300_001, 5]


def test_a_socket_that_is_gone_disturbs_nobody() -> None:
    gone, there = Client(), Client()
    gone.theirs.close()
    both = Fanout(lambda _people: [gone, there], lambda: lambda _sid, packet: pytest.fail(str(packet)))
    both.deliver("news", [1, 2])
    both.deliver("more", [1, 2])

    assert there.theirs.recv(100) == frame_of("4news") + frame_of("4more")


def test_who_reads_nothing_for_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "STUCK_SECONDS", 0.05)
    client = Client()
    with pytest.raises(OSError):
        client.wire.send(b"x" * 5_000_000)

    with pytest.raises(OSError):
        client.wire.send(b"nothing may follow half a frame")


def test_two_packets_told_at_once_reach_everybody_in_that_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "BREATHER", 2)
    clients = [Client() for _ in range(5)]
    fan = Fanout(lambda _people: clients, lambda: lambda _sid, packet: pytest.fail(str(packet)))
    for number in range(6):
        fan.tell(str(number), range(5))
    fan.waiting.join()

    for client in clients:
        assert client.theirs.recv(100) == b"".join(frame_of(f"4{number}") for number in range(6))


def test_a_failure_with_one_packet_is_no_failure_with_the_next(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    fan = Fanout(lambda people: [client] if people else 1 / 0, lambda: lambda _sid, _packet: None)
    fan.tell("lost", ())
    fan.tell("heard", (1,))
    fan.waiting.join()

    assert client.theirs.recv(100) == frame_of("4heard")
    assert "not delivered" in caplog.text
    caplog.clear()


def test_more_than_may_wait_calls_for_an_end_once_and_lets_the_farewell_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fanout, "MOST_PACKETS", 3)
    outbox, calls = Outbox(), []
    outbox.when_full = lambda: calls.append(outbox.held)
    for number in range(4):
        outbox.put(engine.Packet(engine.MESSAGE, str(number)))
    outbox.clear()
    outbox.put(engine.Packet(engine.MESSAGE, "farewell"))

    assert calls == [3]
    assert outbox.get().data == "farewell"
    assert (outbox.held, outbox.held_bytes) == (0, 0)


def test_bytes_count_as_well_but_one_large_answer_is_always_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fanout, "MOST_BYTES", 1_000)
    outbox, calls = Outbox(), []
    outbox.when_full = lambda: calls.append(outbox.held_bytes)
    outbox.put(engine.Packet(engine.MESSAGE, "x" * 5_000))
    assert calls == []
    outbox.put(engine.Packet(engine.MESSAGE, "y"))

    assert calls == [5_000]


def test_a_poll_takes_at_most_as_many_packets_as_clients_do() -> None:
    outbox = Outbox()
    for number in range(40):
        outbox.put(engine.Packet(engine.MESSAGE, str(number)))
    taken = [outbox.get()]
    with suppress(gevent.queue.Empty):
        while True:
            taken.append(outbox.get(block=False))

    assert len(taken) == fanout.IN_ONE_POLL
    assert outbox.held == 40 - fanout.IN_ONE_POLL


def test_a_writer_takes_one_at_a_time_so_that_the_rest_counts_as_waiting() -> None:
    outbox = Outbox()
    outbox.wire = Wire(pair()[0])
    for number in range(3):
        outbox.put(engine.Packet(engine.MESSAGE, str(number)))
    outbox.get()
    with pytest.raises(gevent.queue.Empty):
        outbox.get(block=False)

    assert outbox.held == 2


@pytest.mark.parametrize(("setting", "shows"), [("direct", True), ("library", False)])
def test_the_setting_decides_whether_the_fan_out_sees_the_wire(
    setting: str, shows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = SimpleNamespace(queue=Outbox(), upgraded=False, upgrading=False, answer=None)
    made = WEBSOCKETS[setting](Line.answer.__get__(line), None)
    made.wire, made.ws = Wire(pair()[0]), SimpleNamespace(receive=lambda: "2probe")
    assert made.wait() == "2probe"
    assert line.queue.wire is None
    line.upgraded = True
    made.wait()

    assert (line.queue.wire is made.wire) == shows


class Line:
    def answer(self) -> None:
        """Stands for the library's connection, whose bound method answers a WebSocket."""


@pytest.mark.parametrize("text", ["", "x", "7", "4", "4[[[[", '1{"a":1}', "4x", "0{}", "2prob"])
def test_what_is_no_packet_ends_its_connection(text: str) -> None:
    made = WEBSOCKETS["library"](Line().answer.__get__(SimpleNamespace(queue=Outbox())), None)
    made.ws = SimpleNamespace(receive=iter([b"attachment", text]).__next__)

    assert made.wait() is None
