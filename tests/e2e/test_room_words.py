"""What two people find in a room beside its lines: names, search, links to lines, drafts, the way to what is unread."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.test_set_room import ASK
from tests.e2e.verbs import line, open_live, say
from tests.people import key

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1/chat"
SET_ROOM = "/spaces/cohort-1-set-a/chat"
AT_ONCE = 19
"""Lines that one person can say in a moment without being too fast."""

# The browser's own notices can't be seen from a page: what would be shown is noted instead.
NOTE_NOTICES = """() => {
  window.noted = [];
  window.Notification = class extends EventTarget {
    static permission = "default";

    static async requestPermission() {
      this.permission = window.answer;
    }

    constructor(title, { body }) {
      super();
      window.noted.push({ title, body, click: () => this.dispatchEvent(new Event("click")) });
    }

    close() {}
  };
}"""


def name_of(page: Page) -> str:
    return str(page.locator("#room").get_attribute("data-my-name"))


def hide(page: Page, state: str) -> None:
    """Let the page think that its tab went to the background, or came back."""
    page.evaluate(
        "(state) => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def test_a_name_is_completed_with_the_keyboard_and_seen_as_such_by_who_has_it(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    open_live(facilitator, SET_ROOM)
    named = name_of(facilitator)
    open_live(facilitator, "/")
    open_live(alum, SET_ROOM)

    alum.get_by_label("Your message").press_sequentially(
        f"Over to @{named[:3]}"
    )  # others may have joined, before W
    options = alum.get_by_role("listbox", name="People").get_by_role("option")
    theirs = options.filter(has_text=named)
    expect(theirs).to_be_visible()
    field = alum.locator("#text")
    assert axe.findings(alum, axe.BY_TAGS) == []
    for _ in range(options.count()):
        if theirs.get_attribute("aria-selected") == "true":
            break
        alum.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(theirs.get_attribute("id")))
    alum.keyboard.press("Enter")
    expect(field).to_have_value(f"Over to @{named} ")
    expect(alum.get_by_role("listbox")).to_have_count(0)
    alum.keyboard.type("for the budget.")
    alum.keyboard.press("Enter")

    mine = line(alum, "for the budget.")
    expect(mine.locator("strong")).to_have_text(f"@{named}")
    expect(mine.get_by_text("mentions you")).to_be_hidden()
    rail = facilitator.locator('.cop-rail__link[data-space="cohort-1-set-a"]')
    expect(rail).to_contain_text("1 mentions you")
    open_live(facilitator, SET_ROOM)
    expect(line(facilitator, "for the budget.").get_by_text("mentions you")).to_be_visible()
    expect(rail).not_to_contain_text("mentions you")


def test_escape_closes_the_names_and_enter_then_sends(visit: Visit) -> None:
    alum = visit("alum")
    open_live(alum, SET_ROOM)

    alum.get_by_label("Your message").press_sequentially("An at sign: @")
    expect(alum.get_by_role("listbox")).to_be_visible()
    alum.keyboard.press("Escape")
    expect(alum.get_by_role("listbox")).to_have_count(0)
    alum.keyboard.press("Enter")

    expect(line(alum, "An at sign: @")).to_be_visible()


def test_a_search_leads_to_the_line_in_its_place(visit: Visit) -> None:
    moderator, alum = visit("moderator"), visit("alum")
    open_live(moderator, ROOM)
    say(moderator, "The lanterns are in the cupboard.")
    expect(line(moderator, "The lanterns are")).to_be_visible()
    open_live(alum, ROOM)

    alum.get_by_label("Words to look for").fill("LANTERNS")
    alum.get_by_role("search", name="Search this room").get_by_role("button", name="Search").click()
    found = alum.locator(".cop-found__item")
    expect(found.locator("mark")).to_have_text("lanterns")
    found.get_by_role("link").click()

    expect(line(alum, "The lanterns are")).to_be_focused()
    expect(line(alum, "The lanterns are")).to_contain_class("cop-line--found")
    alum.get_by_label("Words to look for").fill("e")
    alum.get_by_role("search", name="Search this room").get_by_role("button", name="Search").click()
    expect(alum.get_by_text("The newest 50 of more")).to_be_visible()
    alum.locator(".cop-found__item a").last.click()
    expect(alum.get_by_text("These are earlier messages")).to_be_visible()
    expect(alum.locator("#lines article:focus")).to_be_in_viewport()
    alum.get_by_role("link", name="Go to the newest").click()
    expect(line(alum, "The lanterns are")).to_be_visible()


def test_a_draft_is_found_again_in_a_new_tab(visit: Visit) -> None:
    alum, moderator = visit("alum"), visit("moderator")
    open_live(alum, ROOM)
    alum.get_by_label("Your message").press_sequentially("Begun and not sent")
    expect(alum.locator("#draft")).to_contain_text("Draft saved at")
    fresh = alum.context.new_page()
    alum.close()
    open_live(fresh, ROOM)
    open_live(moderator, ROOM)

    expect(fresh.get_by_label("Your message")).to_have_value("Begun and not sent")
    expect(moderator.get_by_label("Your message")).to_have_value("")
    fresh.get_by_role("button", name="Send").click()
    expect(line(moderator, "Begun and not sent")).to_be_visible()
    expect(fresh.locator("#draft")).to_have_text("")
    again = fresh.context.new_page()
    open_live(again, ROOM)
    expect(again.get_by_label("Your message")).to_have_value("")


def test_the_way_to_the_first_unread_line(visit: Visit, newcomer: Callable[..., Page]) -> None:
    reader = newcomer("cohort-1:member")
    reader.goto(ROOM)
    reader.goto("/")
    for account in ("alum", "moderator", "juniper-cloudholm"):
        page = visit(account)
        page.goto("/")
        sent = [
            ["message:send", {"space": "cohort-1", "key": key(), "text": f"{account} {number}"}]
            for number in range(AT_ONCE)
        ]
        assert all(ack["ok"] for ack in page.evaluate(ASK, sent))
    open_live(reader, ROOM)

    expect(reader.get_by_text("7 unread messages are further up.")).to_be_visible()
    assert reader.title().startswith("(57) ")
    reader.get_by_role("link", name="Jump to first unread").click()
    expect(reader.get_by_text("further up")).to_be_hidden()
    expect(reader.locator("#lines .cop-divider", has_text="New since")).to_be_in_viewport()
    expect(reader.locator("#lines article:focus")).to_contain_text("alum 0")
    expect(reader.locator("#lines article:focus")).to_be_in_viewport()
    rail = reader.locator('.cop-rail__link[data-space="cohort-1"]')
    expect(rail).to_have_attribute("data-lines", "57")
    reader.get_by_role("button", name="jump to the newest").click()
    expect(rail).to_have_attribute("data-lines", "0")


def test_a_notice_names_the_room_and_no_words(visit: Visit) -> None:
    alum, facilitator = visit("alum"), visit("facilitator")
    alum.add_init_script(f"({NOTE_NOTICES})()")
    open_live(alum, SET_ROOM)
    open_live(facilitator, SET_ROOM)

    alum.evaluate("() => { window.answer = 'denied'; }")
    alum.get_by_role("button", name="Mentions of me").click()
    expect(alum.get_by_text("Your browser blocks notices")).to_be_visible()
    alum.evaluate("() => { window.answer = 'granted'; Notification.permission = 'default'; }")
    alum.get_by_role("button", name="Mentions of me").click()
    expect(alum.get_by_role("button", name="Mentions of me")).to_have_attribute("aria-pressed", "true")
    say(facilitator, "Seen, so not told.")
    expect(line(alum, "Seen, so not told.")).to_be_visible()
    hide(alum, "hidden")
    say(facilitator, "Not about anybody.")
    expect(line(alum, "Not about anybody.")).to_have_count(1)
    say(facilitator, f"@{name_of(alum)}, a secret.")
    expect(line(alum, "a secret.")).to_have_count(1)

    noted = alum.evaluate("() => window.noted.map(({ title, body }) => [title, body])")
    assert noted == [["Cohort 1, set A", "Somebody mentioned you."]]
    hide(alum, "visible")
    alum.evaluate("() => window.noted[0].click()")
    expect(line(alum, "a secret.")).to_be_focused()
