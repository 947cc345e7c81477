"""From a public page to the first post, by three letters and two people."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import join, link_in_letter, open_topic, queue_item

pytestmark = pytest.mark.e2e

ADDRESS = "juniper.applicant@example.org"


def test_from_an_application_to_the_first_post(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(422)
    applicant, staff = visit(), visit("staff")
    _apply(applicant)
    letter = link_in_letter(staff, ADDRESS, about="Confirm your application")
    applicant.goto(letter)
    assert axe.findings(applicant, axe.BY_TAGS) == []
    applicant.get_by_role("button", name="Confirm my address").click()
    expect(applicant.get_by_text("Your address is confirmed")).to_be_visible()

    _ask(staff)
    applicant.goto(letter)
    applicant.get_by_label("Your answer").fill("My deputy has said yes.")
    applicant.get_by_role("button", name="Send the answer").click()
    expect(applicant.get_by_text("You get an e-mail when it is decided.").first).to_be_visible()
    _take_on(staff)

    join(applicant, link_in_letter(staff, ADDRESS, about="You are invited"), name="Juniper Applicant")
    open_topic(applicant, "cohort-3", "Hello from Juniper")
    expect(applicant.locator("#posts article").get_by_text("Waiting for a moderator")).to_be_visible()


def _apply(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="apply to a programme").click()
    page.get_by_role("link", name="R&D Leaders").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your name.")
    page.get_by_label("Your name").fill("Juniper Applicant")
    page.get_by_label("Your work e-mail address").fill(ADDRESS)
    page.get_by_label("Its name, if it is not in the list").fill("An invented hospice")
    page.get_by_label("Service lead").check()
    page.get_by_label("Pay band").select_option("8a")
    page.get_by_label("Why you would like to take part").fill("To find others who have done it.")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Check your e-mail")).to_be_visible()


def _open(staff: Page) -> None:
    staff.goto("/moderation")
    queue_item(staff, "Juniper Applicant").get_by_role("link", name="Take them on…").click()
    expect(staff.get_by_role("heading", name="Juniper Applicant")).to_be_visible()


def _ask(staff: Page) -> None:
    _open(staff)
    expect(staff.get_by_text("Met: Band 8a or above")).to_be_visible()
    staff.get_by_label("What would you like to know?").fill("Who stands in for you?")
    staff.get_by_role("button", name="Ask", exact=True).click()
    expect(queue_item(staff, "Juniper Applicant")).to_have_count(0)


def _take_on(staff: Page) -> None:
    _open(staff)
    expect(staff.get_by_text("My deputy has said yes.")).to_be_visible()
    staff.get_by_label("Cohort 3").first.check()
    staff.get_by_role("button", name="Take them on and invite them").click()
    expect(queue_item(staff, "Juniper Applicant")).to_have_count(0)
