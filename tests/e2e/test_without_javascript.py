"""Everything but the live log of a room works in a browser that runs no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import open_topic, post, post_reply, queue_item, say, topic_row

pytestmark = pytest.mark.e2e


def plain(visit: Visit, account: str) -> Page:
    return visit(account, java_script_enabled=False)


def test_signing_in(visit: Visit) -> None:
    page = visit("alum", afresh=True, java_script_enabled=False)

    expect(page.get_by_role("link", name="Cohort 1 (Preston)").first).to_be_visible()


def test_posting_and_releasing(visit: Visit, newcomer: Callable[..., Page]) -> None:
    title = "Posted from a locked-down laptop"
    new = newcomer("cohort-1:member", java_script_enabled=False)
    alum, moderator = plain(visit, "alum"), plain(visit, "moderator")

    open_topic(new, "cohort-1", title)
    expect(new.locator("#posts article").get_by_text("Waiting for a moderator")).to_be_visible()
    expect(new.get_by_text("A moderator reads this first.")).to_be_visible()
    alum.goto("/spaces/cohort-1")
    expect(topic_row(alum, title)).to_have_count(0)

    moderator.goto("/moderation")
    queue_item(moderator, title).get_by_role("button", name="Release", exact=True).click()

    undo = moderator.locator(".cop-undo", has_text=title)
    expect(undo).to_contain_text("Released by you")
    expect(undo.get_by_role("button", name="Undo")).to_be_visible()
    expect(queue_item(moderator, title)).to_have_count(0)
    alum.goto("/spaces/cohort-1")
    topic_row(alum, title).get_by_role("link", name=title).first.click()
    post_reply(alum, "Welcome. Here is how we did it.")
    expect(post(alum, "Welcome. Here is how we did it.")).to_be_visible()


def test_editing_and_removing(visit: Visit) -> None:
    alum = plain(visit, "alum")
    open_topic(alum, "cohort-1", "Changed without a script")
    post_reply(alum, "A first thoguht.")

    post(alum, "A first thoguht.").get_by_role("link", name="Edit").click()
    alum.get_by_label("Your post").fill("A first thought.")
    alum.get_by_role("button", name="Save").click()
    expect(post(alum, "A first thought.").get_by_text("edited", exact=True)).to_be_visible()
    post(alum, "A first thought.").get_by_role("link", name="Remove").click()
    alum.get_by_role("button", name="Remove post").click()

    expect(post(alum, "A first thought.")).to_have_count(0)


def test_declining(visit: Visit, newcomer: Callable[..., Page]) -> None:
    title = "Declined without a script"
    new = newcomer("cohort-1:member", java_script_enabled=False)
    moderator = plain(visit, "moderator")
    open_topic(new, "cohort-1", title)

    moderator.goto("/moderation")
    queue_item(moderator, title).get_by_role("link", name="Decline…").click()
    form = moderator.get_by_role("region", name="Decline")
    form.get_by_label("What its author reads besides").fill(
        "This is already being talked about in another topic."
    )
    form.get_by_role("button", name="Decline").click()

    expect(queue_item(moderator, title)).to_have_count(0)
    new.reload()
    expect(new.get_by_text("This is already being talked about in another topic.")).to_be_visible()


def test_talking_in_a_room_with_a_form_and_a_link(visit: Visit) -> None:
    alum, facilitator = plain(visit, "alum"), plain(visit, "facilitator")
    for page in (alum, facilitator):
        page.goto("/spaces/cohort-1-set-a/chat")

    say(alum, "Sent with a form.")
    expect(alum.locator("#lines article", has_text="Sent with a form.")).to_be_visible()
    facilitator.get_by_role("link", name="Look for new messages").click()

    expect(facilitator.locator("#lines article", has_text="Sent with a form.")).to_be_visible()


def test_a_report_takes_three_steps(visit: Visit) -> None:
    moderator, facilitator = visit("moderator"), plain(visit, "facilitator")
    open_topic(visit("alum"), "cohort-1", "Something to report", "Buy my course.")
    facilitator.goto("/spaces/cohort-1")
    facilitator.get_by_role("link", name="Something to report", exact=True).click()

    post(facilitator, "Buy my course.").get_by_role("link", name="Report").click()  # one
    facilitator.get_by_label("Something else").check()  # two
    facilitator.get_by_role("button", name="Send report").click()  # three

    moderator.goto("/moderation")
    expect(queue_item(moderator, "Buy my course.")).to_contain_text("1 person reported this")


def test_what_needs_a_script_does_not_show(visit: Visit) -> None:
    alum = plain(visit, "alum")

    alum.goto("/spaces/cohort-1/topics/new")
    expect(alum.get_by_role("toolbar", name="Formatting")).to_be_hidden()
    alum.goto("/spaces/cohort-1-set-a/chat")
    expect(alum.get_by_text("Enter sends")).to_be_hidden()
