"""Posting, replying, chatting and releasing with the keyboard alone: nothing here ever clicks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from cop.demonstration.build import PASSWORD
from tests.e2e.conftest import Visit
from tests.e2e.verbs import line, open_live, open_topic, post, queue_item

pytestmark = pytest.mark.e2e

FARTHEST = 150
"""How many stops of the Tab key a task may be away."""

IS_FOCUSED = "(element) => element === document.activeElement"
SHOWS_FOCUS = """(element) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const isOutlined = outlineStyle !== "none" && outlineWidth !== "0px";
  return element.matches(":focus-visible") && (isOutlined || boxShadow !== "none");
}"""


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until `target` has the focus, and see that it shows it (WCAG 2.4.7)."""
    expect(target).to_have_count(1)
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if target.evaluate(IS_FOCUSED):
            break
    assert target.evaluate(IS_FOCUSED), "the Tab key does not lead there"
    assert target.evaluate(SHOWS_FOCUS), "it has the focus and does not show it"


def test_signing_in(visit: Visit) -> None:
    page = visit()
    page.goto("/sign-in")

    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("alum@example.org")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Home")).to_be_attached()


def test_the_first_stop_leads_past_the_navigation(visit: Visit) -> None:
    page = visit("alum")
    page.goto("/spaces/cohort-1")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("() => document.getElementById('main').contains(document.activeElement)")


def test_posting_a_topic(visit: Visit) -> None:
    page = visit("alum")
    page.goto("/spaces/cohort-1")

    tab_to(page, page.get_by_role("link", name="Start a topic"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Typed, not clicked")
    tab_to(page, page.get_by_label("What you want to say or ask"))
    page.keyboard.type("My mouse has no battery.")
    tab_to(page, page.get_by_role("button", name="Post topic"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Typed, not clicked")).to_be_visible()
    expect(post(page, "My mouse has no battery.")).to_be_visible()


def test_replying(visit: Visit) -> None:
    page = visit("alum")
    open_topic(visit("moderator"), "cohort-1", "A topic to reply to by keyboard")
    page.goto("/spaces/cohort-1")

    tab_to(page, page.get_by_role("link", name="A topic to reply to by keyboard", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_visible()
    tab_to(page, page.get_by_label("Your reply"))
    page.keyboard.type("Replied with ten fingers.")
    tab_to(page, page.get_by_role("button", name="Post reply"))
    page.keyboard.press("Space")

    expect(post(page, "Replied with ten fingers.")).to_be_visible()
    expect(post(page, "Replied with ten fingers.")).to_be_focused()


def test_chatting(visit: Visit) -> None:
    page, facilitator = visit("alum"), visit("facilitator")
    open_live(facilitator, "/spaces/cohort-1-set-a/chat")
    open_live(page, "/spaces/cohort-1-set-a/chat")

    tab_to(page, page.get_by_label("Your message"))
    page.keyboard.type("First line of it.")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Second line of it.")
    page.keyboard.press("Enter")

    expect(line(page, "Second line of it.")).to_be_visible()
    expect(line(facilitator, "First line of it.")).to_contain_text("Second line of it.")
    expect(page.get_by_label("Your message")).to_be_focused()


def test_marking_a_line_of_the_room(visit: Visit) -> None:
    page, facilitator = visit("alum"), visit("facilitator")
    open_live(facilitator, "/spaces/cohort-1-set-a/chat")
    open_live(page, "/spaces/cohort-1-set-a/chat")
    facilitator.get_by_label("Your message").press_sequentially("Mark this without a mouse.")
    facilitator.keyboard.press("Enter")
    expect(line(page, "Mark this without a mouse.")).to_be_visible()

    tab_to(page, page.get_by_role("log"))
    page.keyboard.press("ArrowUp")
    expect(line(page, "Mark this without a mouse.")).to_be_focused()
    tab_to(page, line(page, "Mark this without a mouse.").locator('[data-do="mark"]').first)
    page.keyboard.press("Enter")

    expect(line(facilitator, "Mark this without a mouse.").locator(".cop-mark")).to_be_visible()


def test_releasing_a_held_post(visit: Visit, newcomer: Callable[..., Page]) -> None:
    title = "Held until a key is pressed"
    new, page = newcomer("cohort-1:member"), visit("moderator")
    open_topic(new, "cohort-1", title)
    page.goto("/")

    tab_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Moderation"))
    page.keyboard.press("Enter")
    expect(queue_item(page, title)).to_be_visible()
    tab_to(page, queue_item(page, title).get_by_role("button", name="Release", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator(".cop-undo", has_text=title)).to_be_visible()
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus was lost"
    new.reload()
    expect(new.locator("#posts article").get_by_text("Waiting for a moderator")).to_have_count(0)


def test_the_menu_opens_and_closes(visit: Visit) -> None:
    page = visit("alum")
    page.goto("/")
    summary = page.locator("summary", has_text="my menu")

    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Password and sign-ins")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Password and sign-ins")).to_be_hidden()
    expect(summary).to_be_focused()
