"""Pictures of the demonstration at three widths, for looking at: `python -m tests.e2e.screenshots folder`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import launch_options
from tests.e2e import server, verbs

WIDTHS = {320: 640, 768: 1024, 1366: 768}
"""Width → height of the window, in pixels."""

PLACES = {
    "alum": {
        "home": "/",
        "spaces": "/spaces",
        "space": "/spaces/cohort-1",
        "topic": ("/spaces/cohort-1", "#topics li:nth-child(3) a"),
        "new-topic": "/spaces/cohort-1/topics/new",
        "drafts": "/me/drafts",
        "room": "/spaces/cohort-1/chat",
        "set-room": "/spaces/cohort-1-set-a/chat",
        "search": "/search?q=pharmcy",
        "notifications": "/notifications",
        "members": "/spaces/cohort-1/members",
        "about": "/spaces/cohort-1/about",
        "directory": "/directory",
        "profile": "/me",
    },
    "moderator": {
        "queue": "/moderation",
        "decisions": "/moderation/decisions",
        "members-managed": "/spaces/cohort-1/members",
        "invite": "/spaces/cohort-1/invitations/new",
    },
}


def main() -> None:
    options = launch_options()
    with demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        _picture_everything(browser, site.url, Path(sys.argv[1]))
        browser.close()


@contextmanager
def demonstration() -> Iterator[server.Site]:
    """A demonstration of its own, built and served until the block ends."""
    with tempfile.TemporaryDirectory(prefix="cop-pictures-") as name:
        folder = Path(name)
        with server.served(server.build_once(folder), folder / "served") as site:
            yield site


def _picture_everything(browser: Browser, url: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _picture(browser.new_page(base_url=url), "/sign-in", 1366, folder / "sign-in-1366.png")
    for account, places in PLACES.items():
        page = signed_in(browser, url, account)
        for name, place in places.items():
            for width in WIDTHS:
                _picture(page, place, width, folder / f"{name}-{width}.png")


def signed_in(browser: Browser, url: str, account: str) -> Page:
    page = browser.new_page(base_url=url, locale="en-GB", reduced_motion="reduce")
    verbs.sign_in(page, account)
    return page


def _picture(page: Page, place: str | tuple[str, str], width: int, path: Path) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    start, *links = (place,) if isinstance(place, str) else place
    page.goto(start)
    for link in links:
        page.goto(page.locator(link).first.get_attribute("href") or start)
    page.wait_for_load_state()
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
