"""What moderators do with a topic reaches the pages that stand open, and takes nothing away that is still there."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import has_stayed, open_live, open_topic, stay

pytestmark = pytest.mark.e2e

TITLE = "What became of the old reporting form"


def test_a_row_of_the_archive_stays_while_its_topic_changes(visit: Visit) -> None:
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", TITLE)
    topic = moderator.url.split("?")[0].split("#")[0]
    press(moderator, f"{topic}/tools", "Archive: read and found, in no list")
    open_live(alum, "/spaces/cohort-1?show=archived")
    stay(alum)
    row = alum.locator("#topics").get_by_role("link", name=TITLE, exact=True)
    expect(row).to_have_count(1)
    rename(moderator, topic, f"{TITLE}, again")
    expect(alum.locator("#topics").get_by_role("link", name=f"{TITLE}, again")).to_have_count(
        1, timeout=10_000
    )
    press(moderator, f"{topic}/tools", "Bring back from the archive")
    expect(alum.locator("#topics").get_by_role("link", name=TITLE)).to_have_count(0, timeout=10_000)
    assert has_stayed(alum)


def press(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=button).click()
    page.wait_for_url(lambda url: not url.endswith("/tools"))


def rename(page: Page, topic: str, title: str) -> None:
    page.goto(f"{topic}/tools")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Rename").click()
    page.wait_for_url(lambda url: not url.endswith("/tools"))


def write_ten(page: Page, topic: str) -> None:
    page.goto(topic)
    for number in range(10):
        page.get_by_label("Your reply").fill(f"Question {number}")
        # Not by its button, which waits between two clicks.
        page.locator("#composer").evaluate("form => form.requestSubmit()")
        expect(page.get_by_label("Your reply")).to_have_value("")


def test_who_writes_on_a_page_that_goes_learns_where_the_topic_is(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(404)
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", "A long list of small questions")
    topic = moderator.url.split("?")[0].split("#")[0]
    for page in (alum, moderator):
        write_ten(page, topic)
    open_live(alum, f"{topic}?page=2")
    alum.get_by_label("Your reply").fill("I would begin with")
    moderator.goto(f"{topic}/split")
    moderator.get_by_label("Title").fill("Small questions")
    moderator.locator("input[type=checkbox]").first.check()
    moderator.get_by_role("button", name="Split").click()
    expect(alum.get_by_role("link", name="stand elsewhere now")).to_be_visible(timeout=10_000)
    expect(alum.get_by_text("This topic is not here any more")).to_have_count(0)
    expect(alum.get_by_label("Your reply")).to_have_value("I would begin with")
