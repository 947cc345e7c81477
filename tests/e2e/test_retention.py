"""A steward looks at what would go, places a hold and lifts it, with axe looking on at three widths."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.e2e

WIDTHS = (320, 768, 1366)


def is_fine(page: Page) -> None:
    """Nothing that axe finds, and nothing that runs over the edge."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert axe.findings(page, axe.BY_TAGS) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_a_period_is_looked_at_and_left_as_it_is(visit: Visit) -> None:
    page = visit("steward", reduced_motion="reduce")
    page.goto("/appointments")
    page.get_by_role("link", name="Retention").click()
    is_fine(page)
    page.get_by_role("link", name="Change Who looked at a room").click()
    page.get_by_label("Days").fill("7")
    page.get_by_role("button", name="See what would go").click()
    expect(page.get_by_text("With 7 days instead of 30")).to_be_visible()
    is_fine(page)
    page.get_by_role("link", name="Leave it as it is").click()
    page.get_by_role("link", name="What members read").click()
    expect(page.get_by_role("row", name="Who looked at a room")).to_contain_text("30 days")
    is_fine(page)


def test_a_hold_is_placed_by_the_keyboard_and_lifted(visit: Visit) -> None:
    page = visit("steward", reduced_motion="reduce")
    page.goto("/holds/new")
    page.get_by_label("Name, where it is on a person").fill("a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/holds/new?name=a")
    is_fine(page)
    page.get_by_label("A person", exact=True).check()
    page.locator("input[name=person]").first.check()
    page.get_by_label("Reference").fill("FOI 2026-014")
    page.get_by_label("Reason").fill("A request for information")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The hold stands.")).to_be_visible()
    is_fine(page)

    page.get_by_role("link", name="FOI 2026-014").first.click()
    is_fine(page)
    page.get_by_label("Why it is lifted").fill("It was answered")
    page.get_by_role("button", name="Lift the hold").click()
    expect(page.get_by_text("Lifted. What is due goes within the hour.")).to_be_visible()


def test_what_is_missing_is_said(visit: Visit, guard) -> None:
    guard.expect_refusal(422)
    page = visit("steward", reduced_motion="reduce")
    page.goto("/holds/new")
    page.get_by_role("button", name="Place the hold").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    is_fine(page)
