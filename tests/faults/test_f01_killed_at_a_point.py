"""F1: a process is killed in the middle of a post, at four points. Nothing acked is lost, nothing is there twice."""

import time

import pytest

POINTS = ("before_insert", "after_insert", "after_commit", "after_push", "after_ack")


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_process_loses_nothing_it_said_was_sent(point: str, two, play):
    play = play(two)
    ann = play.tab(two.world.ann)
    bob = play.tab(two.world.bob, two.server(1))
    before = ann.say_something()
    two.processes[0].kill_at(point)
    struck = ann.say_something()
    after, others = ann.say_something(), bob.say_something()
    play.everybody_is_current()

    assert two.processes[0].has_died()
    assert {each.outcome for each in (before, struck, after, others)} == {"acked"}
    assert len(struck.attempts) > 1 or point == "after_ack"
    play.check()


@pytest.mark.parametrize("point", ["before_insert", "after_commit"])
def test_a_send_without_an_answer_is_shown_as_such(point: str, two, play):
    """Nobody presses "Try again": the text stays in the page, and is in the room once or not at all."""
    play = play(two)
    ann, bob = play.tab(two.world.ann), play.tab(two.world.bob, two.server(1))
    bob.say_something()
    two.processes[0].kill_at(point)
    struck = ann.send(play.record.words(), patience=0)
    deadline = time.monotonic() + 10
    while not two.processes[0].has_died() and time.monotonic() < deadline:
        time.sleep(0.05)
    play.everybody_is_current()

    assert struck.outcome == "unknown"
    play.check()
    assert any(struck.text in each["html"] for each in ann.reading.shown) == (point == "after_commit")
