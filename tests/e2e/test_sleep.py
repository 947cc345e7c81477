"""A laptop sleeps while others go on: it wakes to exactly what a fresh page shows, and says so no sooner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.proxy import proxy
from tests.e2e.verbs import line, open_live, say
from tests.e2e.watching import lines, read_out, said, watch

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ROOM = "/spaces/cohort-1-set-a/chat"
MINUTE_MS, SLEEP_MS = 60_000, 10_000


def test_a_minute_without_network(visit: Visit, newcomer: Callable[..., Page], guard: Guard) -> None:
    guard.expect_lost_network()
    sleeper, facilitator, third = visit("alum"), visit("facilitator"), newcomer("cohort-1-set-a:member")
    meet(sleeper, facilitator, third, tale="the tunnel")

    watch(sleeper)
    sleeper.context.set_offline(True)
    go_on_without(facilitator, third, tale="the tunnel")
    third.wait_for_timeout(MINUTE_MS)
    expect(line(sleeper, "Written in the tunnel.")).to_have_count(0)
    sleeper.context.set_offline(False)

    woke_as_a_fresh_page(sleeper, visit, tale="the tunnel")


def test_a_lid_that_was_closed(visit: Visit, newcomer: Callable[..., Page]) -> None:
    """Nothing of the page runs, and its connection falls silent without a word; it still believes in it on waking."""
    with proxy() as network:
        sleeper = visit("alum", proxy={"server": network.address})
        facilitator, third = visit("facilitator"), newcomer("cohort-1-set-a:member")
        meet(sleeper, facilitator, third, tale="the dark")

        watch(sleeper)
        with asleep(sleeper):
            network.fall_silent()
            go_on_without(facilitator, third, tale="the dark")
            third.wait_for_timeout(SLEEP_MS)

        woke_as_a_fresh_page(sleeper, visit, tale="the dark")


@contextmanager
def asleep(page: Page) -> Iterator[None]:
    """The page stands still, as its machine does."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Debugger.enable")
    debugger.send("Debugger.pause")
    yield
    debugger.send("Debugger.resume")
    debugger.detach()


def meet(*pages: Page, tale: str) -> None:
    """All stand in the room; there is something that can be edited, removed, marked and answered."""
    for page in pages:
        open_live(page, ROOM)
    sleeper, facilitator, third = pages
    for what in ("To be edited", "To be removed", "To be marked"):
        say(facilitator, f"{what} in {tale}.")
        expect(line(third, f"{what} in {tale}.")).to_be_visible()
    removed = act_on(line(third, f"To be removed in {tale}."))
    removed.get_by_role("button", name="Reply").click()
    say(third, f"Answered before {tale}.")
    expect(line(sleeper, f"Answered before {tale}.")).to_be_visible()


def go_on_without(facilitator: Page, third: Page, *, tale: str) -> None:
    """Others edit, remove, mark and write."""
    act_on(line(facilitator, f"To be edited in {tale}.")).get_by_role("button", name="Edit").click()
    facilitator.get_by_label("Edit your message").fill(f"Edited in {tale}.")
    facilitator.get_by_role("button", name="Save").click()
    expect(line(third, f"Edited in {tale}.")).to_be_visible()
    removed = act_on(facilitator.locator(f'#lines article[data-text="To be removed in {tale}."]'))
    removed.get_by_role("button", name="Remove").click()
    removed.locator('[data-do="really-remove"]').click()
    expect(line(third, f"To be removed in {tale}.")).to_have_count(0)
    act_on(line(third, f"To be marked in {tale}.")).locator('[data-do="mark"]').first.click()
    expect(line(facilitator, f"To be marked in {tale}.").locator(".cop-mark")).to_be_visible()
    for page, what in ((facilitator, "Written"), (third, "Replied")):
        say(page, f"{what} in {tale}.")
        expect(line(page, f"{what} in {tale}.")).to_be_visible()


def woke_as_a_fresh_page(sleeper: Page, visit: Visit, *, tale: str) -> None:
    """It shows what a fresh page shows; it did so before it called itself connected; nothing was read out again."""
    expect(line(sleeper, f"Replied in {tale}.")).to_be_visible(timeout=30_000)
    expect(sleeper.locator("#state")).to_have_text("Connected")
    fresh = visit("alum")
    open_live(fresh, ROOM)
    now, anew = lines(sleeper), lines(fresh)
    assert now[-len(anew) :] == anew  # what was shown above before is shown still
    words = {each["words"] for each in now}
    assert {f"Edited in {tale}.", f"Replied in {tale}.", "Removed by its author."} <= words
    quotes = {each["quotes"] for each in now if each["words"] == f"Answered before {tale}."}
    assert all(quote.endswith(": message removed") for quote in quotes)
    assert quotes

    told = said(sleeper)
    assert [each.words for each in told][-1] == "Connected"
    assert len(told) > 1, "it never doubted its connection"
    current = [f"{each['seq']}@{each['changed']}" for each in now]
    assert [each.lines == current for each in told if each.words == "Connected"] == [True]

    assert not [each for each in read_out(sleeper).splitlines() if tale in each]
    say(fresh, f"Heard after {tale}.")
    expect(line(sleeper, f"Heard after {tale}.")).to_be_visible()


def test_what_is_new_is_read_out_once_and_its_changes_are_not(visit: Visit) -> None:
    """The control of what is silent above."""
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(alum, ROOM)
    open_live(facilitator, ROOM)
    expect(alum.locator("#log")).to_have_attribute(
        "aria-live", "polite"
    )  # what was filled in at first is over
    watch(alum)

    say(facilitator, "This is news.")
    expect(line(alum, "This is news.")).to_be_visible()
    act_on(line(facilitator, "This is news.")).locator('[data-do="mark"]').first.click()
    expect(line(alum, "This is news.").locator(".cop-mark")).to_be_visible()

    assert read_out(alum).count("This is news.") == 1


def act_on(line: Locator) -> Locator:
    """The line with the focus: it shows what may be done with it, and goes on doing so when others come below it."""
    line.focus()
    return line
