"""F5: Valkey is full. Posts and their pushes go on, and limits stand, because neither is kept there."""

import pytest
import requests

from tests.faults.hanging import full
from tests.live.conftest import PATIENCE, Page

TRIES = 40

pytestmark = pytest.mark.long_faults


def test_posts_go_on(two, play):
    play = play(two)
    ann, bob = play.tab(two.world.ann), play.tab(two.world.bob, two.server(1))
    with full(two):
        writes = [tab.say_something() for _ in range(3) for tab in (ann, bob)]
        play.everybody_is_current()
    assert {each.outcome for each in writes} == {"acked"}
    play.check()


def test_the_limit_of_sign_ins_does_not_open(two, play):
    play(two)
    somebody = Page(two.server(), None, "websocket")
    form = somebody.browser.get(f"{two.server().url}/sign-in", timeout=PATIENCE).text
    token = form.partition('name="csrf-token" content="')[2].partition('"')[0]
    with full(two):
        answers = [_try(somebody.browser, two.server(number % 2).url, token) for number in range(TRIES)]
    somebody.close()

    assert answers[0] != 429
    assert answers[-1] == 429
    assert max(answers) < 500


def _try(browser: requests.Session, url: str, token: str) -> int:
    given = {"csrf_token": token, "email": "mallory@example.org", "password": "wrong-every-time"}
    return browser.post(f"{url}/sign-in", data=given, timeout=PATIENCE).status_code
