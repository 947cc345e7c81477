"""F9: a laptop's lid is closed: its connection is half open and nobody is told. Its person is gone within 45 s."""

import time

import pytest

from tests.faults.records import Gauge

GONE_SECONDS = 45.0
SLACK_SECONDS = 3.0
"""For the second between two looks, and for a busy machine."""

pytestmark = pytest.mark.long_faults


def here(tab) -> set[int]:
    ack = tab.put("room:here", {"space": tab.space})
    return {each["id"] for each in ack["here"]["people"]} if ack else set()


def test_who_closed_the_lid_is_gone_and_so_is_the_connection(two, play):
    play = play(two)
    ann = play.tab(two.world.ann)
    ann.say_something()
    before = two.processes[0].handles()
    line = two.line_to(0)
    sleepers = [
        play.tab(two.world.bob, two.server(through=line)),
        play.tab(two.others[0], two.server(through=line), transports=("polling",)),
    ]
    asleep = {tab.person.id for tab in sleepers}
    while not asleep <= here(ann):
        time.sleep(0.2)
    for tab in sleepers:
        tab.sleep()
    line.half_open()
    closed_at = time.monotonic()
    meanwhile = ann.say_something()
    while here(ann) & asleep and time.monotonic() < closed_at + GONE_SECONDS + SLACK_SECONDS:
        time.sleep(1)
    gone = time.monotonic() - closed_at
    while two.processes[0].handles() > before + 2 and time.monotonic() < closed_at + GONE_SECONDS + 5:
        time.sleep(0.5)
    after = two.processes[0].handles()

    play.record.gauges.append(Gauge("handles of the process", before, after, slack=2))
    for tab in sleepers:
        tab.reading.closed = "it sleeps on"
    play.everybody_is_current()
    assert gone <= GONE_SECONDS + SLACK_SECONDS
    assert meanwhile.outcome == "acked"
    play.check()
