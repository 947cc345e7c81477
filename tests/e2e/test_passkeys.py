"""Passkeys in a real browser with a device of its own, on a site that requires a second step of who looks after others;
and being asked again who one is, with the work kept.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, server
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.server import Site
from tests.e2e.verbs import ANOTHER_PASSWORD, PASSWORD, address_of, queue_item

pytestmark = pytest.mark.e2e

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a name: at an address that is a number there are no passkeys."""
    folder = tmp_path_factory.mktemp("named")
    with server.served(built, folder, "localhost", COP_SECOND_STEP="required") as site:
        yield site


@pytest.fixture(scope="module")
def sign_ins() -> dict[str, Any]:
    return {}


def give_device(page: Page, **unlike: Any) -> None:
    """Let the page's browser have a device that makes passkeys and knows its person."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | unlike})


def look(page: Page) -> None:
    for width in (320, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert axe.findings(page, axe.BY_TAGS) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def give_password(page: Page, address: str, password: str = ANOTHER_PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/me/account")
    page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def set_up_on_the_way_in(page: Page) -> None:
    """As who looks after others, whose password was right."""
    expect(page.get_by_role("heading", name="Set up a second step")).to_be_visible()
    look(page)
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your codes on paper")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()


def as_account(visit: Visit, account: str) -> Page:
    page = visit()
    give_device(page)
    give_password(page, f"{account}@example.org", PASSWORD)
    set_up_on_the_way_in(page)
    return page


def test_a_passkey_is_made_used_alone_and_after_a_password_and_removed(newcomer: Callable[..., Page]) -> None:
    page = newcomer("cohort-1:member")
    give_device(page)
    address = address_of(page)
    page.get_by_role("link", name="Second step").click()
    look(page)
    page.get_by_role("link", name="Add a passkey").click()
    look(page)
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your codes on paper")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("row", name="My laptop")).to_contain_text("Not yet")
    look(page)

    sign_out(page)
    look(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()

    sign_out(page)
    give_password(page, address)
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()

    page.goto("/me/second-step")
    page.get_by_role("link", name="Remove My laptop").click()
    look(page)
    page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("My laptop is forgotten here.")).to_be_visible()
    sign_out(page)
    give_password(page, address)
    expect(page.get_by_role("heading", name="Home")).to_be_attached()


def test_a_device_makes_one_and_says_so_in_the_page(newcomer: Callable[..., Page]) -> None:
    page = newcomer("cohort-1:member")
    give_device(page)
    for _ in range(2):
        page.goto("/me/passkeys/new")
        page.get_by_label("What you call it").fill("My laptop")
        page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
        page.get_by_role("button", name="Make a passkey").click()
        page.wait_for_load_state()
        page.get_by_role("heading", name="Your codes on paper").or_(
            page.get_by_text("This device has a passkey for you already.")
        ).wait_for()
    expect(page.get_by_role("alert")).to_have_text("This device has a passkey for you already.")
    assert page.get_by_label("What you call it").input_value() == "My laptop"


def test_a_device_that_does_not_know_its_person_is_not_enough(visit: Visit) -> None:
    page = visit()
    give_device(page, isUserVerified=False)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("No passkey was used"), timeout=60_000)
    expect(page).to_have_url(re.compile("/sign-in$"))


def test_without_a_script_the_page_says_what_works(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/sign-in")
    expect(page.get_by_text("Sign in with your password above.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_who_looks_after_others_sets_up_an_authenticator_on_the_way_in(visit: Visit, site: Site) -> None:
    page = visit(java_script_enabled=False)
    page.goto(site.invitations["cohort-1:moderator"].pop())
    page.get_by_label("Your name").fill("Rowan Mod")
    page.get_by_label("Organisation").select_option(index=1)
    page.get_by_label("Service lead").check()
    page.get_by_label("Password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Join").click()

    expect(page.get_by_role("heading", name="Set up a second step")).to_be_visible()
    key = page.locator(".cop-key").inner_text().replace(" ", "")
    page.get_by_label("The code that it shows now").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Set it up").click()
    on_paper = page.locator(".cop-codes .cop-key").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()

    address = address_of(page)
    other = visit()
    give_password(other, address)
    expect(other.get_by_role("heading", name="Your code")).to_be_visible()
    other.get_by_label("Code", exact=True).fill(on_paper[0])
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Home")).to_be_attached()


def test_being_asked_again_keeps_the_work(visit: Visit, site: Site, guard: Guard) -> None:
    page = as_account(visit, "facilitator")
    page.goto("/spaces/cohort-1-set-a/settings")
    site.let_half_an_hour_pass()
    guard.expect_refusal(401, 422)
    page.get_by_label("Purpose").fill("To go on working\u2026 together")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    look(page)
    page.get_by_label("Your password", exact=True).fill("wrong")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not your password.")
    look(page)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("To go on working\u2026 together").first).to_be_visible()

    site.let_half_an_hour_pass()
    page.goto("/moderation/decisions")
    page.get_by_role("link", name=re.compile("table|CSV|spreadsheet", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Use a passkey").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_decision_sent_by_script_is_asked_about_and_done(
    visit: Visit, newcomer: Callable[..., Page], site: Site, guard: Guard
) -> None:
    asking = newcomer("cohort-1:member")
    asking.goto("/groups")
    asking.get_by_role("link", name="Ask to join Food and feeding trials").click()
    asking.get_by_label("Why you would like to join").fill("We are testing a soup trolley.")
    asking.get_by_role("button", name="Ask").click()
    page = as_account(visit, "moderator")
    page.goto("/moderation")
    site.let_half_an_hour_pass()
    guard.expect_refusal(401)
    queue_item(page, "We are testing a soup trolley.").get_by_role("button", name="Let them in").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="Moderation")).to_be_visible()
    asking.goto("/spaces")
    expect(
        asking.get_by_role("main").get_by_role("link", name="Food and feeding trials").first
    ).to_be_visible()
