"""The calendar: what each source gives, in one order, and what it says of sets and pairs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cop import db
from cop.meetings import commands as meetings
from cop.models import SpaceKind, calendar
from cop.models.calendar import SOURCES, Entry, entries
from cop.models.meetings_choices import Called
from cop.models.meetings_timings import Channel, Template
from cop.programme import commands
from tests.conftest import NOON
from tests.gatherings.rows import put_gathering
from tests.meetings.circle import Circle, gather
from tests.meetings.rows import put_meeting
from tests.people import World
from tests.workshops import plan, put_task, put_workshop

TODAY = NOON.date()
SECRET = "What nobody outside may read"


@pytest.fixture
def circle(world: World) -> Circle:
    return gather(world)


def test_a25_it_gives_workshops_in_their_order_from_a_day_on(world: World):
    days = [TODAY + timedelta(days=each) for each in (9, -3, 2)]
    for number, day in enumerate(days, start=1):
        plan(world.ann, world.cohort, day, number=number)
    plan(world.staff, world.other, TODAY)
    assert [each.day for each in entries([world.cohort], since=TODAY)] == [days[2], days[0]]
    assert [each.day for each in entries([world.cohort], since=days[1])] == [days[1], days[2], days[0]]
    assert {each.space_id for each in entries([world.other], since=TODAY)} == {world.other.id}
    assert entries([], since=TODAY) == []


def test_times_are_those_of_the_united_kingdom(world: World):
    """In summer an hour before those of UTC; without a time it is of the whole day."""
    for day, begins in (
        (date(2026, 7, 1), time(9, 30)),
        (date(2026, 12, 1), time(9, 30)),
        (date(2026, 12, 2), None),
    ):
        plan(world.ann, world.cohort, day, begins=begins)
    given = [each.begins and each.begins.astimezone(UTC) for each in entries([world.cohort], since=TODAY)]
    expected = [datetime(2026, 7, 1, 8, 30, tzinfo=UTC), datetime(2026, 12, 1, 9, 30, tzinfo=UTC), None]
    assert given == expected


def test_what_is_cancelled_stays_and_says_so(world: World):
    made = plan(world.ann, world.cohort, TODAY + timedelta(days=1))
    commands.cancel_workshop(actor_id=world.ann.id, workshop_id=made.id)
    (entry,) = entries([world.cohort], since=TODAY)
    assert (entry.is_cancelled, entry.sequence) == (True, 1)


@db.command
def put_in_all(world: World) -> None:
    put_workshop(world.other)
    put_task(world.other)
    put_meeting(world.set_a, world.ann)
    put_gathering(world.other, world.ann)


def test_a_set_sees_when_it_meets_and_that_it_does_not_after_all(circle: Circle):
    booked = circle.convene()
    (entry,) = entries([circle.space], since=TODAY)
    assert (entry.what, entry.begins, entry.path) == (
        "Set meeting",
        booked.starts_at,
        f"/meetings/{booked.id}",
    )
    assert not entry.is_cancelled
    meetings.cancel(**circle.of(circle.ann), why=Called.TOO_FEW, version=booked.version)
    db.session.rollback()
    (again,) = entries([circle.space], since=TODAY)
    assert (again.uid, again.is_cancelled) == (entry.uid, True)
    assert again.sequence > entry.sequence


def test_a_meeting_takes_the_time_that_is_planned_for_it(circle: Circle):
    """75 minutes of T90: a slot of 40, and what stands around it. One over days takes no time of a day."""
    begins = circle.convene(starts_at=NOON + timedelta(days=3)).starts_at
    over_days = {"template": Template.TASY, "channel": Channel.ASYNC}
    circle.convene(starts_at=NOON + timedelta(days=9), **over_days)
    timed, untimed = entries([circle.space], since=TODAY)
    assert (timed.begins, timed.ends) == (begins, begins + timedelta(minutes=75))
    assert untimed.ends is None


def test_a_meeting_that_is_only_proposed_is_in_no_calendar(circle: Circle):
    circle.convene(is_proposal=True)
    assert entries([circle.space], since=TODAY) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.__name__)
def test_no_source_gives_what_is_in_other_spaces(world: World, source: calendar.Source):
    put_in_all(world)
    assert list(source([world.other.id, world.set_a.id], TODAY)), "control"
    assert all(each.space_id == world.cohort.id for each in source([world.cohort.id], TODAY))


def _of_everything(space_ids, since):
    for number, space_id in enumerate(space_ids):
        yield Entry(
            uid=f"secret-{number}", space_id=space_id, day=TODAY, what=SECRET, where=SECRET, path="/secret",
            changed_at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("kind", list(SpaceKind))
def test_of_a_set_and_a_pair_it_says_that_something_is_held_and_no_more(
    world: World, kind: SpaceKind, monkeypatch: pytest.MonkeyPatch
):
    """Whatever a source says of it, and of a conversation there is no date at all."""
    monkeypatch.setattr(calendar, "SOURCES", (_of_everything,))
    world.cohort.kind = kind
    found = entries([world.cohort], since=TODAY)
    said = [(each.what, each.where, each.is_sealed) for each in found]
    expected = {
        SpaceKind.SET: [("Set meeting", "", True)],
        SpaceKind.PAIR: [("Meeting", "", True)],
        SpaceKind.DIRECT: [],
    }
    assert said == expected.get(kind, [(SECRET, SECRET, False)])
