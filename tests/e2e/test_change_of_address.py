"""Somebody who has moved takes another address to sign in with; and somebody who did not ask takes it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import ANOTHER_PASSWORD, address_of, link_in_letter, sign_in

pytestmark = pytest.mark.e2e

NEWEST_PASSWORD = "seven-quiet-harbours-of-tea"


def ask(page: Page, address: str) -> None:
    page.goto("/me")
    page.get_by_role("link", name="change the one that you sign in with").click()
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_label("New e-mail address").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text(f"A link is on its way to {address}.")).to_be_visible()


def refused(page: Page, address: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")


def test_the_new_address_signs_in_and_the_old_one_does_not(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    guard.expect_refusal(401, 403, 422)
    page, elsewhere, staff = newcomer("cohort-1:member"), visit(), visit("staff")
    old, new = address_of(page), "rowan.moved@new-trust.example.org"
    sign_in(elsewhere, old, ANOTHER_PASSWORD)
    ask(page, new)

    link = link_in_letter(staff, new, about="Confirm your new e-mail address")
    phone = visit()
    phone.goto(link)
    expect(phone.get_by_text("Sign in first")).to_be_visible()
    assert axe.findings(phone, axe.BY_TAGS) == []
    page.goto(link)
    expect(page.get_by_text(f"From {old} to {new}.")).to_be_visible()
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_role("button", name="Confirm my new address").click()
    expect(page.get_by_text("Your address is changed")).to_be_visible()
    assert address_of(page) == new

    elsewhere.goto("/")
    expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()
    refused(elsewhere, old, ANOTHER_PASSWORD)
    sign_in(elsewhere, new, ANOTHER_PASSWORD)


def test_it_is_taken_back_by_the_letter_to_the_old_address(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    guard.expect_refusal(401, 403, 422)
    page, staff = newcomer("cohort-1:member"), visit("staff")
    old, new = address_of(page), "somebody.else@elsewhere.example.org"
    ask(page, new)
    page.goto(link_in_letter(staff, new, about="Confirm your new e-mail address"))
    page.get_by_role("button", name="Confirm my new address").click()
    expect(page.get_by_text("Your address is changed")).to_be_visible()

    reader = visit()
    reader.goto(link_in_letter(staff, old, about="Your e-mail address was changed"))
    assert axe.findings(reader, axe.BY_TAGS) == []
    reader.get_by_label("New password", exact=True).fill(NEWEST_PASSWORD)
    reader.get_by_role("button", name="Take it back and change my password").click()
    expect(reader.get_by_text("Your address is as it was")).to_be_visible()

    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    refused(reader, new, ANOTHER_PASSWORD)
    sign_in(reader, old, NEWEST_PASSWORD)
