"""axe finds nothing on any page: wide and narrow, light and dark; and nothing is wider than a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard

pytestmark = pytest.mark.e2e

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}

OUT = ["/sign-in", "/forgotten-password", "/help", "/accessibility", "/privacy", "/rules", "/no-such-page"]
MEMBER = [
    "/",
    "/spaces",
    "/spaces/cohort-1",
    "/spaces/cohort-1/topics/new",
    "a topic",
    "/spaces/cohort-1/chat",
    "/spaces/cohort-1-set-a/chat",
    "/spaces/cohort-1/members",
    "/spaces/cohort-1/about",
    "/spaces/cohort-1/leaving",
    "/directory",
    "a person",
    "/me",
    "/me/account",
    "/me/password",
    "a report",
    "/help",
    "/accessibility",
    "/privacy",
    "/rules",
    "/no-such-page",
]
MODERATOR = [
    "/",
    "/moderation",
    "/moderation/decisions",
    "a review",
    "a topic",
    "a hiding",
    "/spaces/cohort-1/chat",
    "/spaces/cohort-1/members",
    "/spaces/cohort-1/members/new?name=a",
    "/spaces/cohort-1/invitations/new",
    "a member",
    "a removal",
    "/spaces/cohort-1/settings",
]
STAFF = ["/", "/spaces", "/spaces/new", "/spaces/new?kind=group", "/demonstration/mail", "/spaces/cohort-2"]
NEWCOMER = ["/", "/spaces/cohort-2"]
SPONSOR = ["/", "/spaces", "/me"]

# What has no address that a list could hold, found by the links that lead there.
WAYS: dict[str, tuple[str, ...]] = {
    "a topic": ("/spaces/cohort-1", "#topics a"),
    "a person": ("/directory", "main a[href*='/people/']"),
    "a report": ("/spaces/cohort-1", "#topics a", "a[href$='/report']:visible"),
    "a hiding": ("/spaces/cohort-1", "#topics a", "a[href$='/hide']:visible"),
    "a review": ("/moderation", "a[href*='/moderation/reviews/']"),
    "a member": ("/spaces/cohort-1/members", "main a[href*='/spaces/cohort-1/members/']:has-text('Manage')"),
    "a removal": (
        "/spaces/cohort-1/members",
        "main a[href*='/spaces/cohort-1/members/']:has-text('Manage')",
        "main a[href$='/removal']",
    ),
}


@pytest.mark.parametrize(
    ("account", "places"),
    [
        (None, OUT),
        ("alum", MEMBER),
        ("moderator", MODERATOR),
        ("staff", STAFF),
        ("outsider", NEWCOMER),
        ("sponsor", SPONSOR),
    ],
    ids=["nobody", "alum", "moderator", "staff", "outsider", "sponsor"],
)
def test_axe_finds_nothing(visit: Visit, guard: Guard, account: str | None, places: list[str]) -> None:
    guard.expect_refusal(404)
    page = visit(account, reduced_motion="reduce")

    found = [finding for place in places for finding in _findings_at(page, place)]

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_form_that_was_refused(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(422)
    page, found = visit("moderator", reduced_motion="reduce"), []
    for path, button in (
        ("/spaces/cohort-1/topics/new", "Post topic"),
        ("/spaces/cohort-1/invitations/new", "Send the invitation"),
        ("/me/password", "Change my password"),
    ):
        page.set_viewport_size(WIDE)
        page.goto(path)
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()
        assert page.locator(".nhsuk-error-summary").count() == 1
        found += _findings(page, f"{path}, refused")

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_an_invitation(newcomer: Callable[..., Page], visit: Visit, site: object) -> None:
    page = visit(reduced_motion="reduce")
    page.goto(site.invitations["cohort-1:member"][0])

    found = _findings(page, "an invitation")

    assert not found, "\n".join(found)


def _findings_at(page: Page, place: str) -> list[str]:
    page.set_viewport_size(WIDE)
    path, *links = WAYS.get(place, (place,))
    page.goto(path)
    for link in links:
        href = page.locator(link).first.get_attribute("href")
        assert href
        page.goto(href)
    return _findings(page, f"{place} <{re.sub(r'^https?://[^/]+', '', page.url)}>")


def _findings(page: Page, place: str) -> list[str]:
    """On the page as it stands: whole at both widths, its colours in both schemes."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme, rules in (("light", axe.BY_TAGS), ("dark", axe.BY_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            at = f"{place} at {size['width']}, {scheme}"
            found += [f"{at}: {finding}" for finding in axe.findings(page, rules)]
        page.emulate_media(color_scheme="light")
    width = page.evaluate("() => document.documentElement.scrollWidth")
    return found + ([f"{place}: {width} wide on a phone of 320"] if width > NARROW["width"] else [])
