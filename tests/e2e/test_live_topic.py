"""A topic that stands open in two browsers shows the same in both, and keeps what was typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import has_stayed, open_live, open_topic, post, post_reply, stay

pytestmark = pytest.mark.e2e

LONGEST = 20_000
QUOTED = re.compile(r"^I wonder about this:\n\n.*> Has anybody been here before us\?", re.DOTALL)


@pytest.fixture
def two(visit: Visit) -> tuple[Page, Page]:
    """The same new topic, open in the browsers of two members of cohort 1."""
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", "What a research lead does on Mondays")
    path = moderator.url
    for page in (alum, moderator):
        open_live(page, path)
        stay(page)
    return alum, moderator


def test_a_reply_appears_in_the_other_open_page(two: tuple[Page, Page]) -> None:
    alum, moderator = two

    post_reply(alum, "Mostly I answer the telephone.")

    expect(post(moderator, "Mostly I answer the telephone.")).to_be_visible()
    expect(post(alum, "Mostly I answer the telephone.")).to_have_count(1)
    expect(alum.get_by_label("Your reply")).to_have_value("")
    assert has_stayed(alum)
    assert has_stayed(moderator)


def test_an_edit_changes_the_other_open_page(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    post_reply(alum, "On Mondays we meet at nine.")
    expect(post(moderator, "at nine")).to_be_visible()

    post(alum, "at nine").get_by_role("link", name="Edit").click()
    alum.get_by_label("Your post").fill("On Mondays we meet at ten.")
    alum.get_by_role("button", name="Save").click()

    expect(post(moderator, "at ten").get_by_text("edited", exact=True)).to_be_visible()
    expect(post(moderator, "at nine")).to_have_count(0)
    assert has_stayed(moderator)


def test_a_removed_reply_leaves_a_tombstone_in_the_other_open_page(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    post_reply(alum, "I should not have written this.")
    expect(post(moderator, "I should not")).to_be_visible()
    post_reply(moderator, "Thank you, that helps.")
    expect(post(alum, "Thank you, that helps.")).to_be_visible()

    post(alum, "I should not").get_by_role("link", name="Remove").click()
    alum.get_by_role("button", name="Remove post").click()

    expect(post(moderator, "Removed by its author.")).to_be_visible()
    expect(post(moderator, "I should not")).to_have_count(0)
    assert has_stayed(moderator)


def test_what_arrives_while_somebody_writes_waits_behind_a_bar(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    moderator.get_by_label("Your reply").fill("I am still writing")

    post_reply(alum, "Do not jump.")

    expect(post(alum, "Do not jump.")).to_be_visible()
    bar = moderator.get_by_role("button", name="1 new reply")
    expect(bar).to_be_visible()
    expect(post(moderator, "Do not jump.")).to_have_count(0)
    bar.click()
    expect(post(moderator, "Do not jump.")).to_be_focused()
    expect(moderator.get_by_label("Your reply")).to_have_value("I am still writing")


def test_nobody_is_offered_to_edit_what_another_wrote(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    opening = "Has anybody been here before us?"

    expect(post(moderator, opening).get_by_role("link", name="Edit")).to_be_visible()
    expect(post(alum, opening).get_by_role("link", name="Edit")).to_have_count(0)
    expect(post(alum, opening).get_by_role("link", name="Report")).to_be_visible()


def test_a_double_click_makes_one_post(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    alum.get_by_label("Your reply").fill("Clicked twice.")

    alum.get_by_role("button", name="Post reply").dblclick()

    expect(post(moderator, "Clicked twice.")).to_be_visible()
    alum.reload()
    expect(post(alum, "Clicked twice.")).to_have_count(1)


def test_a_double_click_without_our_script_makes_one_post(visit: Visit, two: tuple[Page, Page]) -> None:
    alum = visit("alum", java_script_enabled=False)
    alum.goto(two[0].url)
    alum.get_by_label("Your reply").fill("Clicked twice, plainly.")

    alum.get_by_role("button", name="Post reply").dblclick(no_wait_after=True)

    expect(alum).to_have_url(re.compile(r"#post-\d+$"))
    expect(post(two[1], "Clicked twice, plainly.")).to_be_visible()
    expect(post(alum, "Clicked twice, plainly.")).to_have_count(1)


def test_a_refused_reply_stays_in_its_field(two: tuple[Page, Page], guard: Guard) -> None:
    guard.expect_refusal(422)
    alum, moderator = two
    text = "I have a great deal to say. " * (LONGEST // 28 + 1)

    post_reply(alum, text)

    expect(alum.locator("#text-error")).to_be_visible()
    expect(alum.get_by_label("Your reply")).to_have_value(text)
    post_reply(alum, "In short: it went well.")
    expect(post(moderator, "In short: it went well.")).to_be_visible()
    assert has_stayed(alum)


def test_a_quotation_is_added_to_what_is_being_written(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    alum.get_by_label("Your reply").fill("I wonder about this:")

    post(alum, "Has anybody been here").get_by_role("link", name="Quote").click()

    expect(alum.get_by_label("Your reply")).to_have_value(QUOTED)
    alum.get_by_role("button", name="Post reply").click()
    expect(post(moderator, "I wonder about this").get_by_role("blockquote")).to_contain_text("Has anybody")
