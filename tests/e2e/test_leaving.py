"""Somebody leaves in each of the three ways, and somebody else sees what is left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import ANOTHER_PASSWORD, open_live, open_topic, post, post_reply, queue_item

pytestmark = pytest.mark.e2e

CHOICES = {
    "named": "It stays, under my name",
    "unnamed": "It stays, without my name",
    "removed": "It goes",
}
TEXT = "We costed a trial of warmer blankets"


@pytest.mark.parametrize("way", CHOICES)
def test_others_see_what_was_chosen(
    visit: Visit, newcomer: Callable[..., Page], guard: Guard, way: str
) -> None:
    guard.expect_refusal(422)
    name, title = f"Tansy Leaver {way.capitalize()}", f"Warmer blankets, {way}"
    page, alum, moderator = newcomer("cohort-1:member", name=name), visit("alum"), visit("moderator")
    open_topic(page, "cohort-1", title)
    moderator.goto("/moderation")
    queue_item(moderator, title).get_by_role("button", name="Release", exact=True).click()
    expect(queue_item(moderator, title)).to_have_count(0)
    page.reload()
    post_reply(page, TEXT)
    expect(post(page, TEXT)).to_be_visible()
    open_live(alum, page.url)
    post_reply(alum, f"Did they help, @{name}?")
    expect(post(alum, f"Did they help, @{name}?")).to_be_visible()

    _leave(page, way)

    _look_until(alum, lambda: _is_done(alum, name, way))
    expect(post(alum, "Did they help")).to_be_visible()
    if way == "removed":
        expect(alum.get_by_text("Removed by its author.").first).to_be_visible()
        expect(alum.get_by_text(TEXT)).to_have_count(0)
    else:
        by = name if way == "named" else "A former member"
        expect(post(alum, TEXT).get_by_role("heading", name=by)).to_be_visible()
        expect(post(alum, TEXT).get_by_role("link", name=by, exact=True)).to_have_count(0)
    assert axe.findings(alum, axe.BY_TAGS) == []


def _leave(page: Page, way: str) -> None:
    page.goto("/me")
    page.get_by_role("link", name="Leave this place").click()
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label(CHOICES[way]).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Leave for good?")).to_be_visible()
    page.get_by_label("Your password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_label("I know that this can’t be undone").check()
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_role("button", name="Leave this place").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    page.goto("/me")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def _is_done(alum: Page, name: str, way: str) -> bool:
    """Whether the page shows what was chosen; under their name nothing changes but that it leads nowhere."""
    if way == "named":
        return alum.get_by_role("link", name=name, exact=True).count() == 0
    return name not in alum.locator("#posts").inner_text()


def _look_until(page: Page, is_so: Callable[[], bool]) -> None:
    for _ in range(40):
        page.reload()
        if is_so():
            return
    pytest.fail("it was not done")
