"""Reactions, bookmarks and links in a real browser: with a script and without, and in another page that stands open."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import has_stayed, open_live, open_topic, post, post_reply, stay

pytestmark = pytest.mark.e2e

OPENING = "Has anybody been here before us?"


@pytest.fixture
def two(visit: Visit) -> tuple[Page, Page]:
    """A new topic of the moderator's, open in their browser and in that of a member of cohort 1."""
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", "What a post can carry")
    path = moderator.url
    for page in (alum, moderator):
        open_live(page, path)
        stay(page)
    return alum, moderator


def counted(page: Page, words: str) -> Locator:
    """What the author of the opening post sees that somebody said to it: no button of theirs."""
    return post(page, OPENING).locator(".cop-mark--still", has_text=words)


def test_a_reaction_is_seen_by_both_and_taken_back(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    post(alum, OPENING).get_by_text("React", exact=False).first.click()
    post(alum, OPENING).get_by_role("button", name="This helped").click()

    mine = post(alum, OPENING).get_by_role("button", name=re.compile(r"This helped 1.*you too"))
    expect(mine).to_be_focused()
    expect(counted(moderator, "This helped 1")).to_be_visible()
    expect(post(moderator, OPENING).get_by_role("button", name="This helped")).to_have_count(0)

    mine.press("Enter")
    expect(counted(moderator, "This helped")).to_have_count(0)
    assert has_stayed(alum)
    assert has_stayed(moderator)


def test_who_reacted_is_shown_below(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    post(alum, OPENING).get_by_text("React", exact=False).first.click()
    post(alum, OPENING).get_by_role("button", name="Thanks").click()

    who = post(moderator, OPENING).get_by_role("link", name="Who?")
    who.click()
    expect(post(moderator, OPENING).locator(".cop-who")).to_contain_text("Bryony Tarnfield")
    who.click()
    expect(post(moderator, OPENING).locator(".cop-who")).to_have_count(0)
    assert has_stayed(moderator)


def test_a_link_that_comes_in_later_gets_its_title(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    address = moderator.evaluate("location.origin + location.pathname")
    post_reply(alum, f"As we said in {address}, yes.")

    for page in (moderator, alum):
        expect(post(page, "As we said in").get_by_role("link", name="What a post can carry")).to_be_visible()


def test_everybody_is_not_called_by_a_member(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    for page, may in ((alum, False), (moderator, True)):
        page.get_by_label("Your reply").press_sequentially("Hello @everyone")
        expect(page.get_by_text("“@everyone” will tell nobody")).to_have_count(0 if may else 1)
        page.get_by_label("Your reply").fill("")
        expect(page.get_by_text("“@everyone” will tell nobody")).to_have_count(0)


def test_without_a_script(visit: Visit, two: tuple[Page, Page], guard: Guard) -> None:
    plain = visit("alum", java_script_enabled=False)
    plain.goto(two[0].url)
    post(plain, OPENING).get_by_text("React", exact=False).first.click()
    post(plain, OPENING).get_by_role("button", name="I used this").click()
    expect(counted(two[1], "I used this 1")).to_be_visible()

    post(plain, OPENING).get_by_role("link", name="Bookmark").click()
    plain.get_by_role("button", name="Bookmark").click()
    expect(post(plain, OPENING).get_by_role("link", name="Bookmarked")).to_be_visible()
    expect(post(two[1], OPENING).get_by_role("link", name="Bookmarked")).to_have_count(0)
    plain.goto("/me/bookmarks")
    expect(plain.get_by_role("link", name="What a post can carry", exact=True)).to_be_visible()
    plain.get_by_role("button", name="Remove").first.click()
    expect(plain.get_by_role("link", name="What a post can carry", exact=True)).to_have_count(0)
