"""F11: the process that holds most sockets is killed. All come back, to it and to the other, and are current soon."""

import time

import pytest

from tests.faults.crowd import Listener
from tests.live.conftest import Page

SOCKETS = 120
POOL = 30
"""Connections that one process may have to the database: ten, and twenty more for a while."""
BACK_SECONDS = 30.0

pytestmark = pytest.mark.long_faults


@pytest.fixture
def crowd(two, play, chance):
    play = play(two)
    listeners = []
    for person in two.writers:
        page = Page(two.server(), person, "websocket")
        where = {
            "ports": [each.port for each in two.processes],
            "space": play.room.slug,
            "csrf": page.csrf,
            "cookie": "; ".join(f"{each.name}={each.value}" for each in page.browser.cookies),
            "site": two.processes[0].port,
        }
        listeners += [
            Listener(person, play.record, play.knowledge, chance=chance, **where)
            for _ in range(SOCKETS // len(two.writers))
        ]
        page.close()
    for listener in listeners:
        listener.start()
    play.tabs += listeners
    return play


def test_all_who_lost_their_process_are_current_again(crowd, two):
    ann = crowd.tab(two.world.ann, two.server(1))
    ann.say_something()
    crowd.everybody_is_current()
    listeners = [each for each in crowd.tabs if isinstance(each, Listener)]
    assert all(each.reading.current_at for each in listeners)
    two.processes[0].kill_worker()
    killed_at, most, during = time.monotonic(), 0, []
    while len(during) < 6:
        during.append(ann.say_something())
        most = max(most, two.cluster.connections(two.database))
        time.sleep(0.5)
    crowd.everybody_is_current(within=BACK_SECONDS)
    back = sorted(each.reading.current_at or float("inf") for each in listeners)

    assert sum(each.losses for each in listeners) >= SOCKETS
    assert {each.outcome for each in during} == {"acked"}
    assert back[SOCKETS * 95 // 100] - killed_at < BACK_SECONDS
    assert most <= 2 * POOL + 2
    crowd.check()
