"""The room with the keyboard, for a screen reader, on a phone and enlarged: every action, and what stands open."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.test_keyboard import tab_to
from tests.e2e.verbs import line, open_live, say

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1-set-a/chat"
PHONE, ENLARGED = {"width": 320, "height": 640}, {"width": 320, "height": 256}
"""A small phone; a window of 1280 × 1024 at 400 %."""


def test_axe_finds_nothing_in_a_room_with_all_that_may_stand_open(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    page = visit("alum", reduced_motion="reduce")
    open_live(page, ROOM)
    for words in ("Open for editing.", "To be removed, perhaps."):
        say(page, words)
        expect(line(page, words)).to_be_visible()
    act(line(page, "Open for editing."), "Edit")
    act(line(page, "To be removed, perhaps."), "Remove")
    page.context.set_offline(True)
    expect(page.locator("#state")).to_contain_text("Reconnecting")
    page.locator("#text").fill("This one could not go.")
    page.keyboard.press("Enter")
    failed = page.locator("#waiting article")
    expect(failed).to_contain_text("Not sent.")
    expect(failed.get_by_role("button")).to_have_count(3)

    found = []
    for size in (None, PHONE):
        if size:
            page.set_viewport_size(size)
        for scheme, rules in (("light", axe.BY_TAGS), ("dark", axe.BY_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{size}, {scheme}: {finding}" for finding in axe.findings(page, rules)]
    assert not found, "\n".join(found)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.set_offline(False)
    expect(line(page, "This one could not go.")).to_be_visible()


def test_at_four_hundred_per_cent_lines_can_be_read_and_written(visit: Visit) -> None:
    page = visit("alum", viewport=ENLARGED)
    open_live(page, ROOM)

    page.locator("#text").scroll_into_view_if_needed()
    say(page, "Written large.")

    said = line(page, "Written large.")
    said.scroll_into_view_if_needed()
    expect(said).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= ENLARGED["width"]


def test_every_action_is_reached_by_keyboard_and_says_whose_message_it_is_about(visit: Visit) -> None:
    page, facilitator = visit("alum"), visit("facilitator")
    open_live(page, ROOM)
    open_live(facilitator, ROOM)
    say(facilitator, "Whose is this?")
    theirs = line(page, "Whose is this?")
    expect(theirs).to_be_visible()
    author = theirs.get_attribute("data-name")

    tab_to(page, page.get_by_role("log"))
    page.keyboard.press("ArrowUp")
    expect(theirs).to_be_focused()
    expect(page.get_by_role("article", name=f"{author}")).not_to_have_count(0)
    for action in ("Agree", "Thanks", "I used this", "Question", "Reply", "Report"):
        tab_to(page, theirs.get_by_role("button" if action != "Report" else "link", name=action))
    for named in theirs.locator(".cop-line__actions :is(button, a):visible").all():
        assert str(author) in named.inner_text()


def test_replying_editing_and_removing(visit: Visit) -> None:
    page = visit("alum")
    open_live(page, ROOM)
    say(page, "With ten fingers.")
    mine = line(page, "With ten fingers.")
    expect(mine).to_be_visible()

    tab_to(page, page.get_by_role("log"), key="Shift+Tab")
    page.keyboard.press("ArrowUp")
    tab_to(page, mine.get_by_role("button", name="Edit"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Edit your message")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" And two thumbs.")
    page.keyboard.press("Enter")
    edited = line(page, "With ten fingers. And two thumbs.")
    expect(edited).to_contain_text("edited")
    assert has_focus_within(page, "#log"), "the focus was lost with the form"

    tab_to(page, page.get_by_label("Your message", exact=True))
    tab_to(page, page.get_by_role("log"), key="Shift+Tab")
    page.keyboard.press("ArrowUp")
    tab_to(page, edited.get_by_role("button", name="Remove"))
    page.keyboard.press("Enter")
    expect(edited.locator('[data-do="really-remove"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#lines article").last).to_contain_text("Removed by its author.")
    assert has_focus_within(page, "#log"), "the focus was lost with the question"


def test_the_focus_and_an_open_form_survive_what_others_do(visit: Visit) -> None:
    page, facilitator = visit("alum"), visit("facilitator")
    open_live(page, ROOM)
    open_live(facilitator, ROOM)
    say(page, "I shall edit this slowly.")
    mine = line(page, "I shall edit this slowly.")
    expect(mine).to_be_visible()
    act(mine, "Edit")
    page.get_by_label("Edit your message").fill("I am editing this sl")

    theirs = line(facilitator, "I shall edit this slowly.")
    theirs.hover()
    theirs.locator('[data-do="mark"]').first.click()
    say(facilitator, "And something else.")
    expect(line(page, "And something else.")).to_be_visible()
    expect(page.locator("#lines .cop-mark[data-mark='agree']").last).to_be_visible()

    expect(page.get_by_label("Edit your message")).to_be_focused()
    page.keyboard.type("owly.")
    page.keyboard.press("Enter")
    expect(line(page, "I am editing this slowly.")).to_contain_text("edited")


def test_an_edit_that_is_refused_keeps_its_text(visit: Visit) -> None:
    page = visit("alum")
    open_live(page, ROOM)
    say(page, "First version.")
    expect(line(page, "First version.")).to_be_visible()
    act(line(page, "First version."), "Edit")
    page.get_by_label("Edit your message").fill("Second version.")
    page.evaluate(
        "() => { document.querySelector('[data-edit]').dataset.changed = 1; }"
    )  # as if it had changed since
    page.get_by_role("button", name="Save").click()

    form = page.locator("#lines [data-edit]")
    expect(form).to_contain_text("This message changed in the meantime.")
    expect(page.get_by_label("Edit your message")).to_have_value("Second version.")
    expect(page.get_by_label("Edit your message")).to_be_focused()


def test_a_line_that_failed_keeps_the_focus_when_it_goes(visit: Visit, guard: Guard) -> None:
    guard.expect_lost_network()
    page = visit("alum")
    open_live(page, ROOM)
    page.context.set_offline(True)
    expect(page.locator("#state")).to_contain_text("Reconnecting")
    say(page, "Kept for later.")
    retry = page.locator("#waiting").get_by_role("button", name="Retry")
    retry.focus()
    page.context.set_offline(False)

    expect(line(page, "Kept for later.")).to_be_visible()
    expect(page.locator("#waiting article")).to_have_count(0)
    page.wait_for_function("() => document.getElementById('log').contains(document.activeElement)")


def act(line: Locator, button: str) -> None:
    line.hover()
    line.get_by_role("button", name=button).click()


def has_focus_within(page: Page, place: str) -> bool:
    page.wait_for_timeout(200)
    return bool(
        page.evaluate("(place) => document.querySelector(place).contains(document.activeElement)", place)
    )
