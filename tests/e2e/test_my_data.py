"""Somebody asks for a copy of their data, waits for it, saves it, and reads it without the site."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.verbs import open_topic

pytestmark = pytest.mark.e2e

WIDTHS = (320, 768, 1366)


def test_my_data_is_asked_for_saved_and_read(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    page = visit("alum")
    open_topic(page, "cohort-1", "A topic that is in my copy")
    page.goto("/")
    page.locator(".cop-menu--mine summary").click()
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("heading", name="Your data")).to_be_visible()
    assert axe.findings(page, axe.BY_TAGS) == []

    page.get_by_role("button", name="Make a copy of my data").click()
    expect(page.get_by_role("heading", name="Your copy is ready")).to_be_visible(timeout=60_000)
    assert axe.findings(page, axe.BY_TAGS) == []
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save my copy").click()
    assert saving.value.suggested_filename.startswith("my-data-")
    saving.value.save_as(tmp_path / "copy.zip")

    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "copy")
    data = json.loads((tmp_path / "copy" / "data.json").read_text(encoding="utf-8"))
    assert "A topic that is in my copy" in [row["title"] for row in data["sections"]["topic"]["rows"]]
    _read(browser, tmp_path / "copy" / "index.html")

    page.get_by_role("button", name="Delete it here").click()
    expect(page.get_by_role("button", name="Make a copy of my data")).to_be_visible()


def _read(browser: Browser, copy: Path) -> None:
    """Without a network, by itself: it is a page like any other, wide and narrow, light and dark."""
    for scheme in ("light", "dark"):
        context = browser.new_context(offline=True, locale="en-GB", color_scheme=scheme)
        page, asked = context.new_page(), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(copy.as_uri())
            expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
            expect(page.get_by_text("A topic that is in my copy").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width}"
        assert asked == [copy.as_uri()] * len(WIDTHS)
        assert axe.findings(page, axe.BY_TAGS) == []
        context.close()
