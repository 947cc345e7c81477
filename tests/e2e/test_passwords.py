"""A forgotten password, and signing out everywhere else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import (
    ANOTHER_PASSWORD,
    address_of,
    heard,
    link_in_letter,
    open_live,
    open_topic,
    post_reply,
    say,
    sign_in,
)

pytestmark = pytest.mark.e2e

NEWEST_PASSWORD = "seven-quiet-harbours-of-tea"


def test_a_forgotten_password_is_replaced_by_letter(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    known, page = newcomer("cohort-1:member"), visit()
    address = address_of(known)

    page.goto("/sign-in")
    page.get_by_role("link", name="I have forgotten my password").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("an e-mail is on its way to it.")).to_be_visible()
    page.goto(link_in_letter(visit("staff"), address, about="password"))
    page.get_by_label("New password", exact=True).fill(NEWEST_PASSWORD)
    page.get_by_role("button", name="Change my password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()

    sign_in(page, address, NEWEST_PASSWORD)
    known.goto("/")
    expect(known.get_by_role("heading", name="Sign in")).to_be_visible()
    guard.expect_refusal(401, 403, 422)
    known.get_by_label("E-mail address").fill(address)
    known.get_by_label("Password", exact=True).fill(ANOTHER_PASSWORD)
    known.get_by_role("button", name="Sign in").click()
    expect(known.get_by_role("alert")).to_contain_text("There is a problem")


def test_signing_out_everywhere_else_ends_the_other_browsers_page(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    guard.expect_refusal(401, 403)
    here, there, alum = newcomer("cohort-1-set-a:member"), visit(), visit("alum")
    address = address_of(here)
    sign_in(there, address, ANOTHER_PASSWORD)
    for page in (here, there, alum):
        open_live(page, "/spaces/cohort-1-set-a/chat")
    say(alum, "Before you signed out elsewhere.")
    expect(there.get_by_text("Before you signed out elsewhere.")).to_be_visible()

    other = here.context.new_page()
    other.goto("/me/account")
    expect(other.get_by_role("row")).to_have_count(3)
    other.get_by_role("button", name="Sign out everywhere else").click()

    expect(there.locator("#state")).to_contain_text("You are signed out.")
    say(alum, "After you signed out elsewhere.")
    expect(here.get_by_text("After you signed out elsewhere.")).to_be_visible()
    assert "Before you signed out elsewhere." in heard(there)
    assert "After you signed out elsewhere." not in heard(there)
    there.goto("/spaces/cohort-1")
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_reply_of_somebody_signed_out_keeps_its_text(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard
) -> None:
    guard.expect_refusal(400, 401, 403)
    page = newcomer("cohort-1:member")
    open_topic(visit("alum"), "cohort-1", "Signed out in the midst")
    topic = page.context.new_page()
    topic.goto("/spaces/cohort-1")
    topic.get_by_role("link", name="Signed out in the midst", exact=True).click()
    topic.get_by_label("Your reply").fill("Half an hour of work.")
    page.goto("/")
    page.locator("summary", has_text="my menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    post_reply(topic, "Half an hour of work.")

    expect(topic.get_by_label("Your reply")).to_have_value("Half an hour of work.")
    expect(topic.locator("#composer-state")).to_contain_text("Your text is kept")
