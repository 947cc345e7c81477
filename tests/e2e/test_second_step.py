"""An authenticator is set up, asked for, lost, and given up."""

import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import ANOTHER_PASSWORD, address_of

pytestmark = pytest.mark.e2e


def test_a_phone_is_set_up_asked_for_and_lost(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    page = newcomer("cohort-1:member")
    address = address_of(page)
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Set it up").click()
    page.wait_for_url("**/me/second-step/new")  # with all that it shows
    assert page.get_by_role("img").evaluate("(picture) => picture.naturalWidth") > 0
    key = page.locator(".cop-key").inner_text().replace(" ", "")
    phone, used = pyotp.TOTP(key), _half_minute()
    page.get_by_label("The code that it shows now").fill(phone.generate_otp(used))
    page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Your codes on paper")).to_be_visible()
    assert axe.findings(page, axe.BY_TAGS) == []
    on_paper = page.locator(".cop-codes .cop-key").all_inner_texts()

    again = max(used + 1, _half_minute())
    third = visit()
    _give_password(third, address)
    guard.expect_refusal(422)
    _give_code(third, phone.generate_otp(used))
    expect(third.get_by_role("alert")).to_contain_text("Wait for the next one")
    _give_code(third, phone.generate_otp(again))
    expect(third.get_by_role("heading", name="Home")).to_be_attached()

    other = visit()
    _give_password(other, address)
    guard.expect_refusal(422)
    _give_code(other, phone.generate_otp(again))
    expect(other.get_by_role("alert")).to_contain_text("Wait for the next one")
    assert axe.findings(other, axe.BY_TAGS) == []
    guard.expect_refusal(422)
    _give_code(other, "000000")
    expect(other.get_by_role("alert")).to_contain_text("one of your codes on paper")
    _give_code(other, on_paper[0].upper())
    expect(other.get_by_role("heading", name="Home")).to_be_attached()

    page.goto("/me/second-step")
    expect(page.get_by_text("You have 9 codes on paper left.")).to_be_visible()
    page.get_by_label("Your password", exact=True).first.fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Sign in with my password alone").click()
    expect(page.get_by_text("You sign in with your password alone again.")).to_be_visible()


def _half_minute() -> int:
    """The one whose code an authenticator shows now. That of the set-up is used; the next is taken before its time."""
    return int(time.time()) // 30


def _give_password(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()


def _give_code(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Sign in").click()
