"""Real Chromium on the real demonstration; every page is watched for what no page may do."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch_options
from tests.e2e import server, verbs
from tests.e2e.guard import Guard
from tests.e2e.server import Site

Visit = Callable[..., Page]

PATIENCE_MS = 15_000
"""How long to wait for what must come. It ends a test that fails; one that passes never waits it out."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration, which is built once for a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return server.build_once(_made(shared / "demonstration"))


@pytest.fixture(scope="session")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served once for each process of a run."""
    with server.served(built, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole run: other tests of this process find no event loop that isn't theirs."""
    options = launch_options()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sign_ins() -> dict[str, Any]:
    """Cookies of those who have signed in before, by account."""
    return {}


@pytest.fixture(autouse=True)
def guard(site: Site) -> Iterator[Guard]:
    """Fails a test whose pages did what no page may do, or whose server failed."""
    site.rest()
    known = len(site.failures())
    guard = Guard(site.url)
    yield guard
    assert not guard.complaints, "\n".join(guard.complaints)
    assert site.failures()[known:] == []


@pytest.fixture
def visit(browser: Browser, site: Site, guard: Guard, sign_ins: dict[str, Any]) -> Iterator[Visit]:
    """`visit("alum")`: a page of a browser of its own, alum signed in there; `visit()`: of somebody unknown."""
    contexts = []

    def visit(account: str | None = None, *, afresh: bool = False, **options: Any) -> Page:
        state = None if afresh or account is None else sign_ins.get(account)
        options = {"viewport": {"width": 1366, "height": 768}, "locale": "en-GB"} | options
        context = browser.new_context(base_url=site.url, storage_state=state, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        guard.watch(context)
        page = context.new_page()
        if account and state is None:
            verbs.sign_in(page, account)
            if not afresh:
                sign_ins[account] = context.storage_state()
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def newcomer(visit: Visit, site: Site) -> Callable[..., Page]:
    """`newcomer("cohort-1:member")`: the page of a new person, who has just joined by invitation and never wrote."""

    def newcomer(place: str, *, name: str = "", **options: Any) -> Page:
        links = site.invitations[place]
        page = visit(**options)
        verbs.join(page, links.pop(), name=name or f"Rowan Newbridge {len(links)}")
        return page

    return newcomer


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
