"""Of those of a process who want the same rows, one at a time goes on to ask the database."""

import gc
import threading
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from time import monotonic, sleep

import pytest

from cop import db, queues
from cop.chat import commands as chat
from cop.errors import NotFound
from cop.events import MessageReleased, PostReleased
from cop.forum import commands as forum
from cop.models import Space, Topic
from cop.queues import queue_for, standing
from tests.people import World, key


def _stand(
    rows: tuple[Hashable, ...], order: list[str], name: str, *, until: threading.Event
) -> threading.Thread:
    """Somebody who has `rows` from when their turn comes to when `until` is set."""

    def have() -> None:
        with standing():
            queue_for(*rows)
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


def _is_free(*rows: Hashable) -> bool:
    """Whether somebody else has their turn at once."""
    order: list[str] = []
    done = threading.Event()
    done.set()
    thread = _stand(rows, order, "Mallory", until=done)
    thread.join(0.3)
    free = bool(order)
    thread.join(queues.PATIENCE)
    return free


def test_one_at_a_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PATIENCE", 5)
    order: list[str] = []
    done = [threading.Event() for _ in range(3)]
    threads = [_stand(("a topic",), order, "Ann", until=done[0])]
    assert _comes(lambda: order == ["Ann"])
    threads.append(_stand(("a topic",), order, "Bob", until=done[1]))
    threads.append(_stand(("another",), order, "Mallory", until=done[2]))
    assert _comes(lambda: order == ["Ann", "Mallory"])

    done[0].set()
    assert _comes(lambda: order == ["Ann", "Mallory", "Bob"])
    for event in done:
        event.set()
    for thread in threads:
        thread.join(5)


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PATIENCE", 0.05)
    order: list[str] = []
    done = threading.Event()
    threads = [_stand(("a topic",), order, name, until=done) for name in ("Ann", "Bob")]

    assert _comes(lambda: sorted(order) == ["Ann", "Bob"])
    done.set()
    for thread in threads:
        thread.join(5)


def test_who_wants_the_same_again_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PATIENCE", 1)
    with standing():
        began = monotonic()
        queue_for("a topic")
        queue_for("a topic")
        assert monotonic() - began < 0.5
        assert not _is_free("a topic")
    assert _is_free("a topic")


def test_nothing_is_kept_of_rows_that_nobody_wants_any_more() -> None:
    with standing():
        queue_for("a topic that nobody else wants")
        assert ("a topic that nobody else wants",) in queues._turns
    gc.collect()
    assert ("a topic that nobody else wants",) not in queues._turns


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.usefixtures("world")
def test_a_command_has_its_turn_until_it_has_ended(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    monkeypatch.setattr(queues, "PATIENCE", 1)
    seen: list[bool] = []
    monkeypatch.setattr(db, "_with", {})
    monkeypatch.setattr(db, "_after", {PostReleased: [lambda _fact: seen.append(_is_free(Space))]})

    @db.command
    def take() -> None:
        queue_for(Space)
        db.record(PostReleased(1))
        assert not _is_free(Space)
        assert _is_free("another")
        if fails:
            raise NotFound

    with pytest.raises(NotFound) if fails else nullcontext():
        take()
    assert seen == ([] if fails else [True])
    assert _is_free(Space)


def test_outside_of_a_command_nobody_queues() -> None:
    queue_for(Space)
    assert _is_free(Space)


def test_whoever_replies_or_speaks_stands_in_a_queue(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic's and a room's rows are asked for by one command of a process at a time."""
    monkeypatch.setattr(queues, "PATIENCE", 1)
    bob = {"actor_id": world.bob.id, "text": "Hello"}
    topic_id = forum.open_topic(**bob, space_id=world.cohort.id, title="Costing", key=key()).topic_id
    seen: list[bool] = []

    def look(rows: Hashable, *more: Hashable) -> None:
        seen.append(_is_free(rows, *more))

    monkeypatch.setattr(db, "_with", {PostReleased: [lambda _fact: look(Topic, topic_id)]})
    forum.post_reply(**bob, topic_id=topic_id, key=key())
    monkeypatch.setattr(db, "_with", {MessageReleased: [lambda _fact: look(Space, world.cohort.slug)]})
    chat.send_message(**bob, slug=world.cohort.slug, key=key())
    assert seen == [False, False]
