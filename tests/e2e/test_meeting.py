"""A set meets: arranged, begun, one presents, one asks, the slot is stopped, the rest is settled; axe finds nothing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from cop import clock
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.six import press

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SET = "/spaces/cohort-1-set-a"
NARROW = {"width": 320, "height": 640}


def arrange(page: Page) -> str:
    """A meeting in writing that begins in five minutes; its address."""
    page.goto(f"{SET}/meetings")
    page.get_by_role("link", name="Arrange a meeting").click()
    soon = datetime.now(clock.LONDON) + timedelta(minutes=5)
    page.get_by_label("Date and time (UK)").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("How you talk").select_option("text")
    page.get_by_label("Facilitator", exact=True).select_option(label="Willow Thornmarsh")
    page.get_by_label("How many must be there").fill("3")
    page.get_by_role("button", name="Arrange it").click()
    expect(page.get_by_text("The meeting is arranged")).to_be_visible()
    return page.url


def findings(page: Page, place: str) -> list[str]:
    """On the page as it stands, on a phone: nothing is wider than it."""
    page.set_viewport_size(NARROW)
    found = [f"{place}: {each}" for each in axe.findings(page, axe.BY_TAGS)]
    width = page.evaluate("() => document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1366, "height": 768})
    return found + ([f"{place}: {width} wide"] if width > NARROW["width"] else [])


def come(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("I agree to that today").check()
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("button", name="Come in")).to_have_count(0)


def test_three_members_meet(visit: Visit, newcomer: Callable[..., Page]) -> None:
    facilitator, presenter = visit("facilitator", reduced_motion="reduce"), visit("alum")
    third, fourth = newcomer("cohort-1-set-a:member"), newcomer("cohort-1-set-a:member")
    found = []
    facilitator.goto(f"{SET}/meetings/new")
    found += findings(facilitator, "new")
    address = arrange(facilitator)
    found += findings(facilitator, "arranged")
    facilitator.get_by_role("button", name="Come in").click()
    found += findings(facilitator, "lobby")
    press(facilitator, "I agree")
    for page in (presenter, third, fourth):
        come(page, address)
    press(facilitator, "Begin with the check-in")
    press(facilitator, "Next speaker")
    press(facilitator, "Go on to the actions")
    press(facilitator, "Go on to the bids")
    presenter.get_by_text("Bid for time", exact=True).click()
    presenter.get_by_label("What it is about").fill("Taking over a divided team")
    presenter.get_by_label("Minutes").fill("40")
    presenter.get_by_label("How urgent").fill("2")
    presenter.get_by_role("button", name="Bid", exact=True).click()
    facilitator.get_by_label(re.compile("Taking over a divided team")).check()
    found += findings(facilitator, "bids")
    facilitator.get_by_role("button", name="Propose these, in this order").click()
    for page in (presenter, third):
        press(page, "Agree to the order")
    press(presenter, "I am ready to present")
    press(facilitator, "Begin the next slot")
    presenter.get_by_label("What you say").fill("There are two camps by now.")
    presenter.get_by_role("button", name="Say it").click()
    expect(third.get_by_text("There are two camps by now.")).to_be_visible()
    expect(presenter.get_by_label("What you say")).to_have_value("")
    expect(third.get_by_text("You listen at this moment.")).to_be_visible()
    press(facilitator, "Go on to clarify")
    press(third, "Raise my hand")
    expect(facilitator.get_by_role("heading", name="Hands")).to_be_visible()
    press(facilitator, "Next speaker")
    question = third.get_by_label("Your question")
    question.fill("How many people are")
    question.press("End")
    press(fourth, "Raise my hand")
    expect(third.get_by_role("heading", name="Hands")).to_be_visible()
    expect(question).to_be_focused()
    question.press_sequentially(" that?")
    expect(question).to_have_value("How many people are that?")
    third.get_by_role("button", name="Ask", exact=True).click()
    expect(presenter.get_by_text("How many people are that?")).to_be_visible()
    found += findings(third, "clarify")
    presenter.get_by_role("link", name="I have a concern").click()
    found += findings(presenter, "concern")
    presenter.goto(address)
    presenter.get_by_role("link", name="Stop my slot").click()
    found += findings(presenter, "stop")
    presenter.get_by_role("button", name="Stop my slot").click()
    expect(third.get_by_role("heading", name="A slot was stopped")).to_be_visible()
    expect(third.get_by_text("There are two camps by now.")).to_have_count(0)
    press(facilitator, "Go on to the close")
    facilitator.get_by_role("button", name="Find a date by a poll").click()
    expect(facilitator.get_by_text("You find a date by a poll.")).to_be_visible()
    found += findings(facilitator, "close")
    press(facilitator, "Close the meeting")
    expect(facilitator.get_by_role("heading", name="Record")).to_be_visible()
    facilitator.goto(f"{SET}/meetings")
    found += findings(facilitator, "meetings")
    assert found == []


def test_a_set_finds_a_date(visit: Visit) -> None:
    facilitator, member = visit("facilitator", reduced_motion="reduce"), visit("alum")
    found = []
    facilitator.goto(f"{SET}/meetings")
    facilitator.get_by_role("link", name="Find a date together").click()
    found += findings(facilitator, "asking")
    for label, days in (("First date and time (UK)", 20), ("Second, if there is one", 22)):
        day = datetime.now(clock.LONDON) + timedelta(days=days)
        facilitator.get_by_label(label).fill(day.strftime("%Y-%m-%dT14:00"))
    facilitator.get_by_role("button", name="Ask the set").click()
    found += findings(facilitator, "dates")
    member.goto(facilitator.url)
    for choice in ("Yes", "No"):
        member.get_by_role("radio", name=choice, exact=True).nth(0 if choice == "Yes" else 1).check()
    member.get_by_role("button", name="Save my answers").click()
    expect(member.get_by_text("Suits most")).to_be_visible()
    found += findings(member, "answered")
    assert found == []
