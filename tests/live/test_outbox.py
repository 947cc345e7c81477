"""What may wait for one client: counted, bounded, and taken in the portions that its transport can carry (F8)."""

from contextlib import suppress

import gevent
import pytest
from engineio import packet as engine

from cop.live import outbox
from cop.live.bounds import IN_ONE_POLL
from cop.live.outbox import Outbox


def test_more_than_may_wait_calls_for_an_end_once_and_lets_the_farewell_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "MOST_PACKETS", 3)
    box, calls = Outbox(), []
    box.when_full = lambda: calls.append(box.held)
    for number in range(4):
        box.put(engine.Packet(engine.MESSAGE, str(number)))
    box.clear()
    box.put(engine.Packet(engine.MESSAGE, "farewell"))

    assert calls == [3]
    assert box.get().data == "farewell"
    assert (box.held, box.held_bytes) == (0, 0)


def test_bytes_count_as_well_but_one_large_answer_is_always_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "MOST_BYTES", 1_000)
    box, calls = Outbox(), []
    box.when_full = lambda: calls.append(box.held_bytes)
    box.put(engine.Packet(engine.MESSAGE, "x" * 5_000))
    assert calls == []
    box.put(engine.Packet(engine.MESSAGE, "y"))

    assert calls == [5_000]


def test_a_poll_takes_at_most_as_many_packets_as_clients_do() -> None:
    box = Outbox()
    for number in range(40):
        box.put(engine.Packet(engine.MESSAGE, str(number)))
    taken = [box.get()]
    with suppress(gevent.queue.Empty):
        while True:
            taken.append(box.get(block=False))

    assert len(taken) == IN_ONE_POLL
    assert box.held == 40 - IN_ONE_POLL


def test_a_writer_takes_one_at_a_time_so_that_the_rest_counts_as_waiting() -> None:
    box = Outbox()
    box.wire = object()  # type: ignore[assignment]
    for number in range(3):
        box.put(engine.Packet(engine.MESSAGE, str(number)))
    box.get()
    with pytest.raises(gevent.queue.Empty):
        box.get(block=False)

    assert box.held == 2
