"""Somebody asks to join a group, is let in, and is asked to take it over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cop import clock
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.verbs import queue_item

pytestmark = pytest.mark.e2e

NAME = "Bramble Asker"


def test_from_asking_for_a_group_to_looking_after_it(visit: Visit, newcomer: Callable[..., Page]) -> None:
    page, moderator = newcomer("cohort-1:member", name=NAME), visit("moderator")
    page.goto("/spaces")
    page.get_by_role("link", name="Groups that you can ask to join").click()
    page.get_by_role("link", name="Ask to join Food and feeding trials").click()
    page.get_by_label("Why you would like to join").fill("We are testing a breakfast trolley.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Asked. Its moderators decide")).to_be_visible()

    moderator.goto("/moderation")
    item = queue_item(moderator, "We are testing a breakfast trolley.")
    item.get_by_role("button", name="Let them in").click()
    expect(moderator.get_by_text("Let in by you: Request to join Food and feeding trials")).to_be_visible()
    _hand_on(moderator)

    page.goto("/me/roles")
    expect(page.get_by_text("asks you to take over: Moderator of Food and feeding trials")).to_be_visible()
    assert axe.findings(page, axe.BY_TAGS) == []
    page.get_by_role("button", name="Yes, I take it over").click()
    expect(page.get_by_text("Thank you. You have the role from now on")).to_be_visible()
    expect(page.get_by_role("link", name="Moderation")).to_be_visible()


def _hand_on(page: Page) -> None:
    page.goto("/me/roles")
    page.get_by_role("link", name="Name a successor as Moderator of Food and feeding trials").click()
    page.get_by_label("Name", exact=True).fill("Bramble")
    page.get_by_role("button", name="Find").click()
    page.get_by_label(NAME).check()
    page.get_by_label("Last day of who holds it now").fill((clock.today() + timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("They are asked by e-mail.")).to_be_visible()
