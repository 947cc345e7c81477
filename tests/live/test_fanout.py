"""The fan-out writes whole frames in order to each socket, whatever the reader, the library and the kernel do."""

from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop.live import fanout
from cop.live.fanout import WEBSOCKETS, Fanout, Wire, frame_of
from cop.live.outbox import Outbox
from tests.live.wired import PONG, Client, close_all, pair


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


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
    both.deliver(["news"], [1, 2])
    both.deliver(["more"], [1, 2])

    assert there.theirs.recv(100) == frame_of("4news") + frame_of("4more")


def test_who_reads_nothing_for_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "STUCK_SECONDS", 0.05)
    client = Client()
    with pytest.raises(OSError):
        client.wire.send(b"x" * 5_000_000)

    with pytest.raises(OSError):
        client.wire.send(b"nothing may follow half a frame")


def test_a_client_whose_queue_fails_is_no_matter_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    polls, there = Client(), Client()
    polls.outbox.wire = None
    Fanout(lambda _people: [polls, there], lambda: lambda _sid, _packet: 1 / 0).deliver(["news"], [1, 2])

    assert there.theirs.recv(100) == frame_of("4news")
    assert "not queued" in caplog.text
    caplog.clear()


def test_two_packets_told_at_once_reach_everybody_in_that_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "BREATHER", 2)
    clients = [Client() for _ in range(5)]
    fan = Fanout(lambda _people: clients, lambda: lambda _sid, packet: pytest.fail(str(packet)))
    for number in range(6):
        fan.tell(str(number), range(5))
    fan.waiting.join()

    for client in clients:
        assert client.theirs.recv(100) == b"".join(frame_of(f"4{number}") for number in range(6))


def test_packets_for_the_same_people_go_out_in_one_write() -> None:
    client, written = Client(), []
    offer = client.wire.offer
    client.outbox.wire = SimpleNamespace(offer=lambda frames: written.append(frames) or offer(frames))
    fan = Fanout(lambda _people: [client], lambda: lambda _sid, packet: pytest.fail(str(packet)))
    for text, people in (("a", (1,)), ("b", (1,)), ("c", (1, 2)), ("d", (1,))):
        fan.tell(text, people)
    fan.waiting.join()

    assert written == [frame_of("4a") + frame_of("4b"), frame_of("4c"), frame_of("4d")]


def test_what_can_not_be_written_at_once_is_queued_packet_by_packet() -> None:
    client, queued = Client(), []
    client.outbox.wire = None
    fan = Fanout(lambda _people: [client], lambda: lambda _sid, packet: queued.append(packet.data))
    fan.tell("a", (1,))
    fan.tell("b", (1,))
    fan.waiting.join()

    assert queued == ["a", "b"]


def test_no_more_than_some_go_out_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanout, "TOGETHER", 2)
    client, written = Client(), []
    client.outbox.wire = SimpleNamespace(offer=lambda frames: written.append(frames) or True)
    fan = Fanout(lambda _people: [client], lambda: lambda _sid, packet: pytest.fail(str(packet)))
    for number in range(5):
        fan.tell(str(number), (1,))
    fan.waiting.join()

    assert [frames.count(b"\x81") for frames in written] == [2, 2, 1]


def test_a_failure_with_one_packet_is_no_failure_with_the_next(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    fan = Fanout(lambda people: [client] if people else 1 / 0, lambda: lambda _sid, _packet: None)
    fan.tell("lost", ())
    fan.tell("heard", (1,))
    fan.waiting.join()

    assert client.theirs.recv(100) == frame_of("4heard")
    assert "not delivered" in caplog.text
    caplog.clear()


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
