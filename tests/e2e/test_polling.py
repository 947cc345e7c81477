"""The live room where the network lets no WebSocket through: all goes by long polling, and as well."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import test_lost_network, test_set_room
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.proxy import Proxy, proxy
from tests.e2e.verbs import line, open_live, say

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"


@pytest.fixture(autouse=True)
def network() -> Iterator[Proxy]:
    """A proxy that forwards requests and refuses tunnels, which a WebSocket needs. It outlives the pages."""
    with proxy() as running:
        running.refuses_tunnels = True
        yield running


@pytest.fixture
def visit_by_proxy(visit: Visit, network: Proxy, guard: Guard) -> Visit:
    guard.expected.append("WebSocket connection to")  # the browser logs that none opens

    def visit_by_proxy(account: str | None = None, **options: Any) -> Page:
        return visit(account, proxy={"server": network.address}, **options)

    return visit_by_proxy


@pytest.fixture(autouse=True)
def _polled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests that are shared with the other transport wait for a connection that polls."""
    for module in (test_set_room, test_lost_network):
        monkeypatch.setattr(module, "open_live", open_polled)


def open_polled(page: Page, path: str) -> None:
    """Go there and wait until the page is live; no WebSocket has opened."""
    page.goto(path)
    expect(page.locator("#state")).to_have_text("Connected")
    assert page.evaluate("() => window.heard") == []


def test_two_members_exchange_messages(visit_by_proxy: Visit, network: Proxy) -> None:
    test_set_room.test_two_members_exchange_messages(visit_by_proxy)
    assert network.refused


def test_a_message_is_edited_marked_and_removed_before_the_others_eyes(visit_by_proxy: Visit) -> None:
    test_set_room.test_a_message_is_edited_marked_and_removed_before_the_others_eyes(visit_by_proxy)


def test_a_room_catches_up(visit_by_proxy: Visit, guard: Guard) -> None:
    test_lost_network.test_a_room_catches_up(visit_by_proxy, guard)


def test_one_polls_and_one_does_not(visit: Visit, visit_by_proxy: Visit) -> None:
    polling, facilitator = visit_by_proxy("alum"), visit("facilitator")
    open_polled(polling, ROOM)
    open_live(facilitator, ROOM)

    say(polling, "By letter.")
    expect(line(facilitator, "By letter.")).to_be_visible()
    say(facilitator, "By telephone.")

    expect(line(polling, "By telephone.")).to_be_visible()


def test_it_goes_back_to_a_websocket_once_the_network_lets_one_through(
    visit: Visit, visit_by_proxy: Visit, network: Proxy
) -> None:
    polling, facilitator = visit_by_proxy("alum"), visit("facilitator")
    polling.clock.install()
    open_polled(polling, ROOM)
    open_live(facilitator, ROOM)

    network.refuses_tunnels = False
    polling.clock.fast_forward(31_000)
    polling.wait_for_function("() => window.heard.some((frame) => frame.startsWith('40{'))")

    expect(polling.locator("#state")).to_have_text("Connected")
    say(facilitator, "Can you hear me?")
    expect(line(polling, "Can you hear me?")).to_be_visible()
    assert "Can you hear me?" in "".join(polling.evaluate("() => window.heard"))
