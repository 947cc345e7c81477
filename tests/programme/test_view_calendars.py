"""The calendar on the page: of a space, and of all that somebody reads."""

from datetime import time, timedelta

import pytest

from cop.models import calendar
from cop.models.calendar import SOURCES
from tests import people
from tests.conftest import NOON
from tests.people import words
from tests.programme.test_models_calendar import SECRET, _of_everything
from tests.workshops import plan

TODAY = NOON.date()


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer).partition('id="main"')[2]


@pytest.fixture
def planned(world):
    for days, title in ((3, "Culture"), (40, "Networks"), (-40, "Beginnings")):
        plan(
            world.ann,
            world.cohort,
            TODAY + timedelta(days=days),
            title=title,
            begins=time(9, 30),
            ends=time(16),
        )
    plan(world.staff, world.other, TODAY + timedelta(days=4), title="Elsewhere")


def test_it_lists_what_is_to_come_by_month_and_what_has_been(world, planned, client_for):
    bob = client_for(world.bob)
    for path in ("/calendar", "/spaces/cohort-1/calendar"):
        page = shown(bob, path)
        assert [page.index(each) for each in ("March 2026", "Culture", "April 2026", "Networks")] == sorted(
            page.index(each) for each in ("March 2026", "Culture", "April 2026", "Networks")
        )
        assert "Thu 5 Mar, 09:30–16:00" in page
        assert "Beginnings" not in page
        past = shown(bob, f"{path}?show=past")
        assert "January 2026" in past
        assert "Culture" not in past
        assert bob.get(f"{path}?show=future").status_code == 400


def test_each_sees_what_they_read_and_nothing_else(world, planned, client_for):
    bob, mallory, staff = (client_for(each) for each in (world.bob, world.mallory, world.staff))
    assert ["Culture" in shown(each, "/calendar") for each in (bob, mallory, staff)] == [True, False, True]
    assert ["Elsewhere" in shown(each, "/calendar") for each in (bob, mallory, staff)] == [False, True, True]
    assert mallory.get("/spaces/cohort-1/calendar").status_code == 404
    people.evict(world.bob, world.cohort)
    assert "Culture" not in shown(bob, "/calendar")
    assert bob.get("/spaces/cohort-1/calendar").status_code == 404


def test_it_says_so_where_nothing_is_planned(world, client_for):
    for path in ("/calendar", "/spaces/network/calendar"):
        assert "Nothing is planned" in shown(client_for(world.bob), path)
        assert "Nothing has been held yet" in shown(client_for(world.bob), f"{path}?show=past")


def test_of_a_set_it_says_no_more_than_that_there_is_a_meeting(world, client_for, monkeypatch):
    monkeypatch.setattr(calendar, "SOURCES", (_of_everything,))
    bob = client_for(world.bob)
    page = shown(bob, "/spaces/cohort-1-set-a/calendar")
    assert "Set meeting" in page
    assert SECRET not in page
    assert SECRET in shown(bob, "/spaces/cohort-1/calendar"), "control"


def test_it_stands_in_the_bar_and_among_the_tabs(world, client_for):
    page = words(client_for(world.bob).get("/spaces/cohort-1"))
    assert page.count('href="/calendar"') == 1
    assert 'href="/spaces/cohort-1/calendar"' in page


def test_it_asks_as_many_queries_whatever_is_in_it(world, client_for, count_queries):
    bob = client_for(world.bob)
    shown(bob, "/calendar")
    with count_queries() as few:
        shown(bob, "/calendar")
    for number in range(1, 6):
        plan(world.ann, world.cohort, TODAY + timedelta(days=number), number=number)
    with count_queries() as many:
        shown(bob, "/calendar")
    assert len(many) == len(few) <= 3 + len(SOURCES)
