"""The count in the header is the same in every open tab of a person, and goes when they look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import has_stayed, open_live, say, stay

pytestmark = pytest.mark.e2e


def test_a_call_is_counted_in_two_tabs_and_seen_in_both(visit: Visit, newcomer: Callable[..., Page]) -> None:
    one = newcomer("cohort-1:member", name="Wren Saltmarsh")
    two, moderator = one.context.new_page(), visit("moderator")
    for page, path in ((one, "/spaces"), (two, "/directory")):
        open_live(page, path)
        stay(page)
        expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()

    open_live(moderator, "/spaces/cohort-1/chat")
    say(moderator, "@Wren Saltmarsh, welcome")
    for page in (one, two):
        expect(page.get_by_role("link", name="Notifications 1 unread notification")).to_be_visible()
        assert has_stayed(page)

    one.get_by_role("link", name="Notifications").click()
    row = one.get_by_role("listitem").filter(has_text="mentioned you in the room")
    expect(row.get_by_text("Unread", exact=True)).to_be_visible()
    row.get_by_role("link", name="the room").click()
    expect(one.get_by_text("@Wren Saltmarsh, welcome")).to_be_visible()
    expect(two.get_by_role("link", name="Notifications", exact=True)).to_be_visible()
    assert has_stayed(two)


def test_marking_and_undoing_need_no_script(visit: Visit) -> None:
    moderator, page = visit("moderator"), visit("alum", java_script_enabled=False)
    open_live(moderator, "/spaces/cohort-1/chat")
    say(moderator, "@Bryony Tarnfield, have you seen this?")
    expect(moderator.get_by_text("@Bryony Tarnfield", exact=True).first).to_be_visible()

    page.goto("/notifications")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("Marked as read.")).to_be_visible()
    expect(page.get_by_text("Unread", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Unread", exact=True).first).to_be_visible()
