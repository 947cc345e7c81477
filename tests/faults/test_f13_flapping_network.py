"""F13: the network is cut again and again, in the midst of upgrades too. Nothing is lost, doubled or out of order."""

import time

import pytest

from tests.faults.conftest import several
from tests.faults.misbehaviour import CutAfter, Reset

SECONDS = 15.0
LINES = 12

pytestmark = pytest.mark.long_faults


@pytest.mark.parametrize("transports", [("websocket",), ("polling",), ("polling", "websocket")], ids="-".join)
def test_a_conversation_over_a_network_that_flaps(transports, two, play, chance):
    play = play(two)
    lines = [two.line_to(number) for number in range(2)]
    tabs = [
        play.tab(person, two.server(number % 2, through=lines[number % 2]), transports=transports)
        for number, person in enumerate(two.writers[:4])
    ]
    steady = play.tab(two.writers[4])

    def flap() -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.1, 3.0))
            line = chance.choice(lines)
            line.behave(chance.choice((Reset(), CutAfter(chance.randrange(4_000)))))
            time.sleep(chance.uniform(0, 0.5))
            line.cut()
            line.behave()

    def write(tab) -> None:
        for _ in range(LINES):
            tab.say_something()
            time.sleep(chance.uniform(0, SECONDS / LINES))

    several([flap, *(lambda tab=tab: write(tab) for tab in (*tabs, steady))], chance)
    play.everybody_is_current()

    assert {each.outcome for each in play.record.writes} == {"acked"}
    assert sum(len(tab.reasons) for tab in tabs) >= 3, "it did flap"
    play.check()
