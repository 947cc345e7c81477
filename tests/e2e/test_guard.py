"""The controls of all the others: what watches the pages notices what it is there for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import axe
from tests.e2e.guard import Guard
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e


@pytest.fixture
def own(site: Site) -> Guard:
    """A guard whose complaints fail nothing."""
    return Guard(site.url)


@pytest.fixture
def page(browser: Browser, site: Site, own: Guard) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url)
    own.watch(context)
    page = context.new_page()
    page.goto("/sign-in")
    yield page
    context.close()


def test_a_page_that_does_nothing_wrong_is_not_complained_about(page: Page, own: Guard) -> None:
    page.goto("/help")

    assert own.complaints == []


def test_an_error_is_noticed(page: Page, own: Guard) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('out of order'); }); }")

    assert "out of order" in own.complaints[0]


def test_an_inline_script_is_noticed(page: Page, own: Guard) -> None:
    with page.expect_console_message(lambda message: "policy violated" in message.text):
        page.evaluate(
            "() => { const s = document.createElement('script'); s.text = '1'; document.body.append(s); }"
        )

    assert any("script-src" in complaint for complaint in own.complaints)


def test_another_host_is_noticed(page: Page, own: Guard) -> None:
    with page.expect_console_message(lambda message: "policy violated" in message.text):
        page.evaluate("() => { new Image().src = 'http://127.0.0.2:9/picture.png'; }")

    assert any("img-src" in complaint for complaint in own.complaints)


def test_a_refusal_is_noticed_unless_it_is_expected(page: Page, own: Guard) -> None:
    page.goto("/no-such-page")
    assert any("404" in complaint for complaint in own.complaints)
    own.complaints.clear()
    own.expect_refusal(404)

    page.goto("/no-such-page")

    assert own.complaints == []


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.evaluate("() => { document.querySelector('main').innerHTML += '<img src=\"data:,\">'; }")

    assert any(finding.startswith("image-alt") for finding in axe.findings(page, axe.BY_TAGS))
