"""F3: Valkey goes away and comes back. Posts need it not, and every page is current by heartbeat and sync."""

import time

import pytest

HEARTBEAT_SECONDS = 15.0
"""As in a browser: what a push would have told comes with it at the latest."""
AWAY_SECONDS = 4.0
POST_SECONDS = 2.0

pytestmark = pytest.mark.long_faults


def test_posts_go_on_without_it_and_pages_catch_up(two, play):
    play = play(two)
    ann = play.tab(two.world.ann, heartbeat=HEARTBEAT_SECONDS)
    bob = play.tab(two.world.bob, two.server(1), heartbeat=HEARTBEAT_SECONDS)
    before = [ann.say_something(), bob.say_something()]
    port = two.valkey.port
    two.valkey.stop()
    gone_at, during = time.monotonic(), []
    while time.monotonic() < gone_at + AWAY_SECONDS:
        during += [ann.say_something(), bob.say_something()]
        time.sleep(0.3)
    two.valkey.start()
    assert two.valkey.port == port
    after = [ann.say_something(), bob.say_something()]
    play.everybody_is_current()

    for write in before + during + after:
        assert [each.outcome for each in write.attempts] == ["acked"]
        assert write.attempts[0].seconds < POST_SECONDS
    play.check()


def test_once_it_is_back_what_is_said_is_pushed_again(two, play):
    """The listener of a process comes back by itself, at the latest after a minute: then no heartbeat is needed."""
    play = play(two)
    ann = play.tab(two.world.ann, heartbeat=HEARTBEAT_SECONDS)
    bob = play.tab(two.world.bob, two.server(1), heartbeat=HEARTBEAT_SECONDS)
    two.valkey.stop()
    ann.say_something()
    two.valkey.start()
    deadline, pushed = time.monotonic() + 40, False
    while not pushed and time.monotonic() < deadline:
        said = ann.say_something()
        time.sleep(2)
        pushed = any(
            frame.kind == "message:new" and message["id"] == said.answer["id"]
            for frame in bob.reading.frames
            for message in frame.messages
        )
    play.everybody_is_current()

    assert pushed
    play.check()
