"""A stretch of a room becomes a topic, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.test_keyboard import tab_to
from tests.e2e.verbs import line, open_live, say

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"


def begin_choosing(page: Page, text: str) -> None:
    """From the log to the newest line, and to what begins a topic from it."""
    tab_to(page, page.get_by_role("log"))
    page.keyboard.press("ArrowUp")
    expect(line(page, text)).to_be_focused()
    tab_to(page, line(page, text).locator("[data-choose]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 message chosen")).to_be_visible()


def test_lines_are_chosen_quoted_and_lead_to_the_topic(visit: Visit) -> None:
    page, facilitator = visit("alum"), visit("facilitator")
    open_live(facilitator, ROOM)
    for words in ("Not part of it.", "Which agreement do you use?", "The short one.", "It saves us a month."):
        say(facilitator, words)
        expect(line(facilitator, words)).to_be_visible()
    open_live(page, ROOM)

    begin_choosing(page, "It saves us a month.")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_text("3 messages chosen")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.get_by_text("4 messages chosen")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("3 messages chosen")).to_be_visible()
    assert not axe.findings(page, axe.BY_TAGS)
    tab_to(page, page.get_by_role("link", name="Start a topic with them"))
    page.keyboard.press("Enter")

    quoted = page.get_by_label("What you want to say or ask")
    expect(quoted).to_have_value(
        re.compile(r"> Which agreement.*> The short one\..*> It saves us", re.DOTALL)
    )
    expect(quoted).not_to_have_value(re.compile("Not part of it"))
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Which agreement saves a month")
    tab_to(page, page.get_by_role("button", name="Post topic"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which agreement saves a month")).to_be_visible()

    for words in ("Which agreement do you use?", "The short one.", "It saves us a month."):
        expect(line(facilitator, words)).to_contain_text("Continued in: Which agreement saves a month")
    expect(line(facilitator, "Not part of it.")).not_to_contain_text("Continued in")
    page.get_by_role("link", name="From the room").press("Enter")
    expect(line(page, "Which agreement do you use?")).to_be_in_viewport()


def test_escape_leaves_everything_as_it_was(visit: Visit) -> None:
    page = visit("alum")
    open_live(page, ROOM)
    say(page, "Only looking.")
    expect(line(page, "Only looking.")).to_be_visible()
    page.get_by_label("Your message").focus()
    tab_to(page, page.get_by_role("log"), key="Shift+Tab")
    page.keyboard.press("ArrowUp")
    tab_to(page, line(page, "Only looking.").locator("[data-choose]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 message chosen")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_hidden()
    page.keyboard.press("Escape")

    expect(page.get_by_text("1 message chosen")).to_have_count(0)
    expect(page.locator("[data-choice]")).to_have_count(0)
    expect(line(page, "Only looking.")).to_be_focused()
    expect(page.get_by_label("Your message")).to_be_visible()


def test_without_a_script_one_line_begins_a_topic(visit: Visit) -> None:
    page = visit("alum", java_script_enabled=False)
    page.goto(ROOM)
    page.locator("#lines [data-choose]").last.press("Enter")

    expect(page.get_by_text("You quote 1 message of the room.")).to_be_visible()
    expect(page.get_by_label("What you want to say or ask")).to_have_value(
        re.compile(r"\*\* wrote on .*:\n\n> ")
    )
