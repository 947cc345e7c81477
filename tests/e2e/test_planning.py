"""What is planned in a cohort, by staff once its programme runs again: pages that a programme that is over has not."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import findings_at

pytestmark = pytest.mark.e2e

COHORT, STATUS = "/spaces/cohort-3", "/programmes/leading-cultures/status"


def test_a_workshop_and_a_task_are_planned_and_end_with_the_programme(visit: Visit) -> None:
    page = visit("staff", reduced_motion="reduce")
    _say(page, "Running", "")
    found = findings_at(page, [f"{COHORT}/workshops/new"]) + findings_at(page, [f"{COHORT}/tasks/new"])
    found += findings_at(page, [f"{COHORT}/windows"])
    workshop = _plan(page)
    found += findings_at(page, [workshop])
    found += findings_at(page, [f"{workshop}/edit"]) + findings_at(page, [f"{workshop}/cancelling"])
    found += findings_at(page, [f"{_set_task(page)}/edit"])
    page.goto("/calendar")
    for held in ("A day in the sun", "Due: Bring a hat"):
        expect(page.get_by_role("link", name=held)).to_be_visible()
    _say(page, "Ended", "2015-04-01")
    page.goto(workshop)
    expect(page.get_by_text("Cancelled")).to_be_visible()
    assert not found, "\n".join(found)


def _plan(page: Page) -> str:
    """Enter a workshop; its address."""
    page.goto(f"{COHORT}/workshops/new")
    page.get_by_label("Title").fill("A day in the sun")
    page.get_by_label("Date").fill("2027-06-01")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("heading", name="A day in the sun")).to_be_visible()
    page.get_by_label("What it is", exact=True).fill("Sitting")
    page.get_by_label("Leadership").check()
    page.get_by_role("button", name="Add this part").click()
    expect(page.get_by_text("Sitting").first).to_be_visible()
    return page.url.partition("#")[0]


def _set_task(page: Page) -> str:
    """Set a task; its address."""
    page.goto(f"{COHORT}/tasks/new")
    page.get_by_label("What is to be done").fill("Bring a hat")
    page.get_by_label("Until the end of").fill("2027-05-30")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_role("heading", name="Bring a hat")).to_be_visible()
    return page.url


def _say(page: Page, status: str, last_day: str) -> None:
    """How far the programme is."""
    page.goto(STATUS)
    page.get_by_label(status, exact=True).check()
    page.get_by_label("Its last day").fill(last_day)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Its spaces go on as they are.")).to_be_visible()
