"""An account at a provider is linked, signed in with and given up, across two sites in a real browser."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, server
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.server import Site
from tests.e2e.verbs import ANOTHER_PASSWORD, address_of

pytestmark = [pytest.mark.e2e, pytest.mark.filterwarnings("ignore")]  # of what the provider is made of

NAME = "your Trust account"
LINK, WAY_IN = f"Link {NAME}", f"Sign in with {NAME}"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with warnings.catch_warnings(action="ignore"):
        import oidc_provider_mock

        with oidc_provider_mock.run_server_in_thread(require_nonce=True) as running:
            yield f"localhost:{running.server_port}"


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Site]:
    """Another than that of the other tests: with a provider, which for a browser is another site than this one."""
    chosen = {
        "COP_OIDC_ISSUER": f"http://{provider}",
        "COP_OIDC_CLIENT_ID": "cop",
        "COP_OIDC_CLIENT_SECRET": "a-secret-of-two",
        "COP_OIDC_NAME": NAME,
    }
    with server.served(built, tmp_path_factory.mktemp("with-a-provider"), **chosen) as site:
        yield site


@pytest.fixture(scope="module")
def sign_ins() -> dict[str, Any]:
    return {}


@pytest.fixture(autouse=True)
def _away(guard: Guard, provider: str) -> None:
    guard.expect_elsewhere(provider, "cdn.jsdelivr.net")


def sign_in_there(page: Page, provider: str, subject: str) -> None:
    page.wait_for_url(f"http://{provider}/**", wait_until="commit")
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()


def without_styles_of_others(page: Page) -> None:
    """There is no internet here, and a page waits for its styles."""
    page.context.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())


def link(page: Page, provider: str, subject: str) -> None:
    without_styles_of_others(page)
    page.goto("/me/account")
    page.get_by_role("link", name=LINK).click()
    expect(page.get_by_role("heading", name=LINK)).to_be_visible()
    page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Go on and link it").click()
    sign_in_there(page, provider, subject)
    expect(page.get_by_text("It is linked. You can sign in with it from now on.")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_it_is_linked_signed_in_with_and_given_up(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard, provider: str, has_scripts: bool
) -> None:
    page = newcomer("cohort-1:member")
    subject, address = f"subject-{has_scripts}", address_of(page)
    link(page, provider, subject)
    expect(page.get_by_role("row", name="localhost")).to_contain_text("Not yet")
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()

    other = visit(java_script_enabled=has_scripts)
    without_styles_of_others(other)
    other.goto("/me/account")
    other.get_by_role("button", name=WAY_IN).click()
    sign_in_there(other, provider, subject)
    expect(other.get_by_role("heading", name="Password and sign-ins")).to_be_visible()
    expect(other.get_by_text(f"You sign in with {address}.")).to_be_visible()
    expect(other.get_by_role("row", name="localhost")).not_to_contain_text("Not yet")

    other.get_by_role("link", name="Give up").click()
    other.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    other.get_by_role("button", name="Give it up").click()
    expect(other.get_by_text("It is linked no more")).to_be_visible()
    again = visit()
    without_styles_of_others(again)
    again.goto("/sign-in")
    again.get_by_role("button", name=WAY_IN).click()
    sign_in_there(again, provider, subject)
    expect(again.get_by_text("We don’t know that account yet")).to_be_visible()


def test_an_account_that_nobody_linked_opens_nothing(visit: Visit, provider: str) -> None:
    """Though it is called as somebody's address here is."""
    page = visit()
    without_styles_of_others(page)
    page.goto("/sign-in")
    page.get_by_role("button", name=WAY_IN).click()
    sign_in_there(page, provider, "staff@example.org")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text("ask for an invitation")).to_be_visible()
    page.goto("/me/account")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_who_changes_their_mind_there_is_back_at_the_password(visit: Visit, provider: str) -> None:
    page = visit()
    without_styles_of_others(page)
    page.goto("/sign-in?next=/spaces")
    page.get_by_role("button", name=WAY_IN).click()
    page.wait_for_url(f"http://{provider}/**", wait_until="commit")
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url("**/sign-in**")
    expect(page.get_by_text("nothing was changed")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1366])
def test_axe_finds_nothing(newcomer: Callable[..., Page], visit: Visit, provider: str, width: int) -> None:
    size = {"viewport": {"width": width, "height": 640}}
    page = newcomer("cohort-1:member", **size)
    for path in ("/me/account", "/me/identities/new"):
        page.goto(path)
        assert axe.findings(page, axe.BY_TAGS) == []
    link(page, provider, f"of-{width}")
    page.get_by_role("link", name="Give up").click()
    assert axe.findings(page, axe.BY_TAGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    held = visit(**size)
    held.context.route(f"http://{provider}/**", lambda route: route.fulfill(status=204))  # it leads nowhere
    held.goto("/sign-in")
    assert axe.findings(held, axe.BY_TAGS) == []
    held.get_by_role("button", name=WAY_IN).click(no_wait_after=True)
    expect(held.get_by_role("heading", name=f"Going on to {NAME}")).to_be_visible()
    assert axe.findings(held, axe.BY_TAGS) == []
    assert held.evaluate("document.documentElement.scrollWidth") <= width
