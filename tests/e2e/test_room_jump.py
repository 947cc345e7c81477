"""The way to the newest line of a room: it covers no line, and moves neither text nor the place where one writes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import open_live

pytestmark = pytest.mark.e2e

ROOM = "/spaces/cohort-1/chat"
UP = """() => {
  const log = document.getElementById("log");
  log.scrollTop = log.scrollHeight - log.clientHeight - 400;
}"""
BOXES = """() => Object.fromEntries(["log", "newest", "text"].map((id) => {
  const { top, bottom, left, right } = document.getElementById(id).getBoundingClientRect();
  return [id, { top, bottom, left, right }];
}))"""
FIRST_LINE = """() => {
  const line = document.querySelector("#lines article");
  return line.getBoundingClientRect().top + document.getElementById("log").scrollTop;
}"""


def boxes(page: Page) -> dict[str, dict[str, float]]:
    found: dict[str, Any] = page.evaluate(BOXES)
    return found


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024), (1366, 768)])
def test_the_way_to_the_newest_line_covers_none(visit: Visit, width: int, height: int) -> None:
    page = visit("alum", viewport={"width": width, "height": height})
    open_live(page, ROOM)
    newest = page.locator("#newest")
    if newest.is_visible():
        newest.click()
    expect(newest).to_be_hidden()
    before, stood = boxes(page), page.evaluate(FIRST_LINE)
    page.evaluate(UP)
    expect(newest).to_be_visible()
    after = boxes(page)
    assert after["log"]["bottom"] <= after["newest"]["top"] + 1, "no line stands under it"
    assert after["newest"]["bottom"] <= after["text"]["top"]
    assert abs(after["text"]["top"] - before["text"]["top"]) < 1, "one writes where one wrote"
    assert abs(page.evaluate(FIRST_LINE) - stood) < 1, "and reads where one read"
    assert after["newest"]["right"] <= width
    newest.click()
    expect(newest).to_be_hidden()
    expect(page.locator("#text")).to_be_focused()
