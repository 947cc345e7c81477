"""Takes the pictures of docs/pictures.md and of the README anew, from a demonstration that is built for them."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import launch_options
from tests.e2e import screenshots

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SIZES = {320: 1000, 1366: 900}
"""Width → height of the window, in pixels."""
COLOURS = 256
"""Enough for flat colours and the grey edges of letters; the file is half of what it would be."""
LARGEST = 150_000
"""Bytes of a picture: whoever clones the repository has every earlier one of them too."""

TOPIC = "Protected time for nurses"
REPLY = """Ours is **one afternoon a week**, for two winters now:

- it stands in the rota
- the matron signs it
"""


def main() -> None:
    options = launch_options()
    with screenshots.demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        take_all(screenshots.signed_in(browser, site.url, "alum"))
        browser.close()


def take_all(page: Page) -> None:
    for name, stand in PLACES.items():
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            stand(page)
            store(page.screenshot(), FOLDER / f"{name}-{width}.png")


def home(page: Page) -> None:
    _open(page, "/")


def space(page: Page) -> None:
    _open(page, "/spaces/cohort-1")


def topic(page: Page) -> None:
    space(page)
    _open(page, str(page.locator(".cop-topic__title a", has_text=TOPIC).get_attribute("href")))


def composer(page: Page) -> None:
    """Below a topic, with a reply begun: the server keeps it, and says whom it would tell."""
    topic(page)
    page.get_by_label("Your reply").fill(REPLY)
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft saved")
    expect(page.locator("#reply")).to_contain_text("will be told")
    page.locator("#reply").evaluate("reply => reply.scrollIntoView({block: 'center'})")


def search(page: Page) -> None:
    """With a mistake in the word: what was meant is found."""
    _open(page, "/search?q=pharmcy")


PLACES: dict[str, Callable[[Page], None]] = {
    "home": home,
    "space": space,
    "topic": topic,
    "composer": composer,
    "search": search,
}


def store(picture: bytes, path: Path) -> None:
    """Keep `picture` (a PNG) at `path` with few colours; one that is too large says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(picture)) as full:
        few = full.convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name:20} {size / 1000:5.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"{path} is larger than {LARGEST} bytes: give it fewer colours.")


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
