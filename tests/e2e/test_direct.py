"""A conversation of two: begun from a page without a mouse's help, talked in both ways, closed to everybody else."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.verbs import line, open_live, say

pytestmark = pytest.mark.e2e

PHONE = {"width": 320, "height": 640}


def name_of(page: Page) -> str:
    page.goto("/spaces/cohort-1/chat")
    return str(page.locator("#room").get_attribute("data-my-name"))


def start(page: Page, name: str, text: str) -> str:
    """Begin a conversation from the list of spaces, and stand in its room; its path."""
    page.goto("/spaces")
    page.get_by_role("main").get_by_role("link", name="New conversation").click()
    page.get_by_label("Find people by name").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Add {name}").click()
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Start the conversation").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    return re.sub(r"https?://[^/]*", "", page.url).partition("#")[0]


def room_link(page: Page, name: str):
    return page.get_by_role("navigation", name="My spaces").get_by_role("link", name=name)


def test_two_talk_and_an_open_page_learns_of_it(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    alums, facilitators = name_of(alum), name_of(facilitator)
    open_live(facilitator, "/")
    expect(room_link(facilitator, alums)).to_have_count(0)

    start(alum, facilitators, "Have you a minute?")
    expect(room_link(facilitator, alums)).to_contain_text("1")
    room_link(facilitator, alums).click()
    expect(line(facilitator, "Have you a minute?")).to_be_visible()
    expect(facilitator.locator("#state")).to_have_text("Connected")
    say(facilitator, "Two, even.")

    expect(line(alum, "Two, even.")).to_be_visible()
    expect(facilitator.get_by_role("link", name="Forum")).to_have_count(0)


def test_nobody_else_can_open_it(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    path = start(alum, name_of(facilitator), "Between us")

    assert facilitator.context.request.get(path).status == 200  # the control
    for account in ("outsider", "staff", "steward", "moderator"):
        stranger = visit(account)
        for page in (path, path.replace("/chat", "/about")):
            assert stranger.context.request.get(page).status == 404, account


def test_what_is_reported_is_hidden_by_a_steward_who_sees_nothing_else(visit: Visit) -> None:
    alum, facilitator, steward = visit("alum"), visit("facilitator"), visit("steward")
    path = start(alum, name_of(facilitator), "Something kind.")
    say(alum, "Something that should not stand here.")
    open_live(facilitator, path)
    bad = line(facilitator, "Something that should not stand here.")
    bad.hover()
    bad.get_by_role("link", name="Report").click()
    expect(facilitator.get_by_text("A steward of the network looks at this message")).to_be_visible()
    facilitator.get_by_label("Unkind or abusive").check()
    facilitator.get_by_role("button", name="Send report").click()
    expect(facilitator.get_by_text("Your reference is R-")).to_be_visible()

    steward.goto("/moderation")
    item = steward.locator("#queue li[data-review]", has_text="Something that should not stand here.")
    expect(item).to_contain_text("Message in a conversation")
    expect(steward.get_by_text("Something kind.")).to_have_count(0)
    item.get_by_role("link", name="Hide…").click()
    item.get_by_label("What its author reads besides").fill("Let us be kind.")
    item.get_by_role("button", name="Hide").click()

    expect(line(alum, "Hidden by a moderator.").first).to_be_visible()
    expect(line(alum, "Something that should not stand here.")).to_have_count(0)


def test_a_block_stops_both_and_keeps_the_text(visit: Visit) -> None:
    alum, moderator = visit("alum"), visit("moderator")
    path = start(alum, name_of(moderator), "May I ask you something?")
    open_live(alum, path)
    moderator.goto(path.replace("/chat", "/about"))
    moderator.get_by_role("link", name="Block").click()
    expect(moderator.get_by_text("is not told, and nobody else learns of it")).to_be_visible()
    moderator.get_by_role("button", name="Block").click()
    expect(moderator.get_by_text("Blocked. They are not told.")).to_be_visible()

    say(alum, "And one more thing.")
    failed = alum.locator(".cop-line--failed", has_text="And one more thing.")
    expect(failed).to_contain_text("You can't write here at the moment.")
    moderator.goto(path)
    expect(moderator.get_by_text("You can’t write here at the moment.")).to_be_visible()
    expect(moderator.get_by_label("Your message")).to_be_hidden()

    moderator.goto("/me/account")
    moderator.get_by_role("button", name="Take back").click()
    failed.get_by_role("button", name="Retry").click()
    expect(line(alum, "And one more thing.")).to_be_visible()


def test_its_pages_fit_a_phone_and_are_accessible(visit: Visit) -> None:
    page, facilitator = visit("alum", viewport=PHONE), visit("facilitator")
    path = start(page, name_of(facilitator), "On a phone")
    for place in (
        path,
        path.replace("/chat", "/about"),
        path.replace("/chat", "/leaving"),
        "/conversations/new",
    ):
        page.goto(place)
        assert not axe.findings(page, axe.BY_TAGS), place
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"], place
