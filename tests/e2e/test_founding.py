"""A fresh installation: one person of the staff enters what it stands on, and the first people come."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, server, verbs
from tests.e2e.conftest import Visit
from tests.e2e.server import Site
from tests.e2e.verbs import ANOTHER_PASSWORD

pytestmark = pytest.mark.e2e

FOUNDER, FIRST = "burnet.founder@trust.example", "teasel.first@trust.example"
PHONE = {"width": 320, "height": 640}
TRUSTS = b"""Code,Name,Town,Region,Kind,Successor
X01,Teasel Vale Hospitals,Teasel,North West,acute,
X02,Marlfield Community Trust,Marlfield,Midlands,community,
,Nameless,,,,
X03,Old Teasel Infirmary,Teasel,North West,acute,X01
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with server.founded(tmp_path, FOUNDER) as site:
        yield site


@pytest.fixture
def sign_ins() -> dict[str, Any]:
    return {}


def test_a_fresh_place_is_founded_from_its_pages(visit: Visit, site: Site) -> None:
    page = visit(reduced_motion="reduce")
    _come_as_staff(page, site.invitations["staff"][0])
    _enter_organisations(page)
    _enter_programme(page)
    _make_network(page)
    _make_cohort(page)
    _invite(page)

    first = visit()
    verbs.join(first, _link_to(site, FIRST), name="Teasel First")
    expect(first.locator(".cop-rail__link")).to_have_count(2)
    again = visit()
    verbs.sign_in(again, FIRST, ANOTHER_PASSWORD)
    expect(again.locator(".cop-rail__name")).to_have_text(["Network", "Cohort 1"])


def _come_as_staff(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill("Burnet Founder")
    page.get_by_label("Other").check()
    page.get_by_label("Password", exact=True).fill(ANOTHER_PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Before people come")).to_be_visible()
    expect(page.get_by_text("To do", exact=True)).to_have_count(5)
    expect(page.get_by_text("Once there is a cohort.")).to_be_visible()
    assert _findings(page) == []


def _enter_organisations(page: Page) -> None:
    page.get_by_role("link", name="Enter the organisations").click()
    page.get_by_label("Your list").set_input_files(
        {"name": "trusts.csv", "mimeType": "text/csv", "buffer": TRUSTS}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("3 organisations will be entered and 0 changed.")).to_be_visible()
    expect(page.get_by_text("It has no code.")).to_be_visible()
    assert _findings(page) == []
    page.get_by_role("button", name="Enter the list").click()
    expect(page.get_by_text("3 organisations were entered and 0 changed.")).to_be_visible()
    page.get_by_role("link", name="Go to the organisations").click()
    expect(page.get_by_text("Taken in by Teasel Vale Hospitals")).to_be_visible()
    _is_done(page, 1)


def _enter_programme(page: Page) -> None:
    page.get_by_role("link", name="Enter the programme").click()
    page.get_by_label("Name", exact=True).fill("Leading Thistles")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("heading", name="Applications to Leading Thistles")).to_be_visible()
    expect(page.get_by_role("link", name="New cohort")).to_be_visible()
    _is_done(page, 2)


def _make_network(page: Page) -> None:
    page.get_by_role("link", name="Make the network").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Network")
    page.get_by_role("button", name="Make the space").click()
    expect(page.get_by_text("Network is ready")).to_be_visible()
    _is_done(page, 3)


def _make_cohort(page: Page) -> None:
    page.goto("/programmes")
    page.get_by_role("link", name="New cohort").click()
    expect(page.get_by_label("Programme").locator("option:checked")).to_have_text("Leading Thistles")
    page.get_by_label("Name", exact=True).fill("Cohort 1")
    page.get_by_role("button", name="Make the space").click()
    expect(page.get_by_text("Cohort 1 is ready")).to_be_visible()
    _is_done(page, 4)


def _invite(page: Page) -> None:
    page.get_by_role("link", name="Invite the first people").click()
    page.get_by_label("Their e-mail address").fill(FIRST)
    page.get_by_label("Moderator").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"An invitation is on its way to {FIRST}.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Home")).to_be_attached()
    expect(page.get_by_text("Before people come")).to_have_count(0)


def _is_done(page: Page, steps: int) -> None:
    page.goto("/")
    expect(page.get_by_text("Done", exact=True)).to_have_count(steps)


def _findings(page: Page) -> list[str]:
    """On a phone as well."""
    found = axe.findings(page, axe.BY_TAGS)
    wide = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += axe.findings(page, axe.BY_TAGS)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size(wide)  # type: ignore[arg-type]
    return found


def _link_to(site: Site, address: str) -> str:
    """The link of the letter to `address`, from the folder where an installation without a mail server keeps them."""
    for _ in range(verbs.LOOKS):
        for path in (site.folder / "var" / "mail").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if letter["To"] == address:
                found = re.search(r"/invitations/\S+", letter.get_content())
                assert found
                return found[0]
        time.sleep(0.1)  # the postman works in the background
    raise AssertionError(f"no letter to {address}")
