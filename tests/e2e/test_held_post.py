"""A newcomer's post waits for a moderator; released, it reaches open pages by itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.verbs import (
    has_stayed,
    leave,
    open_live,
    open_topic,
    post,
    post_reply,
    queue_item,
    stay,
    topic_row,
)

pytestmark = pytest.mark.e2e

WAITS = "Waiting for a moderator"


def test_a_newcomers_topic_is_held_and_arrives_once_it_is_released(visit: Visit) -> None:
    title = "Research clinics in an eye unit"
    alum, moderator, newcomer = visit("alum"), visit("moderator"), visit("newcomer")
    open_live(alum, "/spaces/cohort-1")
    open_live(moderator, "/moderation")
    stay(alum)

    open_topic(newcomer, "cohort-1", title)
    expect(newcomer.locator("#posts article").get_by_text(WAITS)).to_be_visible()
    expect(
        queue_item(moderator, title)
    ).to_be_visible()  # it came by itself, so it had time to reach alum too
    expect(topic_row(alum, title)).to_have_count(0)

    queue_item(moderator, title).get_by_role("button", name="Release", exact=True).click()

    expect(topic_row(alum, title)).to_be_visible()
    assert has_stayed(alum)
    expect(newcomer.locator("#posts article").get_by_text(WAITS)).to_have_count(0)


def test_a_newcomers_reply_is_held_and_arrives_once_it_is_released(
    visit: Visit, newcomer: Callable[..., Page]
) -> None:
    text = "We tried a shared coordinator for two wards."
    alum, moderator, new = visit("alum"), visit("moderator"), newcomer("cohort-1:member")
    open_topic(alum, "cohort-1", "Sharing a coordinator")
    topic = alum.url
    open_live(alum, topic)
    stay(alum)
    open_live(new, topic)

    post_reply(new, text)
    expect(post(new, text).get_by_text(WAITS)).to_be_visible()
    open_live(moderator, "/moderation")
    expect(queue_item(moderator, text)).to_be_visible()
    expect(post(alum, text)).to_have_count(0)

    queue_item(moderator, text).get_by_role("button", name="Release", exact=True).click()

    expect(post(alum, text)).to_be_visible()
    assert has_stayed(alum)
    expect(post(new, text).get_by_text(WAITS)).to_have_count(0)


def test_what_was_decided_leaves_the_queue_and_can_be_undone(
    visit: Visit, newcomer: Callable[..., Page]
) -> None:
    title = "A topic released by mistake"
    alum, moderator, new = visit("alum"), visit("moderator"), newcomer("cohort-1:member")
    open_topic(new, "cohort-1", title)
    open_live(alum, "/spaces/cohort-1")
    open_live(moderator, "/moderation")
    waiting = moderator.locator("#queue li[data-review]").count()

    queue_item(moderator, title).get_by_role("button", name="Release", exact=True).click()

    expect(moderator.locator("#queue li[data-review]")).to_have_count(waiting - 1)
    undo = moderator.locator(".cop-undo", has_text=title)
    expect(undo).to_contain_text("Released by you")
    expect(topic_row(alum, title)).to_be_visible()

    undo.get_by_role("button", name="Undo").click()

    expect(moderator.get_by_text("Undone: hidden.")).to_be_visible()
    expect(topic_row(alum, title)).to_have_count(0)


def test_a_declined_post_gives_its_author_the_reason_and_nobody_else_anything(
    visit: Visit, newcomer: Callable[..., Page]
) -> None:
    title, reason = "A topic that names a patient", "It names a patient. Please write it without."
    alum, moderator, new = visit("alum"), visit("moderator"), newcomer("cohort-1:member")
    open_topic(new, "cohort-1", title)
    open_live(new, new.url)
    open_live(moderator, "/moderation")
    item = queue_item(moderator, title)

    item.get_by_role("link", name="Decline…").click()
    item.get_by_label("What its author reads besides").fill(reason)
    item.get_by_role("button", name="Decline").click()

    expect(new.get_by_text(reason)).to_be_visible()
    alum.goto("/spaces/cohort-1")
    expect(topic_row(alum, title)).to_have_count(0)


@pytest.fixture
def second_moderator(newcomer: Callable[..., Page]) -> Iterator[Page]:
    """Of cohort 1 for as long as the test lasts: other tests count on it that appeals there go to stewards."""
    page = newcomer("cohort-1:moderator")
    yield page
    leave(page, "cohort-1")


def test_of_two_moderators_one_decides_and_the_other_is_told_who(
    visit: Visit, newcomer: Callable[..., Page], second_moderator: Page
) -> None:
    title = "Two of us looked at this"
    moderator, other, new = visit("moderator"), second_moderator, newcomer("cohort-1:member")
    open_topic(new, "cohort-1", title)
    open_live(moderator, "/moderation")
    open_live(other, "/moderation")
    expect(queue_item(other, title)).to_be_visible()

    queue_item(moderator, title).get_by_role("button", name="Release", exact=True).click()

    expect(queue_item(other, title)).to_have_count(0)
    expect(other.locator("#queue").get_by_text("Released by Sorrel Gillthwaite")).to_be_visible()
