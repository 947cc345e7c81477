"""Booking inside the days that the programme has for meetings of sets, or outside all the same (domain.md A30)."""

from datetime import date, timedelta

import pytest

from cop import clock, db
from cop.errors import Invalid
from cop.meetings import commands, queries
from cop.meetings.commands import Asked
from cop.meetings.queries.dates import proposed
from cop.models import BookingWindow, MeetingDate, MeetingMode
from cop.models.meetings_states import MeetingState
from tests import people
from tests.conftest import NOON

DAY2, DAY3 = NOON + timedelta(days=10), NOON + timedelta(days=40)


@pytest.fixture(autouse=True)
def windows(circle):
    """Meeting 1 on day 2, meeting 2 between days 2 and 3: neither of them belongs to it."""

    @db.command
    def put() -> None:
        for number, mode, first, last in (
            (1, MeetingMode.FACILITATED, DAY2, DAY2),
            (2, MeetingMode.SELF_ARRANGED, DAY2 + timedelta(days=1), DAY3 - timedelta(days=1)),
        ):
            about = {"mode": mode, "first_on": first.date(), "last_on": last.date()}
            db.session.add(BookingWindow(space_id=circle.world.cohort.id, number=number, **about))

    put()


@pytest.mark.parametrize("day", [DAY2, DAY2 + timedelta(days=1), DAY3 - timedelta(days=1)])
def test_a30_a_date_inside_a_window_is_booked(circle, day):
    circle.convene(starts_at=day)
    assert circle.state is MeetingState.SCHEDULED


@pytest.mark.parametrize("day", [DAY2 - timedelta(days=1), DAY3, DAY3 + timedelta(days=30)])
def test_a30_a_date_outside_the_window_warns_and_can_be_meant(circle, day):
    with pytest.raises(Invalid) as refused:
        circle.convene(starts_at=day)
    assert refused.value.field == "outside"
    assert "meeting 2 13 March 2026 to 10 April 2026" in refused.value.message
    circle.convene(starts_at=day, is_meant=True)
    assert circle.state is MeetingState.SCHEDULED


def test_a30_a_meeting_that_is_moved_is_asked_the_same(circle):
    circle.convene(starts_at=DAY2)
    draft = commands.Draft(starts_at=DAY3, host_id=circle.ann.id)
    with pytest.raises(Invalid):
        commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    draft = commands.Draft(starts_at=DAY3, host_id=circle.ann.id, is_meant=True)
    commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    again = commands.Draft(starts_at=DAY3, host_id=circle.ann.id, quorum=3)
    commands.set_up(**circle.of(circle.ann), draft=again, version=circle.now.version)
    assert circle.now.starts_at == DAY3, "the date that it has is asked about no more"


def test_a30_late_in_the_evening_belongs_to_the_day_in_the_united_kingdom(circle):
    summer = date(2026, 4, 10)
    circle.convene(starts_at=clock.midnight(summer) + timedelta(hours=23, minutes=30))
    with pytest.raises(Invalid):
        circle.convene(starts_at=clock.midnight(summer) + timedelta(hours=24))


def test_a30_dates_are_proposed_anywhere_and_one_outside_is_confirmed_by_who_means_it(circle):
    meeting = commands.ask_for_dates(
        actor_id=circle.bob.id,
        slug=circle.space.slug,
        asked=Asked((DAY2, DAY3), host_id=circle.ann.id),
        key=people.key(),
    )
    circle.meeting_id = meeting.id
    found = proposed(circle.now, queries.people_of(circle.space))
    assert [[each.number for each in one.missed] for one in found] == [[], [1, 2]]
    outside = MeetingDate.of(meeting)[1].id
    with pytest.raises(Invalid):
        commands.confirm_date(**circle.of(circle.ann), date_id=outside)
    commands.confirm_date(**circle.of(circle.ann), date_id=outside, is_meant=True)
    assert circle.now.starts_at == DAY3


def test_a30_once_all_windows_are_over_a_set_books_as_it_likes(circle):
    with clock.at(DAY3 + timedelta(days=1)):
        circle.convene(starts_at=DAY3 + timedelta(days=50))
    assert circle.state is MeetingState.SCHEDULED


def test_a30_other_cohorts_have_their_own_days(circle):
    assert BookingWindow.of_set(circle.world.other) == []
