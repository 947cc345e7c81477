"""F4: Valkey takes connections and answers nothing. No post fails or waits for it, and all are current in time."""

import pytest

from tests.faults.hanging import stopped, swallowed

HEARTBEAT_SECONDS = 15.0
POST_SECONDS = 2.0

pytestmark = pytest.mark.long_faults


@pytest.mark.parametrize("hanging", [swallowed, stopped])
def test_posts_do_not_wait_for_it(hanging, two, play):
    play = play(two)
    ann = play.tab(two.world.ann, heartbeat=HEARTBEAT_SECONDS)
    bob = play.tab(two.world.bob, two.server(1), heartbeat=HEARTBEAT_SECONDS)
    ann.say_something()
    with hanging(two):
        during = [tab.say_something() for _ in range(8) for tab in (ann, bob)]
        play.everybody_is_current()
    after = [ann.say_something(), bob.say_something()]

    for write in during + after:
        assert [each.outcome for each in write.attempts] == ["acked"]
    assert max(write.attempts[0].seconds for write in during) < POST_SECONDS
    play.everybody_is_current()
    play.check()
