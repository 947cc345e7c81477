"""Writing in a forum: without knowing Markdown, seen before it is posted, never lost, never over somebody's words."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import open_topic, post, sign_in

pytestmark = pytest.mark.e2e

NEW = "/spaces/cohort-1-set-a/topics/new"
DOUBLE_CLICK_MS = 1_000
"""For so long the button takes a second click for a part of the first."""


def text(page: Page):
    return page.get_by_role("textbox", name=re.compile("What you want to say|Your reply|Your post"))


def state(page: Page):
    return page.locator("[data-draft-state]")


def begin(page: Page, words: str) -> None:
    """Type, and wait until the draft is on the server."""
    with page.expect_response(re.compile("/draft$")):
        text(page).fill(words)
    expect(state(page)).to_contain_text("Draft saved at")


def another_tab(page: Page, path: str) -> Page:
    tab = page.context.new_page()
    tab.goto(path)
    return tab


def sign_out_behind(context: BrowserContext) -> None:
    """The sign-in ends while a page stands open: what it sends is from nobody."""
    context.clear_cookies()


def test_who_knows_no_markdown_writes_and_sees_it_first(visit: Visit) -> None:
    page = visit("alum")
    page.goto(NEW)
    page.get_by_label("Title").fill("Three things we learned")
    text(page).focus()
    page.keyboard.type("We learned:\n\n")
    page.keyboard.press("Shift+Tab")  # into the toolbar, where the arrows go on
    expect(page.get_by_role("toolbar", name="Formatting").locator(":focus")).to_have_count(1)
    page.get_by_role("button", name="List", exact=True).click()
    page.keyboard.type("to ask\nto listen\n\nand @Row")
    expect(page.get_by_role("option").first).to_contain_text("Row")
    page.keyboard.press("Enter")
    expect(text(page)).to_have_value(re.compile(r"^We learned:\n\n- to ask\n- to listen\n\nand @Row\w+ \w+"))
    expect(page.locator("[data-will-tell]")).to_have_text("1 person will be told.")
    expect(page.locator("form[data-writing]")).to_contain_text("people will be able to read this.")

    page.get_by_role("tab", name="Write").focus()
    page.keyboard.press("ArrowRight")
    preview = page.get_by_role("tabpanel", name="Preview")
    expect(preview.get_by_role("listitem")).to_have_text(["to ask", "to listen"])
    assert axe.findings(page, axe.BY_TAGS) == []
    before = preview.locator(".cop-prose").inner_html()
    page.get_by_role("button", name="Post topic").click()
    expect(page).to_have_url(re.compile(r"/topics/\d+"))
    assert before in page.locator("#posts .cop-post__body").inner_html()


def test_a_draft_is_found_again_on_another_device_and_is_posted_once(visit: Visit) -> None:
    desk, phone = visit("alum"), visit("alum", viewport={"width": 320, "height": 640})
    open_topic(desk, "cohort-1-set-a", "Begun at the desk")
    address = desk.url.partition("?")[0]
    desk.goto(address)
    begin(desk, "Begun on the train, ended at home.")

    phone.goto("/me/drafts")
    phone.get_by_role("link", name="Reply in “Begun at the desk”").click()
    expect(text(phone)).to_have_value("Begun on the train, ended at home.")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    phone.get_by_role("button", name="Post reply").click()
    expect(post(phone, "Begun on the train")).to_have_count(1)
    desk.get_by_role("button", name="Post reply").click()
    expect(text(desk)).to_have_value("")
    expect(post(desk, "Begun on the train")).to_have_count(1)
    desk.goto("/me/drafts")
    expect(desk.get_by_role("link", name="Reply in “Begun at the desk”")).to_have_count(0)


def test_two_tabs_that_write_on_one_sheet_are_told_of_each_other(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(409)
    one = visit("facilitator")
    one.goto(NEW)
    two = another_tab(one, NEW)
    begin(one, "From the first tab")
    text(two).fill("From the second tab")
    expect(two.get_by_text("in another tab or on another device")).to_be_visible()
    expect(text(two)).to_have_value("From the second tab")
    with two.expect_response(re.compile("/draft$")):
        two.get_by_role("button", name="Use that text").click()
    expect(text(two)).to_have_value("From the first tab")
    begin(two, "From both tabs")
    one.reload()
    expect(text(one)).to_have_value("From both tabs")

    one.get_by_role("button", name="Discard").click()
    expect(text(one)).to_have_value("")
    one.get_by_role("button", name="Undo").click()
    expect(text(one)).to_have_value("From both tabs")
    one.get_by_role("button", name="Discard").click()
    expect(state(one)).to_contain_text("Draft discarded.")


def test_an_ended_sign_in_costs_no_word(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(400)
    page = visit("moderator", afresh=True)
    open_topic(page, "cohort-1", "Written through the night")
    address = page.url.partition("?")[0]
    page.goto(address)
    sign_out_behind(page.context)
    text(page).fill("A long reply.")
    expect(state(page)).to_contain_text("You are signed out. Your text is kept in this tab.")
    page.get_by_role("button", name="Post reply").click()
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value("A long reply.")
    expect(post(page, "A long reply.")).to_have_count(0)

    sign_in(page.context.new_page(), "moderator")
    page.bring_to_front()
    page.wait_for_timeout(DOUBLE_CLICK_MS)
    page.get_by_role("button", name="Post reply").click()
    expect(post(page, "A long reply.")).to_have_count(1)
    expect(text(page)).to_have_value("")


def test_what_the_server_could_not_be_told_is_found_in_the_tab(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    page = visit("facilitator")
    open_topic(page, "cohort-1-set-a", "Written in a tunnel")
    page.goto(page.url.partition("?")[0])
    page.context.set_offline(True)
    text(page).fill("Nobody hears me here.")
    expect(state(page)).to_contain_text("can’t be reached")
    page.context.set_offline(False)
    with page.expect_response(re.compile("/draft$")):
        page.reload()
    expect(text(page)).to_have_value("Nobody hears me here.")
    expect(state(page)).to_contain_text("Draft saved at")


def test_of_two_edits_the_second_sees_both_texts_and_overwrites_nothing(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(409)
    one = visit("alum")
    open_topic(one, "cohort-1-set-a", "Edited twice", "As it was posted.")
    topic = one.url
    edit = str(post(one, "As it was posted.").get_by_role("link", name="Edit").get_attribute("href"))
    one.goto(edit)
    two = another_tab(one, edit)
    text(two).fill("From the second tab.")
    two.get_by_label("Title of the topic").fill("Edited in the second tab")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(post(two, "From the second tab.")).to_be_visible()

    text(one).fill("From the first tab.")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_role("heading", name="Two texts of one post")).to_be_visible()
    now, mine = one.locator("#now"), text(one)
    expect(now).to_have_text("From the second tab.")
    expect(mine).to_have_value("From the first tab.")
    assert axe.findings(one, axe.BY_TAGS) == []
    assert now.bounding_box()["x"] < mine.bounding_box()["x"]
    one.set_viewport_size({"width": 320, "height": 640})
    assert now.bounding_box()["y"] + now.bounding_box()["height"] < mine.bounding_box()["y"]
    assert one.evaluate("document.documentElement.scrollWidth") <= 320
    two.reload()
    expect(post(two, "From the second tab.")).to_be_visible()

    one.get_by_role("button", name="Put this text into the field").click()
    expect(mine).to_have_value("From the second tab.")
    expect(one.get_by_label("Title of the topic")).to_have_value("Edited in the second tab")
    mine.fill("From the second tab. And from the first.")
    one.get_by_role("button", name="Save what you wrote").click()
    expect(post(one, "And from the first.")).to_be_visible()
    one.goto(topic)
    expect(one.get_by_role("heading", name="Edited in the second tab")).to_be_visible()


def test_without_a_script_one_previews_keeps_and_goes_on(visit: Visit) -> None:
    page = visit("alum", java_script_enabled=False)
    page.goto("/spaces/cohort-1/topics/new")
    page.get_by_label("Title").fill("From a locked-down laptop")
    text(page).fill("Some **bold** words")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".cop-composer__preview strong")).to_have_text("bold")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("Draft saved. You find it here again")).to_be_visible()
    expect(text(page)).to_have_value("Some **bold** words")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="New topic “From a locked-down laptop”").click()
    page.get_by_role("button", name="Post topic").click()
    expect(post(page, "Some bold words")).to_be_visible()
