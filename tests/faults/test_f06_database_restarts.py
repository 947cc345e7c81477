"""F6: the database is restarted, or crashes, while people write. The processes find it again by themselves."""

import time

import pytest

from tests.faults.conftest import several

AWAY_SECONDS = 1.0
RECOVERY_SECONDS = 15.0

pytestmark = pytest.mark.long_faults


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_posts_go_on_after_the_database_was_away(mode: str, two, play, chance):
    play = play(two)
    tabs = [play.tab(person, two.server(number % 2)) for number, person in enumerate(two.writers[:6])]
    workers = [each.workers() for each in two.processes]

    def write(tab) -> None:
        for _ in range(4):
            tab.say_something()
            time.sleep(chance.uniform(0, 0.5))

    def restart() -> None:
        time.sleep(chance.uniform(0.2, 1.0))
        two.cluster.stop(mode)
        time.sleep(AWAY_SECONDS)
        two.cluster.start()
        play.record.healed_at = time.monotonic()

    several([restart, *(lambda tab=tab: write(tab) for tab in tabs)], chance)
    healed_at = play.record.healed_at
    for tab in tabs:
        tab.say_something()
    play.everybody_is_current()

    assert all(each.outcome == "acked" for each in play.record.writes)
    assert max(first_answer(tab, healed_at) for tab in tabs) - healed_at < RECOVERY_SECONDS
    assert [each.workers() for each in two.processes] == workers
    play.check()


def first_answer(tab, moment: float) -> float:
    """When this page was first told again that something was stored."""
    tried = [attempt for write in tab.reading.writes for attempt in write.attempts]
    return min(each.at + each.seconds for each in tried if each.outcome == "acked" and each.at > moment)
