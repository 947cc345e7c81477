"""An event that is still to come, for the pages that one that has been does not lead to."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import findings_at

pytestmark = pytest.mark.e2e


def test_an_event_is_arranged_and_axe_finds_nothing_on_its_pages(visit: Visit) -> None:
    page = visit("staff", reduced_motion="reduce")
    page.goto("/spaces/network/gatherings/new")
    page.get_by_label("Another event", exact=True).check()
    page.get_by_label("Host, or name of the event").fill("An evening in the sun")
    page.get_by_label("Date", exact=True).fill("2027-06-02")
    page.get_by_role("button", name="Arrange it").click()
    expect(page.get_by_role("heading", name="An evening in the sun")).to_be_visible()
    here = page.url.partition("#")[0]
    found = findings_at(page, [here])
    for path in ("cancelling", "organiser", "place/removal"):
        found += findings_at(page, [f"{here}/{path}"])
    assert not found, "\n".join(found)
