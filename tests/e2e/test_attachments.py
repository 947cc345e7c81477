"""Files dropped on what is being written: sent at once, seen on their way, posted with the words, opened by others."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.attachments import PDF, picture
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import open_live, open_topic, post

pytestmark = pytest.mark.e2e

DROP = """
([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const target = document.querySelector(selector);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""
PASTE = """
([selector, bytes]) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}
"""


@pytest.fixture
def two(visit: Visit) -> tuple[Page, Page]:
    alum, moderator = visit("alum"), visit("moderator")
    open_topic(moderator, "cohort-1", "Plans of our wards")
    for page in (alum, moderator):
        open_live(page, moderator.url)
    return alum, moderator


def drop(page: Page, *files: tuple[str, str, bytes]) -> None:
    page.evaluate(DROP, ["#text", [[name, media, list(content)] for name, media, content in files]])


def item(page: Page, name: str):
    return page.locator(".cop-attached", has_text=name)


def test_files_are_dropped_and_posted(two: tuple[Page, Page]) -> None:
    alum, moderator = two
    alum.get_by_label("Your reply").fill("The plan, and what it costs.")
    drop(alum, ("ward.png", "image/png", picture(size=(900, 600))), ("costs.pdf", "application/pdf", PDF))

    expect(item(alum, "ward.png").get_by_role("button", name="Remove")).to_be_visible()
    expect(item(alum, "costs.pdf").get_by_role("button", name="Remove")).to_be_visible()
    expect(alum.locator(".cop-attaching__state")).to_contain_text("costs.pdf is attached.")
    assert axe.findings(alum, axe.BY_TAGS) == []
    alum.get_by_label("What it shows").fill("The ward from above")
    alum.get_by_role("button", name="Post reply").click()

    for page in two:
        article = post(page, "The plan, and what it costs.")
        expect(article.get_by_role("img", name="The ward from above")).to_be_visible()
        expect(article.get_by_role("link", name="costs.pdf")).to_be_visible()
        shown = article.get_by_role("img", name="The ward from above")
        shown.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth === 640", arg=shown.element_handle()
        )
    expect(alum.locator(".cop-attached")).to_have_count(0)
    assert axe.findings(moderator, axe.BY_TAGS) == []

    with moderator.expect_download() as saved:
        post(moderator, "what it costs").get_by_role("link", name="costs.pdf").click()
    assert saved.value.suggested_filename == "costs.pdf"
    assert Path(saved.value.path()).read_bytes() == PDF


def test_a_large_file_shows_its_way_and_goes_on_after_a_break(two: tuple[Page, Page], guard: Guard) -> None:
    alum, _ = two
    guard.expect_refusal(503)
    seen: list[str] = []
    asked: list[str] = []

    def cut_once(route: Route) -> None:
        request = route.request
        if request.method == "POST":
            seen.append(request.headers["upload-offset"])
            if len(seen) == 3:
                route.fulfill(status=503, body="")
                return
        else:
            asked.append(request.url)
        route.continue_()

    alum.route("**/uploads/*", cut_once)
    drop(alum, ("notes.txt", "text/plain", b"A line of notes.\n" * 100_000))

    expect(item(alum, "notes.txt").get_by_role("progressbar", name="Sending notes.txt")).to_be_visible()
    expect(item(alum, "notes.txt").get_by_role("button", name="Remove")).to_be_visible()
    piece = 384 * 1024
    assert seen[:4] == ["0", str(piece), str(2 * piece), str(2 * piece)], (
        "from where it stood, not from the beginning"
    )
    assert len(asked) == 2, "how far it has come is asked at the beginning and after the break"


def test_what_is_attached_is_there_again_after_the_page_was_left(two: tuple[Page, Page]) -> None:
    alum, _ = two
    drop(alum, ("plan.txt", "text/plain", b"A plan."))
    expect(item(alum, "plan.txt").get_by_role("button", name="Remove")).to_be_visible()
    alum.reload()
    expect(item(alum, "plan.txt").get_by_role("button", name="Remove")).to_be_visible()
    alum.get_by_label("Your reply").fill("With what was attached before.")
    alum.get_by_role("button", name="Post reply").click()
    expect(post(alum, "attached before").get_by_role("link", name="plan.txt")).to_be_visible()
    alum.reload()
    expect(alum.locator(".cop-attached")).to_have_count(0)


def test_what_is_refused_says_why_and_loses_nothing(two: tuple[Page, Page], guard: Guard) -> None:
    alum, _ = two
    guard.expect_refusal(422)
    alum.get_by_label("Your reply").fill("Words that stay.")
    drop(alum, ("plan.pdf", "application/pdf", b"no pdf"))

    expect(item(alum, "plan.pdf")).to_contain_text("is called .pdf, but that is not what is in it")
    expect(alum.get_by_label("Your reply")).to_have_value("Words that stay.")
    item(alum, "plan.pdf").get_by_role("button", name="Dismiss").click()
    alum.evaluate(PASTE, ["#text", list(picture())])
    expect(item(alum, "image.png").get_by_role("button", name="Remove")).to_be_visible()
    item(alum, "image.png").get_by_role("button", name="Remove").click()
    expect(alum.locator(".cop-attached")).to_have_count(0)
    alum.get_by_role("button", name="Post reply").click()
    expect(post(alum, "Words that stay.")).to_be_visible()
    expect(post(alum, "Words that stay.").locator(".cop-files")).to_have_count(0)


def test_without_a_script_they_come_with_the_form(visit: Visit, tmp_path: Path) -> None:
    page = visit("alum", java_script_enabled=False)
    open_topic(page, "cohort-1", "Posted with a file, without a script")
    (tmp_path / "costs.csv").write_bytes(b"team;cost\n")
    page.get_by_label("Add files").set_input_files(tmp_path / "costs.csv")
    page.get_by_label("Your reply").fill("The figures.")
    page.get_by_role("button", name="Post reply").click()
    expect(post(page, "The figures.").get_by_role("link", name="costs.csv")).to_be_visible()
