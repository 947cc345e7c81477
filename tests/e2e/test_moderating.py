"""Moderating with the keyboard alone: from a report to its reversal by several people; a full queue in few presses."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import busy_queue, server
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.server import Site
from tests.e2e.test_keyboard import tab_to
from tests.e2e.verbs import open_topic, post, post_reply, queue_item

pytestmark = pytest.mark.e2e

TITLE = "A word too much"
WORDS = "Whoever wrote that form never met a patient."
FEWER_THAN = 60
SEND_WHAT_COMES = """() => document.addEventListener("htmx:afterSwap", ({ target }) => setTimeout(() => {
    target.querySelector("select").value = "other"; // which asks for a reason, so that nothing is decided
    target.querySelector("button").click();
}), { once: true })"""


def test_from_a_report_to_a_decision_an_appeal_and_its_reversal(visit: Visit) -> None:
    author, reporter, moderator, steward = map(visit, ("alum", "facilitator", "moderator", "steward"))
    open_topic(author, "cohort-1", TITLE)
    post_reply(author, WORDS)
    expect(post(author, WORDS)).to_be_visible()
    _report(reporter, author.url)
    _hide(moderator)
    author.reload()
    expect(author.get_by_text("Hidden by a moderator").first).to_be_visible()
    topic = author.url
    _appeal(author)
    _reverse(steward)

    reporter.goto(topic)
    expect(post(reporter, WORDS)).to_be_visible()
    author.goto("/me/decisions")
    expect(author.get_by_text("Your appeal was decided").first).to_be_visible()
    expect(author.get_by_text("reversed after an appeal").first).to_be_visible()


def _report(page: Page, topic: str) -> None:
    page.goto(topic)
    tab_to(page, post(page, WORDS).get_by_role("link", name=re.compile("Report")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Report a post")).to_be_visible()
    tab_to(page, page.get_by_label("It contains patient details"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Unkind or abusive")).to_be_checked()
    tab_to(page, page.get_by_label("Anything a moderator should know"))
    page.keyboard.type("It is about a colleague.")
    tab_to(page, page.get_by_role("button", name="Send report"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your reference is")).to_be_visible()


def _hide(page: Page) -> None:
    page.goto("/moderation")
    item = queue_item(page, TITLE)
    expect(item).to_contain_text("It is about a colleague.")
    tab_to(page, item.get_by_role("link", name="Hide…"))
    page.keyboard.press("Enter")
    expect(item.get_by_label("Reason")).to_be_focused()
    tab_to(page, item.get_by_role("button", name="Hide it"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Hidden by you"))).to_be_visible()


def _appeal(page: Page) -> None:
    page.goto("/me/decisions")
    tab_to(page, page.get_by_role("link", name=re.compile("Appeal")).first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("What the other one should know"))
    page.keyboard.type("I quoted what a patient told me about the form.")
    tab_to(page, page.get_by_role("button", name="Send the appeal"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your appeal has been waiting").first).to_be_visible()


def _reverse(page: Page) -> None:
    page.goto("/moderation")
    item = page.locator("#queue li[data-review]", has_text="I quoted what a patient told me")
    expect(item).to_contain_text("Whoever wrote that form")
    tab_to(page, item.get_by_role("link", name="Reverse it…"))
    page.keyboard.press("Enter")
    expect(item.get_by_label("Why")).to_be_focused()
    page.keyboard.type("It was a quotation, and it helps.")
    tab_to(page, item.get_by_role("button", name="Reverse it"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Reversed after an appeal by you"))).to_be_visible()


def test_what_comes_in_answers_at_once(visit: Visit, guard: Guard) -> None:
    """Who is quick finds a form that is sent from its place, and no page in its stead."""
    guard.expect_refusal(422)
    page = visit("moderator")
    page.goto("/moderation")
    item = page.locator("#queue li[data-review]", has=page.get_by_role("link", name="Decline…")).first
    page.evaluate(SEND_WHAT_COMES)
    item.get_by_role("link", name="Decline…").click()
    expect(item.locator(".nhsuk-error-message")).to_be_visible()
    assert page.url.endswith("/moderation")


class Keys:
    """Counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for each in keys:
            self.page.keyboard.press(each)
            self.pressed += 1


def test_twenty_mixed_items_in_fewer_than_sixty_presses(visit: Visit, site: Site) -> None:
    server.run_in(site, "-m", "tests.e2e.busy_queue")
    page = visit("moderator")
    page.goto(f"/moderation?space={busy_queue.SLUG}")
    rows = page.locator("#queue li[data-review]")
    expect(rows).to_have_count(20)
    keys = Keys(page)

    _to_the_first_box(page, keys)
    _choose_spam(page, keys)
    expect(rows).to_have_count(20 - busy_queue.SPAM)
    for left in range(20 - busy_queue.SPAM, 0, -1):
        expect(rows).to_have_count(left)
        expect(rows.first.locator(".cop-item__title")).to_be_focused()
        _leave_or_release(page, rows.first, keys)
    expect(page.get_by_text("Nothing waits here")).to_be_visible()

    assert keys.pressed < FEWER_THAN, keys.pressed


def _to_the_first_box(page: Page, keys: Keys) -> None:
    """Past the navigation and the filters."""
    keys.press("Tab", "Enter")
    first = page.locator("#queue input[data-choice]").first
    while not first.evaluate("(box) => box === document.activeElement"):
        keys.press("Tab")


def _choose_spam(page: Page, keys: Keys) -> None:
    boxes, found = page.locator("#queue li[data-review]"), 0
    for number in range(20):
        if "Cheap lanterns" in boxes.nth(number).inner_text() and found < busy_queue.SPAM:
            keys.press("Space")
            found += 1
        if found == busy_queue.SPAM:
            break
        keys.press("ArrowDown")
    keys.press("Enter", "Tab", "Tab", "Tab", "Enter")


def _leave_or_release(page: Page, row, keys: Keys) -> None:
    """The first button releases what is held and leaves what was found; the second leaves what was reported."""
    keys.press("Tab")
    if row.get_by_text("reported this").count():
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#queue .htmx-request")).to_have_count(0)
