"""Signing out leaves nothing in the browser of what was begun to be written; a sign-in that merely ends keeps it."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import open_live, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ROOM = "/spaces/cohort-1-set-a/chat"
WORDS = "What I have not said yet"
BEGUN = "() => Object.keys(sessionStorage).filter((place) => /^(draft|outbox) /.test(place)).length"


def begin(page: Page) -> None:
    """Begin to write in the room, and leave a line there that has found no way out."""
    open_live(page, ROOM)
    page.get_by_label("Your message").fill(WORDS)
    page.evaluate("() => sessionStorage.setItem('outbox 0 elsewhere', '[]')")
    page.wait_for_function(f"{BEGUN} === 2")


def test_what_was_begun_is_forgotten_in_every_tab_by_who_signs_out(visit: Visit) -> None:
    page = visit("alum", afresh=True)
    other = page.context.new_page()
    for tab in (page, other):
        begin(tab)

    page.goto("/me/account")
    assert page.evaluate(BEGUN) == 2, "the control: other pages keep it"
    page.locator("#main").get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    for tab in (page, other):
        tab.wait_for_function(f"{BEGUN} === 0")


def test_a_sign_in_that_ends_by_itself_keeps_it(visit: Visit) -> None:
    page = visit("alum", afresh=True)
    begin(page)
    page.context.clear_cookies()

    page.goto(ROOM)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate(BEGUN) == 2
    sign_in(page, "alum")
    page.goto(ROOM)
    expect(page.get_by_label("Your message")).to_have_value(WORDS)
