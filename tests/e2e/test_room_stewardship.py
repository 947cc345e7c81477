"""A room is closed, opened and pinned in with the keyboard alone, before the eyes of somebody who writes in it."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.test_keyboard import tab_to
from tests.e2e.verbs import has_stayed, line, open_live, say, stay

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"


def decide(page: Page, label: str, reason: str) -> None:
    """Go from the room to its settings and let it be that."""
    tab_to(page, page.get_by_role("link", name="Change this room"))
    page.keyboard.press("Enter")
    chosen = page.get_by_role("radio", checked=True, name="The room is")
    tab_to(page, chosen)
    for _ in range(4):
        if page.get_by_role("radio", name=label).is_checked():
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Reason"))
    page.keyboard.type(reason)
    tab_to(page, page.get_by_role("button", name="Save what the room is"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{label}. Every open page of the room shows it.")).to_be_visible()


def test_a_room_is_closed_and_opened_and_nobody_loses_a_word(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(alum, ROOM)
    stay(alum)
    alum.get_by_label("Your message").fill("Half a sentence about")
    open_live(facilitator, ROOM)

    decide(facilitator, "The room is closed", "We go on when we meet")
    expect(alum.locator("#room-state")).to_have_text("This room is closed: nobody writes in it for now.")
    expect(alum.get_by_label("Your message")).to_be_hidden()
    expect(facilitator.get_by_label("Your message")).to_be_hidden()

    decide(facilitator, "The room is for announcements", "I have news")
    expect(alum.locator("#room-state")).to_contain_text("only its moderators write in it")
    say(facilitator, "The date has moved.")
    expect(line(alum, "The date has moved.")).to_be_visible()
    expect(alum.get_by_label("Your message")).to_be_hidden()

    decide(facilitator, "The room is archived", "All is said")
    expect(alum.get_by_role("heading", name="Here now")).to_be_hidden()
    decide(facilitator, "The room is open", "All is not said")
    expect(alum.locator("#room-state")).to_have_text("This room is open again.")
    expect(alum.get_by_role("heading", name="Here now")).to_be_visible()
    expect(alum.get_by_label("Your message")).to_have_value("Half a sentence about")
    say(alum, "Half a sentence about what was kept.")
    expect(line(alum, "about what was kept.")).to_be_visible()
    assert has_stayed(alum)


def test_a_message_is_pinned_and_unpinned_with_the_keyboard(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    for page in (alum, facilitator):
        open_live(page, ROOM)
        stay(page)
    say(alum, "The room for Thursday is 4.12.")
    theirs, mine = (line(page, "The room for Thursday is 4.12.") for page in (facilitator, alum))
    expect(theirs).to_be_visible()
    tab_to(facilitator, facilitator.get_by_role("log"))
    facilitator.keyboard.press("ArrowUp")
    tab_to(facilitator, theirs.get_by_role("button", name="Pin the message of"))
    facilitator.keyboard.press("Enter")

    pins = alum.get_by_role("region", name="Pinned")
    expect(pins.get_by_role("link", name="The room for Thursday is 4.12.")).to_be_visible()
    expect(mine.get_by_text("Pinned")).to_be_visible()
    mine.hover()
    expect(mine.get_by_role("button", name="Pin the message of")).to_have_count(0)
    expect(theirs.get_by_role("button", name="Unpin the message of")).to_be_focused()

    tab_to(alum, pins.get_by_role("link", name="The room for Thursday is 4.12."))
    alum.keyboard.press("Enter")
    expect(mine).to_be_focused()
    facilitator.keyboard.press("Enter")
    expect(pins.get_by_role("link")).to_have_count(0)
    expect(pins.get_by_text("Nothing yet.")).to_be_visible()
    expect(mine.get_by_text("Pinned")).to_have_count(0)
    assert has_stayed(alum)
    assert has_stayed(facilitator)


def test_on_a_phone_what_is_pinned_is_a_link_away(visit: Visit) -> None:
    facilitator, alum = visit("facilitator"), visit("alum", viewport={"width": 320, "height": 640})
    for page in (alum, facilitator):
        open_live(page, ROOM)
    say(facilitator, "Bring your own cup.")
    theirs = line(facilitator, "Bring your own cup.")
    theirs.hover()
    theirs.get_by_role("button", name="Pin the message of").click()
    alum.get_by_role("link", name="Pinned messages: 1").click()

    expect(alum.get_by_role("region", name="Pinned").get_by_role("link")).to_be_in_viewport()
    assert alum.evaluate("() => document.documentElement.scrollWidth <= 320")
    theirs.hover()
    theirs.get_by_role("button", name="Unpin the message of").click()
    expect(alum.get_by_role("link", name="Pinned messages: 1")).to_be_hidden()


def test_axe_finds_nothing_on_the_earlier_texts_of_a_message(visit: Visit) -> None:
    alum = visit("alum", reduced_motion="reduce")
    open_live(alum, ROOM)
    say(alum, "A first text, for axe.")
    mine = line(alum, "A first text, for axe.")
    mine.hover()
    mine.get_by_role("button", name="Edit").click()
    alum.get_by_label("Edit your message").fill("A second text, for axe.")
    alum.keyboard.press("Enter")
    mine = line(alum, "A second text, for axe.")
    mine.hover()
    mine.get_by_role("link", name="Earlier texts").click()
    expect(alum.get_by_text("A first text, for axe.")).to_be_visible()

    for width in (1366, 320):
        alum.set_viewport_size({"width": width, "height": 640})
        assert axe.findings(alum, axe.BY_TAGS) == []
        assert alum.evaluate("() => document.documentElement.scrollWidth") <= width
