"""A set is opened for a day: on a report from a member, asked by staff, approved by a steward, told to the member."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.guard import Guard

pytestmark = pytest.mark.e2e

SLUG = "cohort-2-set-a"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}
TICK = "I have read what was promised to the set"


def test_from_a_report_to_the_end_of_an_inspection(visit: Visit, guard: Guard) -> None:
    guard.expect_refusal(404, 422)
    staff, steward, member = (
        visit(name, reduced_motion="reduce") for name in ("staff", "steward", "outsider")
    )
    assert staff.goto(f"/spaces/{SLUG}").status == 404
    found = _ask(staff, _report(member))
    address = staff.url

    steward.goto("/moderation")
    steward.get_by_role("link", name=re.compile("^Inspections")).click()
    found += _findings(steward)
    steward.goto(address)
    found += _findings(steward)
    steward.get_by_label(re.compile(TICK)).check()
    steward.get_by_role("button", name="read the set").click()
    expect(steward.get_by_text("Approved. They can read the set from now on")).to_be_visible()

    _read(staff, address)
    found += _told(member)
    steward.goto(address)
    found += _findings(steward)
    steward.get_by_role("button", name="End it now").click()
    expect(steward.get_by_text("It is over.")).to_be_visible()
    assert staff.goto(f"/spaces/{SLUG}").status == 404
    member.goto(f"/spaces/{SLUG}")
    expect(member.get_by_text("who is not a member, can read this set")).to_have_count(0)
    assert not found, "\n".join(found)


def _report(member: Page) -> str:
    """Report a line of the set; the reference that one is given."""
    member.goto(f"/spaces/{SLUG}/chat")
    member.goto(str(member.locator("a[href$='/report']").first.get_attribute("href")))
    member.get_by_label("Something else").check()
    member.get_by_label("Reason").or_(member.locator("textarea")).first.fill(
        "I would like somebody else to look."
    )
    member.get_by_role("button", name="Send report").click()
    said = member.get_by_text("Your reference is R-").inner_text()
    return re.search(r"R-\d+", said)[0]  # type: ignore[index]


def _ask(staff: Page, reference: str) -> list[str]:
    staff.goto("/inspections/new")
    staff.get_by_role("button", name="Ask for approval").click()
    found = _findings(staff)
    staff.get_by_label("Set", exact=True).select_option(label=_name_of_set(staff))
    staff.get_by_label("A report from a member of the set").check()
    staff.get_by_label("Reference of the report").fill(reference)
    staff.get_by_label("Why you must read the set yourself").fill(
        "A member is frightened, and asks for help."
    )
    staff.get_by_label(TICK).check()
    staff.get_by_role("button", name="Ask for approval").click()
    expect(staff.get_by_text("Nothing is open yet.")).to_be_visible()
    return found + _findings(staff)


def _name_of_set(staff: Page) -> str:
    options = staff.get_by_label("Set", exact=True).locator("option").all_inner_texts()
    return next(each for each in options if "2" in each and "A" in each)


def _read(staff: Page, address: str) -> None:
    staff.goto(address)
    staff.get_by_role("link", name=re.compile("^Open ")).click()
    expect(staff.get_by_text("and change nothing in it. Its members know.")).to_be_visible()
    staff.goto(f"/spaces/{SLUG}/chat")
    expect(staff.get_by_role("button", name="Send")).to_have_count(0)


def _told(member: Page) -> list[str]:
    member.goto("/notifications")
    found = _findings(member)
    member.get_by_role("link", name="was let in to read your set for a day").first.click()
    expect(member).to_have_url(re.compile(f"/spaces/{SLUG}/about#inspections"))
    expect(member.get_by_text("on the basis of a report from a member of the set").first).to_be_visible()
    found += _findings(member)
    member.goto(f"/spaces/{SLUG}/members")
    expect(member.get_by_text("Reads until")).to_be_visible()
    return found + _findings(member)


def _findings(page: Page) -> list[str]:
    """Whole at both widths."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        found += [f"{page.url} at {size['width']}: {each}" for each in axe.findings(page, axe.BY_TAGS)]
    page.set_viewport_size(WIDE)
    return found
