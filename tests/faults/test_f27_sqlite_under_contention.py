"""F27: on SQLite many write at once, another program among them. Nobody is told of a locked database, and a second
serving process is refused.
"""

import time

from tests.faults import bulk
from tests.faults.conftest import several
from tests.faults.processes import Process

LINES = 6


def test_many_writers_and_another_program(one, play, chance):
    play = play(one)
    tabs = [play.tab(person) for person in one.writers]

    def write(tab) -> None:
        for _ in range(LINES):
            tab.say_something()

    def write_from_outside() -> None:
        for _ in range(LINES):
            bulk.say_many(play.record, play.room, one.writers[:1], count=2)
            time.sleep(chance.uniform(0, 0.2))

    several([write_from_outside, *(lambda tab=tab: write(tab) for tab in tabs)], chance)
    play.everybody_is_current()

    codes = {attempt.code for write in play.record.writes for attempt in write.attempts}
    assert codes <= {"", "too_fast"}
    assert all(each.outcome == "acked" for each in play.record.writes)
    assert not [line for line in one.processes[0].lines() if "locked" in line]
    play.check()


def test_a_second_process_is_refused_with_a_reason(one, tmp_path):
    second = Process(tmp_path / "second", one.processes[0].environment)
    second.start()
    assert second.wait() != 0
    assert any("Another process serves this database" in line for line in second.lines())
    one.processes[0].until_it_serves()


def test_two_processes_on_sqlite_are_refused_by_the_settings(one, tmp_path):
    asked = one.processes[0].environment | {
        "COP_PROCESSES": "2",
        "COP_REDIS_URL": "redis://127.0.0.1:1/0",
    }
    second = Process(tmp_path / "second", asked)
    second.serve()
    assert second.wait() != 0
    assert any("SQLite serves one process" in line for line in second.lines())
