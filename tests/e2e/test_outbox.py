"""Lines on their way: none is lost, none is doubled, and each says how it stands."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.proxy import proxy
from tests.e2e.test_set_room import ASK
from tests.e2e.verbs import line, open_live, say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ROOM = "/spaces/cohort-1-set-a/chat"
BURST, MORE = 20, 6
"""As many as may be said at once, and some that then come too fast."""
SLOWLY_MS = 60_000

TEXTS = "(lines) => lines.map(({ dataset }) => dataset.text)"
WRITE = """(lines) => lines.forEach((text) => {
  document.getElementById("text").value = text;
  document.getElementById("composer").requestSubmit();
})"""
WATCH = """() => {
  window.words = [];
  const waiting = document.getElementById("waiting");
  const look = () => waiting.querySelectorAll("[data-words]").forEach((each) => window.words.push(each.textContent));
  new MutationObserver(look).observe(waiting, { childList: true, subtree: true });
}"""


def test_what_is_written_too_fast_waits_and_goes_by_itself_in_its_order(visit: Visit) -> None:
    page, reader = visit("alum"), visit("facilitator")
    open_live(page, ROOM)
    open_live(reader, ROOM)
    watch_words(page)

    page.evaluate(ASK, [["message:send", sending(number)] for number in range(BURST)])
    page.evaluate(WRITE, [f"Quick line {number}." for number in range(MORE)])

    expect(page.locator("#lines article", has_text="Quick line")).to_have_count(MORE, timeout=SLOWLY_MS)
    expect(page.locator("#waiting article")).to_have_count(0)
    expect(reader.locator("#lines article", has_text="Quick line")).to_have_count(MORE)
    texts = reader.locator("#lines article", has_text="Quick line").evaluate_all(TEXTS)
    assert texts == [f"Quick line {number}." for number in range(MORE)]
    assert any("Not sent yet" in words for words in page.evaluate("() => window.words"))


def sending(number: int) -> dict[str, str]:
    return {"space": "cohort-1-set-a", "key": f"{number:032}", "text": f"Part of a burst, {number}."}


def test_what_got_no_answer_goes_again_by_itself_and_stands_there_once(visit: Visit) -> None:
    """The connection falls silent without a word while somebody writes."""
    with proxy() as network:
        page, facilitator = visit("alum", proxy={"server": network.address}), visit("facilitator")
        open_live(page, ROOM)
        open_live(facilitator, ROOM)
        watch_words(page)

        network.fall_silent()
        say(page, "Said into the silence.")

        expect(line(facilitator, "Said into the silence.")).to_be_visible(timeout=SLOWLY_MS)
        expect(line(page, "Said into the silence.")).to_have_count(1)
        expect(page.locator("#waiting article")).to_have_count(0)
        expect(page.locator("#state")).to_have_text("Connected")
        expect(line(facilitator, "Said into the silence.")).to_have_count(1)
        assert any(
            words.startswith("Not sent. No answer came.") for words in page.evaluate("() => window.words")
        )


def watch_words(page: Page) -> None:
    """Note in `window.words` what lines on their way say of themselves."""
    page.evaluate(WATCH)
