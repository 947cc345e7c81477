"""The live bench counts what it says it counts: whole packets, lines that are cut in two, the last receiver."""

import socket

from tests.bench.live.clients import NEWS, Client, Step, packets
from tests.bench.live.crowd import Crowd, Heard
from tests.bench.live.talks import Talked


def framed(text: bytes) -> bytes:
    """As a server frames it: unmasked."""
    head = bytes((0x81, len(text))) if len(text) < 126 else bytes((0x81, 126)) + len(text).to_bytes(2, "big")
    return head + text


def test_packets_are_taken_once_they_are_complete() -> None:
    came = bytearray(framed(b"2") + framed(b"x" * 300) + framed(b"late")[:3])

    assert packets(came) == [b"2", b"x" * 300]
    assert packets(came) == []
    came += b"ate"
    assert packets(came) == [b"late"]


def listening(crowd: Crowd) -> Client:
    """A client of `crowd` that is in the room, without a server."""
    ours, theirs = socket.socketpair()
    client = Client.__new__(Client)
    client._sock, client.step, client.count, client.asked, client.tail = ours, Step.HERE, 0, 0, b""
    crowd.clients[ours.fileno()] = client
    theirs.close()
    return client


def test_a_line_has_arrived_once_everybody_has_heard_as_many() -> None:
    crowd = Crowd()
    first, second = listening(crowd), listening(crowd)
    crowd._begin(2)
    line = framed(NEWS + b',{"key":"a"}]')

    crowd._count(first, first.tail + line + line)
    assert crowd._missing == [1, 1]
    crowd._count(second, second.tail + line + line[:9])
    assert crowd._missing == [0, 1]
    crowd._count(second, second.tail + line[9:])
    assert crowd._missing == [0, 0]
    crowd._count(second, second.tail + b'[{"ok":false}]')
    assert crowd._refused == 0
    second.asked = 1
    crowd._count(second, b'[{"ok":false}]')
    assert crowd._refused == 1
    crowd.leave()


def test_what_two_crowds_heard_is_put_together_by_its_last_receiver() -> None:
    heard = [
        Heard(due={"a": 1.0}, done={"a": 1.2, "b": 2.1}, processor=0.5, seconds=2.0),
        Heard(due={"b": 2.0, "c": 3.0}, done={"a": 1.1, "b": 2.3}, processor=1.0, seconds=2.0),
    ]
    talked = Talked(size=10, begin=1.0, heard=heard, server=1.0)

    assert [round(each, 3) for each in talked.times()] == [0.2, 0.3]
    assert (talked.messages(), talked.is_in_time()) == (3, False)
    assert talked.paced()["missing"] == 1
    assert talked.paced()["load_share"] == 0.5
    assert talked.sustained()["deliveries_a_second"] == round(2 / 1.3 * 10)
