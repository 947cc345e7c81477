"""From a moderator's invitation to the first held post, by the letter itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard
from tests.e2e.verbs import invite, join, link_in_letter, open_topic, queue_item

pytestmark = pytest.mark.e2e


def test_somebody_is_invited_joins_and_writes(visit: Visit, guard: Guard) -> None:
    moderator, staff, invited = visit("moderator"), visit("staff"), visit()
    invite(moderator, "cohort-1", "hazel.invited@example.org")
    expect(moderator.get_by_text("An invitation is on its way to hazel.invited@example.org.")).to_be_visible()

    link = link_in_letter(staff, "hazel.invited@example.org")
    join(invited, link, name="Hazel Invited")
    expect(invited.locator(".cop-rail__link")).to_have_count(2)
    invited.get_by_role("navigation", name="My spaces").get_by_role("link", name="Cohort 1").click()
    expect(invited.get_by_role("heading", name="Cohort 1 (Preston)")).to_be_visible()
    open_topic(invited, "cohort-1", "Hello from Hazel")

    expect(invited.locator("#posts article").get_by_text("Waiting for a moderator")).to_be_visible()
    moderator.goto("/moderation")
    expect(queue_item(moderator, "Hello from Hazel")).to_contain_text("Hazel Invited")
    guard.expect_refusal(404, 410)
    again = visit()
    again.goto(link)
    expect(again.get_by_label("Your name")).to_have_count(0)


def test_an_invitation_that_was_withdrawn_opens_nothing(visit: Visit, guard: Guard) -> None:
    moderator, staff, invited = visit("moderator"), visit("staff"), visit()
    invite(moderator, "cohort-1", "ivy.withdrawn@example.org")
    link = link_in_letter(staff, "ivy.withdrawn@example.org")

    row = moderator.get_by_role("row").filter(has_text="ivy.withdrawn@example.org")
    row.get_by_role("button", name="Withdraw the invitation").click()
    expect(moderator.get_by_text("The invitation to ivy.withdrawn@example.org is withdrawn.")).to_be_visible()

    guard.expect_refusal(404, 410)
    invited.goto(link)
    expect(invited.get_by_label("Your name")).to_have_count(0)


def test_only_staff_of_a_demonstration_read_its_mail(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(403, 404)
    assert _status(visit("moderator"), "/demonstration/mail") in {403, 404}
    assert _status(visit("staff"), "/demonstration/mail") == 200


def _status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer
    return answer.status
