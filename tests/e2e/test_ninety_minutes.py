"""Six people hold a whole meeting of an hour and a half, and come to the next one (domain.md 2.2, 2.3, 2.6).

On the way its facilitator drops out, one slot is stopped, and one bid has to wait: it is there again the next time.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.later import Later, served_later
from tests.e2e.server import Site
from tests.e2e.six import (
    ADDRESSES,
    ASH,
    ELDER,
    FERN,
    HAZEL,
    SET,
    SORREL,
    Meeting,
    arrange,
    come,
    deferred,
    done,
    now,
    stands_at,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def later(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Later]:
    with served_later(built, tmp_path_factory.mktemp("later")) as later:
        yield later


@pytest.fixture(scope="module")
def site(later: Later) -> Site:
    return later.site


def test_six_people_meet_for_an_hour_and_a_half(visit: Visit, later: Later) -> None:
    at = {name: visit(address, afresh=True) for name, address in ADDRESSES.items()}
    meeting = Meeting(at, later)
    began = now(later) + timedelta(minutes=15)
    following = began + timedelta(days=35)
    address = arrange(at[ELDER], began)
    later.let_pass(6)
    meeting.open(address)
    meeting.lead(SORREL, "Go on to the actions")
    meeting.let_pass(12)
    meeting.lead(SORREL, "Go on to the bids")
    had_waited = meeting.agree_on_an_order()
    meeting.explain()
    meeting.go_on_without_the_facilitator()
    meeting.act()
    meeting.stop_a_slot()
    meeting.close(following)
    assert timedelta(minutes=100) > now(later) - began > timedelta(minutes=90)

    later.let_pass((following - now(later)).total_seconds() / 60 - 8)
    here = {name: visit(ADDRESSES[name], afresh=True) for name in (ASH, FERN, HAZEL, ELDER)}
    again = Meeting(here, later)
    here[ASH].goto(f"{SET}/meetings")
    here[ASH].locator("main").get_by_role("link", name=following.strftime("%H:%M")).first.click()
    address = here[ASH].url
    for page in here.values():
        come(page, address)
    again.lead(ASH, "Begin with the check-in", "Go on to the actions")
    expect(here[HAZEL].get_by_text("Invite all eleven to one table")).to_be_visible()
    told = here[ASH].get_by_role("button", name=re.compile(r"^Done\W+Invite all eleven"))
    done(here[ASH], told.click)
    again.lead(ASH, "Go on to the bids")
    stands_at(page, "Bids and agenda")
    assert deferred(page, "Two roles in one week") == had_waited + 1
    expect(page.get_by_text("Saying no to somebody senior")).to_have_count(0)
