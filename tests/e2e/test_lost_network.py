"""A tab without network catches up when it has one again, and shows each line once."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import line, open_live, open_topic, post, post_reply, say

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"

tunnels = count(1)
"""The same is told over the other transport, in the same room: each time of another tunnel."""

# The button takes no second press within a second of the first: that is how it bears a double click.
PATIENT = "() => { window.since ??= performance.now(); return performance.now() - window.since > 1000; }"


def test_a_room_catches_up(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    tunnel = f"tunnel {next(tunnels)}."
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(alum, ROOM)
    open_live(facilitator, ROOM)
    say(facilitator, f"One, before the {tunnel}")
    expect(line(alum, f"One, before the {tunnel}")).to_be_visible()

    _lose_network(alum)
    for words in (f"Two, in the {tunnel}", f"Three, in the {tunnel}"):
        say(facilitator, words)
        expect(line(facilitator, words)).to_be_visible()
    expect(line(alum, f"in the {tunnel}")).to_have_count(0)
    say(alum, f"Mine, from the {tunnel}")
    expect(alum.locator("#waiting article", has_text=f"Mine, from the {tunnel}")).to_be_visible()
    _find_network(alum)

    expect(alum.locator("#state")).to_have_text("Connected")
    expect(line(facilitator, f"Mine, from the {tunnel}")).to_be_visible()
    say(facilitator, f"Four, after the {tunnel}")
    expect(line(alum, f"Four, after the {tunnel}")).to_be_visible()
    for page in (alum, facilitator):
        for words in ("One, before", "Two, in", "Three, in", "Mine, from", "Four, after"):
            expect(line(page, f"{words} the {tunnel}")).to_have_count(1)
    alum.reload()
    expect(line(alum, f"Mine, from the {tunnel}")).to_have_count(1)


def test_a_topic_catches_up(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", "Reading on the train")
    open_live(alum, moderator.url)
    open_live(moderator, moderator.url)

    _lose_network(alum)
    post_reply(moderator, "Written while you were away.")
    expect(post(moderator, "Written while you were away.")).to_be_visible()
    expect(post(alum, "Written while you were away.")).to_have_count(0)
    _find_network(alum)

    expect(post(alum, "Written while you were away.")).to_have_count(1)


def test_a_reply_sent_without_network_keeps_its_text(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    alum = visit("alum")
    open_topic(alum, "cohort-1", "Posting from the train")
    open_live(alum, alum.url)

    _lose_network(alum)
    post_reply(alum, "Typed between two stations.")

    expect(alum.locator("#composer-state")).to_contain_text("Your text is kept.")
    expect(alum.get_by_label("Your reply")).to_have_value("Typed between two stations.")
    _find_network(alum)
    alum.get_by_label("Your reply").focus()
    alum.wait_for_function(PATIENT)
    alum.get_by_role("button", name="Post reply").click()
    expect(post(alum, "Typed between two stations.")).to_have_count(1)


def _lose_network(page: Page) -> None:
    page.context.set_offline(True)


def _find_network(page: Page) -> None:
    page.context.set_offline(False)
