"""F21: the clock of one process is off, and steps back. Order goes by places, not by time, and nobody is locked out."""

import pytest

from tests.live.conftest import PATIENCE, Page

TEN_MINUTES = 600.0
AN_HOUR = 3600.0

pytestmark = pytest.mark.long_faults


@pytest.fixture
def askew(two):
    """The second process, whose clock is right again in the end."""
    yield two.processes[1]
    two.processes[1].shift(0)


def test_the_order_is_that_of_places(askew, two, play):
    play = play(two)
    ann, bob = play.tab(two.world.ann), play.tab(two.world.bob, two.server(1))
    writes = []
    for seconds in (0, TEN_MINUTES, -TEN_MINUTES, TEN_MINUTES - AN_HOUR):
        askew.shift(seconds)
        writes += [ann.say_something(), bob.say_something(), ann.say_something()]
    play.everybody_is_current()

    assert [each.answer["seq"] for each in writes] == list(range(1, len(writes) + 1))
    play.check()


def test_sign_ins_are_neither_ended_nor_made_by_it(askew, two, play):
    play = play(two)
    bob, nobody = (Page(two.server(1), person, "websocket") for person in (two.world.bob, None))
    askew.shift(TEN_MINUTES)
    bob.connect(origin=two.public_url)
    for seconds in (TEN_MINUTES - AN_HOUR, 0):
        askew.shift(seconds)
        assert bob.ask("live:ping") == {"ok": True}
        assert bob.browser.get(f"{bob.server.url}/me", timeout=PATIENCE, allow_redirects=False).ok
        away = nobody.browser.get(f"{bob.server.url}/me", timeout=PATIENCE, allow_redirects=False)
        assert away.status_code == 303
    for page in (bob, nobody):
        page.close()


def test_a_limit_limits_and_is_over_in_seconds_after_a_step_back(askew, two, play):
    play = play(two)
    page = Page(two.server(1), two.others[1], "websocket").connect(origin=two.public_url)
    askew.shift(TEN_MINUTES)
    codes = []
    while "too_fast" not in codes and len(codes) < 200:
        ack = page.say(f"Line {len(codes)}", space=play.room.slug)
        codes.append(ack.get("error", {}).get("code"))
    askew.shift(TEN_MINUTES - AN_HOUR)
    again = play.tab(two.others[1], two.server(1)).send("After the step back", patience=10)
    page.close()

    assert codes[-1] == "too_fast"
    assert again.outcome == "acked"
