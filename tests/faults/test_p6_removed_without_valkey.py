"""P6 while Valkey answers nothing: whoever is removed or signed out receives nothing more, on every process."""

import time

import pytest
import requests

from cop import clock, db
from cop.models import SignIn
from tests import people
from tests.faults.hanging import swallowed
from tests.faults.records import Outside
from tests.live.conftest import PATIENCE, Page

SECONDS = 30.0

pytestmark = pytest.mark.long_faults


def test_who_is_removed_receives_nothing_more(two, play):
    play = play(two)
    ann = play.tab(two.world.ann)
    elsewhere = play.tab(two.others[0], two.server(1))
    bob = play.tab(two.world.bob, two.server(1), heartbeat=15.0)
    ann.say_something()
    play.everybody_is_current()
    with swallowed(two):
        began = time.monotonic()
        since = removed_by(two, ann, play.room.slug, two.world.bob.id)
        took = time.monotonic() - began
        play.record.outside.append(Outside(two.world.bob.id, since))
        asked = bob.put("room:sync", {"space": play.room.slug, "after": 0})
        said = [tab.say_something() for _ in range(5) for tab in (ann, elsewhere)]
        while not bob.reading.closed and time.monotonic() < began + SECONDS:
            time.sleep(0.2)
        play.everybody_is_current()

    assert took < 10
    assert asked["error"]["code"] == "not_found"
    assert {each.outcome for each in said} == {"acked"}
    assert bob.reading.closed
    play.check()


def removed_by(two, ann, slug: str, person_id: int) -> int:
    """Remove somebody by the form of the page; returns the pulse of the room, in which nothing else happens."""
    answer = requests.post(
        f"{two.server().url}/spaces/{slug}/members/{person_id}/removal",
        data={"csrf_token": ann.csrf, "reason": "They asked for it."},
        cookies=ann.browser.cookies,
        timeout=SECONDS,
        allow_redirects=False,
    )
    assert answer.status_code == 303, answer.status_code
    return int(ann.known.look()["pulse"])


def test_a_sign_in_that_ends_elsewhere_ends_its_sockets_by_the_sweep(two, play):
    play(two)
    token = people.begin_sign_in(two.others[1])
    before, two.tokens[two.others[1].id] = two.tokens[two.others[1].id], token
    page = Page(two.server(1), two.others[1], "websocket").connect(origin=two.public_url)
    two.tokens[two.others[1].id] = before
    assert page.ask("live:ping") == {"ok": True}
    with swallowed(two):
        end(token)
        ended_at = time.monotonic()
        while page.client.connected and time.monotonic() < ended_at + PATIENCE:
            time.sleep(0.1)
    page.close()

    assert not page.client.connected
    assert time.monotonic() - ended_at < SECONDS


@db.command
def end(token: str) -> None:
    sign_in = SignIn.find(token)
    assert sign_in is not None
    sign_in.ended_at = clock.now()
