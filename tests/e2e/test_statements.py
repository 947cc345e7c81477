"""Rules are published anew, and somebody in the middle of something is asked about them. Each test has a site of its
own: in that of others everybody would be asked.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, server
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.server import Site
from tests.e2e.verbs import open_topic, post, post_reply
from tests.statements.test_cookies_told import BROWSER, COOKIES, TAB

pytestmark = pytest.mark.e2e

SIZES = ({"width": 320, "height": 640}, {"width": 1366, "height": 768})
CHANGE = "Says that nobody sells books either."


@pytest.fixture
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with server.served(built, tmp_path_factory.mktemp("statements")) as site:
        yield site


@pytest.fixture
def sign_ins() -> dict[str, Any]:
    return {}


def test_rules_are_published_anew_and_everybody_is_asked_at_their_next_page(visit: Visit) -> None:
    staff, alum = visit("staff", reduced_motion="reduce"), visit("alum", reduced_motion="reduce")
    open_topic(alum, "cohort-1", "Begun before the rules changed")
    alum.get_by_label("Your reply").fill("I was in the middle of this")

    _leave_a_blank(staff)
    _publish(staff)

    post_reply(alum, "I was in the middle of this.")
    expect(post(alum, "I was in the middle of this.")).to_be_visible()
    alum.get_by_role("link", name="Spaces", exact=True).click()
    expect(
        alum.get_by_role("heading", name="Something that everybody here accepts has changed")
    ).to_be_visible()
    expect(alum.get_by_text(CHANGE)).to_be_visible()
    assert _findings(alum) == []
    _help_stays_open(alum)
    _accept(alum)
    expect(alum).to_have_url(re.compile(r"/spaces$"))
    alum.goto("/notifications")
    expect(alum.get_by_role("link", name="A page that everybody here accepts")).to_be_visible()
    assert visit("staff").goto("/spaces").url.endswith("/spaces"), "who has published it accepts it"


def _leave_a_blank(page: Page) -> None:
    """The draft is kept, and can't be published."""
    page.goto("/spaces")
    page.get_by_role("link", name="Statements").click()
    page.get_by_role("link", name="Edit Rules").click()
    text = page.get_by_label("Text")
    text.fill(
        text.input_value().replace("**No selling.**", "**No selling**, not even books: ask [[a bookseller]].")
    )
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    assert _findings(page) == []
    page.get_by_role("button", name="Save and go on to publish").click()
    expect(page.get_by_role("heading", name="Still blank")).to_be_visible()
    expect(page.get_by_text("a bookseller – line 9")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    assert _findings(page) == []


def _publish(page: Page) -> None:
    page.get_by_role("link", name="Fill in").click()
    text = page.get_by_label("Text")
    text.fill(text.input_value().replace(": ask [[a bookseller]]", ""))
    page.get_by_role("button", name="Save and go on to publish").click()
    page.get_by_label("What is new, in a line").fill(CHANGE)
    page.get_by_label("Yes: everybody is asked").check()
    assert _findings(page) == []
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Rules: version 3 is published.")).to_be_visible()
    assert _findings(page) == []


def _help_stays_open(page: Page) -> None:
    asked = page.url
    for name in ("Help", "Privacy"):
        page.locator("footer").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        page.goto(asked)


def _accept(page: Page) -> None:
    """With the keyboard alone."""
    page.get_by_label("I have read this and accept it").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def _findings(page: Page) -> list[str]:
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        for scheme, rules in (("light", axe.BY_TAGS), ("dark", axe.BY_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{page.url} {size['width']} {scheme}: {each}" for each in axe.findings(page, rules)]
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{page.url} is {width} wide"] if width > size["width"] else []
    page.emulate_media(color_scheme="light")
    return found


def test_two_editors_at_once_are_shown_both_texts(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(409)
    one, other = visit("staff"), visit("steward")
    for page in (one, other):
        page.goto("/statements/intended-use/draft")
    for page, words in ((one, "What the first wrote."), (other, "What the second wrote.")):
        page.get_by_label("Text").fill(words)
        page.get_by_role("button", name="Save the draft").click()
    expect(other.get_by_role("heading", name="What the draft says now")).to_be_visible()
    expect(other.locator("#now")).to_have_text("What the first wrote.")
    expect(other.get_by_label("Text")).to_have_value("What the second wrote.")
    assert _findings(other) == []
    other.get_by_role("button", name="Save the draft").click()
    expect(other.get_by_text("The draft is kept.")).to_be_visible()


def test_a_browser_keeps_what_the_page_on_cookies_tells_and_nothing_else(visit: Visit) -> None:
    page = visit("moderator", afresh=True)
    for path in (
        "/",
        "/spaces/cohort-1",
        "/spaces/cohort-1/chat",
        "/spaces/cohort-1/topics/new",
        "/moderation",
    ):
        page.goto(path)
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == {"cop", "cop-known"}
    assert names < COOKIES
    for storage, told in (("sessionStorage", TAB), ("localStorage", BROWSER)):
        starts = tuple(name.removesuffix(" …") for name in told)
        kept = page.evaluate(f"Object.keys({storage})")
        assert [name for name in kept if not name.startswith(starts)] == []
