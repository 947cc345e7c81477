"""Somebody from outside is invited into a role with an end by a steward, comes, and sees what is theirs and no more."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cop import clock
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import join, link_in_letter

pytestmark = pytest.mark.e2e

ADDRESS, NAME = "hazel.outside@institute.example", "Hazel Outlooker"
OF_OTHERS = (
    "/directory",
    "/appointments",
    "/spaces/cohort-1",
    "/spaces/cohort-1/chat",
    "/moderation",
    "/waves",
)


def test_a_steward_invites_an_evaluator_who_sees_only_what_is_theirs(visit: Visit, guard: Guard) -> None:
    steward, evaluator = visit("steward"), visit()
    guard.expect_refusal(422)
    last = _invite(steward)
    row = steward.get_by_role("row").filter(has_text=ADDRESS)
    expect(row).to_contain_text(last)
    row.get_by_role("button", name="Send again").click()
    expect(steward.get_by_text(f"A new invitation is on its way to {ADDRESS}.")).to_be_visible()
    assert axe.findings(steward, axe.BY_TAGS) == []

    link = link_in_letter(visit("staff"), ADDRESS)
    evaluator.goto(link)
    expect(evaluator.get_by_text(f"You will be evaluator, until {last}.")).to_be_visible()
    join(evaluator, link, name=NAME)
    expect(evaluator.get_by_text("You have a role here, and are in no space")).to_be_visible()
    evaluator.get_by_role("link", name="My roles", exact=True).click()
    expect(evaluator.get_by_role("listitem").filter(has_text="Evaluator")).to_contain_text(f"until {last}")

    guard.expect_refusal(403, 404)
    assert {_status(evaluator, path) for path in OF_OTHERS} <= {403, 404}
    assert {_status(evaluator, path) for path in ("/", "/me", "/me/roles", "/me/data")} == {200}
    steward.goto("/appointments")
    expect(steward.get_by_role("row").filter(has_text=NAME)).to_contain_text(last)
    expect(steward.get_by_role("row").filter(has_text=ADDRESS)).to_have_count(0)


def _invite(page: Page) -> str:
    """First without an end, which is refused with the usual one filled in; the last day that is on the list then."""
    page.goto("/appointments")
    page.get_by_role("link", name="Invite by e-mail").click()
    page.get_by_label("Their e-mail address").fill(ADDRESS)
    page.get_by_label("Evaluator", exact=True).check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("without an end")).to_be_visible()
    usual = clock.today() + timedelta(days=365)
    expect(page.get_by_label("Last day")).to_have_value(usual.isoformat())
    last = clock.today() + timedelta(days=200)
    page.get_by_label("Last day").fill(last.isoformat())
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(f"A letter is on its way to {ADDRESS}.")).to_be_visible()
    return f"{last.day} {last:%b %Y}"


def _status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status
