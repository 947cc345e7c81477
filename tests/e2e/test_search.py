"""Searching from any page, while typing and without a script, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.e2e


def test_one_asks_from_the_header_and_narrows_down_while_typing(visit: Visit) -> None:
    page = visit("alum")
    page.goto("/")
    page.get_by_role("textbox", name="Search").fill("pharmcy")
    page.keyboard.press("Enter")
    count = page.locator("#found-count")
    expect(count).to_contain_text("Showing results for pharmacy")

    words = page.get_by_role("textbox", name="Words to look for")
    words.fill("")
    words.press_sequentially("costing", delay=30)
    expect(count).to_contain_text("the best first")
    expect(page.locator("#found mark").first).to_have_text("costs", ignore_case=True)
    expect(page).to_have_url(re.compile("q=costing"))
    expect(words).to_be_focused()


def test_a_result_leads_to_the_post(visit: Visit) -> None:
    page = visit("alum")
    page.goto("/search?q=pharmacy&kind=topic")
    page.locator("#found").get_by_role("link").first.click()
    expect(page.locator(".cop-post:target")).to_be_visible()
