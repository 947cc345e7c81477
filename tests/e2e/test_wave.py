"""Forty organisations come in by one file, with mistakes in it, which is sent twice."""

import pytest
from playwright.sync_api import Page, expect

from cop.demonstration.story import rows
from tests.e2e import axe
from tests.e2e.conftest import Visit
from tests.e2e.verbs import link_in_letter

pytestmark = pytest.mark.e2e

HEAD = "Name,E-mail,Organisation,Role,Cohort,Set,Pair,Sponsor"
ORGANISATIONS = 40
LAST = "Wave Director 39"


def _file() -> bytes:
    codes = [row["code"] for row in rows("organisations") if not row["successor"]][:ORGANISATIONS]
    lines = [
        f"Wave {role.capitalize()} {number},{role}.{number}@wave.example,{code},R&D {role},Cohort 3 (Preston),,1,"
        for number, code in enumerate(codes)
        for role in ("director", "manager")
    ]
    wrong = ["No Address,not an address,,,cohort-3,,,", "No Cohort,no.cohort@wave.example,,,cohort-99,,,"]
    return "\n".join([HEAD, *lines, *wrong, lines[0]]).encode()


def test_a_wave_of_forty_organisations_comes_in_once(visit: Visit) -> None:
    page = visit("staff")
    page.goto("/spaces")
    page.get_by_role("link", name="Bring people in by a list").click()
    _upload(page)
    expect(page.get_by_text("80 people will get an invitation")).to_be_visible()
    expect(page.get_by_text("3 lines have a problem")).to_be_visible()
    for said in ("Enter an e-mail address", "There is no cohort “cohort-99”", "Line 2 has the same address"):
        expect(page.get_by_text(said)).to_be_visible()
    assert axe.findings(page, axe.BY_TAGS) == []

    page.get_by_role("button", name="Invite 80 people").click()
    expect(page.get_by_text("80 people were invited. 0 people have come so far.")).to_be_visible(
        timeout=60_000
    )

    page.goto("/waves")
    _upload(page)
    expect(page.get_by_text("There is nobody to invite")).to_be_visible()
    expect(page.get_by_role("link", name="Nothing to do 80")).to_be_visible()

    newcomer = visit()
    newcomer.goto(link_in_letter(page, "director.39@wave.example", about="You are invited"))
    expect(newcomer.get_by_label("Your name")).to_have_value(LAST)
    expect(newcomer.get_by_label("R&D director")).to_be_checked()
    expect(newcomer.get_by_text("pair 1")).to_be_visible()


def _upload(page: Page) -> None:
    file = {"name": "forty.csv", "mimeType": "text/csv", "buffer": _file()}
    page.get_by_label("Your list").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="forty.csv")).to_be_visible()
