"""F8: a page does not read what it is sent. It is closed with a reason before much waits for it; others notice nothing,
and it catches up once it can.
"""

import json

import pytest

from tests.faults.conftest import several
from tests.faults.misbehaviour import Throttle
from tests.faults.records import Gauge

BULKY = "&" * 3_000
"""Thirty thousand bytes on a page, and cheap to make: each is written `&amp;`, and stands there twice."""
LINES = 18
"""From each of six people, at most: more than the kernel and our bound let wait for one socket."""
SLACK_KIB = 24 * 1024
"""What a process may keep of what it worked with: allocators give nothing back at once."""

pytestmark = pytest.mark.long_faults


def closings(process, already: int) -> list[str]:
    """Reasons of connections that the process closed since."""
    lines = [json.loads(line) for line in process.lines()[already:] if line.startswith("{")]
    return [line["reason"] for line in lines if line["what"] == "socket closed"]


def test_who_does_not_read_is_closed_and_catches_up(two, play, chance):
    play = play(two)
    process = two.processes[0]
    line = two.line_to(0, buffer=4096)
    others = [play.tab(person, two.server(number % 2)) for number, person in enumerate(two.writers[2:8])]
    reader = play.tab(two.world.ann)
    slow = play.tab(two.world.bob, two.server(through=line))
    others[0].say_something()
    play.everybody_is_current()
    before, already = process.memory(), len(process.lines())
    slow.sleep()
    line.behave(Throttle(1_000))

    def write(tab) -> None:
        for _ in range(LINES):
            if "too_slow" not in closings(process, already):
                tab.send(f"{play.record.words()} {BULKY}")

    several([lambda tab=tab: write(tab) for tab in others], chance)
    reasons = closings(process, already)
    line.behave()
    slow.wake()
    play.everybody_is_current()
    play.record.gauges.append(Gauge("KiB of the process", before, process.memory(), slack=SLACK_KIB))

    assert "too_slow" in reasons
    assert not reader.reasons, "another reader was closed too"
    assert all(each.outcome == "acked" for each in play.record.writes)
    play.check()
