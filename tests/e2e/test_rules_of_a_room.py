"""The rules of a room before the eyes of somebody who writes in it: listed words, and slow mode."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import line, open_live, say

pytestmark = pytest.mark.e2e

SPACE = "/spaces/cohort-1-set-a"


def list_word(page: Page, word: str, effect: str, instead: str = "") -> None:
    page.goto(f"{SPACE}/words")
    page.get_by_label("Word or short phrase").fill(word)
    page.get_by_label(effect).check()
    page.get_by_label("What stands there instead").fill(instead)
    page.get_by_role("button", name="List it").click()
    expect(page.get_by_text("It holds for what is written from now on.")).to_be_visible()


def slow_down(page: Page, choice: str) -> None:
    page.goto(f"{SPACE}/settings")
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Save slow mode").click()
    expect(page.get_by_text("The room says how often a person can write.")).to_be_visible()


def test_words_are_asked_about_and_replaced_and_a_line_that_comes_too_soon_is_kept(visit: Visit) -> None:
    keeper = visit("facilitator", java_script_enabled=False, viewport={"width": 320, "height": 640})
    list_word(keeper, "codswallop", "Its author is asked")
    list_word(keeper, "balderdash*", "The word is replaced", "nonsense")
    alum = visit("alum")
    open_live(alum, f"{SPACE}/chat")

    say(alum, "What codswallop, that balderdash")
    own = alum.locator(".cop-line--failed", has_text="What codswallop")
    expect(own).to_contain_text("think twice about “codswallop”")
    own.get_by_role("button", name="I mean it as it is: send it").click()
    expect(line(alum, "What codswallop, that nonsense")).to_be_visible()
    expect(line(alum, "balderdash")).to_have_count(0)

    said = line(alum, "What codswallop, that nonsense")
    said.hover()
    said.get_by_role("button", name="Edit").click()
    form = alum.locator("[data-edit]")
    form.get_by_role("textbox").fill("What nonsense, and once more: Balderdash!")
    form.get_by_role("button", name="Save").click()
    expect(line(alum, "What nonsense, and once more: nonsense!")).to_be_visible()

    slow_down(keeper, "One message in 1 hour")
    expect(alum.locator("#room-slow")).to_contain_text("each person writes once in 1 hour")
    say(alum, "The first of this hour")
    expect(line(alum, "The first of this hour")).to_be_visible()
    say(alum, "The second of this hour")
    slowed = alum.locator(".cop-line--failed", has_text="The second of this hour")
    expect(slowed).to_contain_text("Slow mode is on here: each person writes once in 1 hour.")
    slow_down(keeper, "Off")
    expect(alum.locator("#room-slow")).to_have_text("")
    slowed.get_by_role("button", name="Retry").click()
    expect(line(alum, "The second of this hour")).to_be_visible()
