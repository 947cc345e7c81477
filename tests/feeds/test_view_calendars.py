"""Calendars that other programs fetch: parsed back, as their person reads at that moment, with changes (RFC 5545)."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from cop import clock, db
from cop.accounts.commands import resets
from cop.feeds import commands
from cop.models import Person, calendar
from cop.programme import commands as programme
from cop.programme.commands import Plan
from tests import people
from tests.conftest import NOON, later
from tests.people import post, words
from tests.programme.test_models_calendar import SECRET, _of_everything
from tests.workshops import plan

TODAY = NOON.date()
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def mine(world, bob) -> str:
    """The token of Bob's own calendar."""
    return commands.make_calendar(actor_id=bob.id)


@pytest.fixture
def get(app):
    return lambda token, **headers: app.test_client().get(f"/feeds/{token}/calendar.ics", headers=headers)


def events(response) -> list:
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(response.data)
    assert (read["version"], read["method"]) == ("2.0", "PUBLISH")
    assert not read.errors
    return [*read.walk("VEVENT")]


def test_a_program_reads_what_is_held_when_and_where(world, mine, get):
    plan(
        world.ann,
        world.cohort,
        SOON,
        title="Culture; a, b",
        venue="Invented hall",
        begins=time(9, 30),
        ends=time(16),
    )
    plan(world.ann, world.cohort, date(2026, 7, 1), begins=time(9, 30))
    plan(world.ann, world.cohort, date(2026, 12, 24), number=4)
    first, summer, whole = events(get(mine))
    assert first["summary"] == "Day 1: Culture; a, b – Cohort 1"
    assert (first["location"], first["status"]) == ("Invented hall", "CONFIRMED")
    assert first["url"].startswith("http://localhost/workshops/")
    assert (first.start, first.end) == (
        datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 12, 16, 0, tzinfo=UTC),
    )
    assert summer.start == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert whole.start == date(2026, 12, 24)
    assert len({each["uid"] for each in (first, summer, whole)}) == 3


def test_a_change_keeps_the_uid_and_raises_the_sequence_and_a_cancellation_says_so(world, mine, get):
    made = plan(world.ann, world.cohort, SOON)
    (first,) = events(get(mine))
    with later(60):
        programme.edit_workshop(
            actor_id=world.ann.id,
            workshop_id=made.id,
            plan=Plan(1, "Culture", SOON + timedelta(days=7)),
            seen=0,
        )
        (moved,) = events(get(mine))
    with later(120):
        programme.cancel_workshop(actor_id=world.ann.id, workshop_id=made.id)
        (off,) = events(get(mine))
        programme.restore_workshop(actor_id=world.ann.id, workshop_id=made.id)
        (on,) = events(get(mine))
    assert {each["uid"] for each in (first, moved, off, on)} == {first["uid"]}
    assert [each["sequence"] for each in (first, moved, off, on)] == [0, 1, 2, 3]
    assert [each["status"] for each in (first, moved, off, on)] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip
    assert moved.start == SOON + timedelta(days=7)
    assert first["dtstamp"].dt < moved["dtstamp"].dt < off["dtstamp"].dt


def test_its_person_reads_in_it_what_they_read_at_that_moment(world, bob, mine, get):
    plan(world.ann, world.cohort, SOON)
    plan(world.staff, world.other, SOON, title="Elsewhere")
    assert [each["summary"] for each in events(get(mine))] == ["Day 1: Culture – Cohort 1"]
    of_cohort = commands.make_calendar(actor_id=bob.id, space_id=world.cohort.id)
    assert len(events(get(of_cohort))) == 1
    people.evict(bob, world.cohort)
    assert events(get(mine)) == []
    assert get(of_cohort).status_code == 404
    people.readmit(bob, world.cohort)
    assert len(events(get(mine))) == 1
    assert get(of_cohort).status_code == 404, "that of the space ended with the membership"


def test_of_a_set_it_says_set_meeting_and_the_time(world, bob, mine, get, monkeypatch):
    monkeypatch.setattr(calendar, "SOURCES", (_of_everything,))
    assert SECRET in get(mine).get_data(as_text=True), "control: of a cohort it says more"
    answer = get(commands.make_calendar(actor_id=bob.id, space_id=world.set_a.id))
    (event,) = events(answer)
    assert {*event} == {
        "UID", "SEQUENCE", "STATUS", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "TRANSP", "SUMMARY", "CLASS",
    }  # fmt: skip
    assert event["summary"] == "Set meeting"
    for word in (SECRET, "/secret", "Set A", "cohort-1-set-a"):
        assert word not in answer.get_data(as_text=True)


def test_what_has_long_been_is_in_it_no_more(world, mine, get):
    for days in (-399, -401):
        plan(world.ann, world.cohort, TODAY + timedelta(days=days))
    assert len(events(get(mine))) == 1


def test_an_address_is_made_shown_once_and_revoked(world, bob, client_for, get):
    client = client_for(bob)
    assert "Make the address" in words(client.get("/calendar/feed"))
    for path, name in (
        ("/calendar/feed", "My calendar"),
        ("/spaces/cohort-1/calendar/feed", "Calendar of Cohort 1"),
    ):
        page = words(post(client, path))
        token = re.search(r'value="http://localhost/feeds/([\w-]+)/calendar.ics"', page)[1]
        assert get(token).status_code == 200
        assert token not in words(client.get(path))
        listed = words(client.get("/me/feeds"))
        assert name in listed
        removal = re.findall(r'formaction="(/me/feeds/\d+/removal)"', listed)[0]
        assert post(client, removal).status_code == 303
        assert get(token).status_code == 404


def test_strangers_make_none(world, client_for, mallory):
    for method in ("get", "post"):
        client = client_for(mallory)
        path = "/spaces/cohort-1/calendar/feed"
        assert (client.get(path) if method == "get" else post(client, path)).status_code == 404


def test_a_feed_of_posts_is_no_calendar_and_a_calendar_no_feed_of_posts(world, bob, mine, fetch, get):
    posts = commands.make_space_feed(actor_id=bob.id, space_id=world.cohort.id)
    dates = commands.make_calendar(actor_id=bob.id, space_id=world.cohort.id)
    assert [fetch(each).status_code for each in (posts, dates, mine)] == [200, 404, 404]
    assert [get(each).status_code for each in (posts, dates, mine)] == [404, 200, 200]


def test_whoever_was_deactivated_or_has_a_new_password_has_none(world, bob, ann, mine, get):
    anns = commands.make_calendar(actor_id=ann.id)

    @db.command
    def end() -> None:
        db.lock(Person, bob.id).deactivated_at = clock.now()
        resets.renew(db.lock(Person, ann.id), "!")

    assert [get(each).status_code for each in (mine, anns)] == [200, 200], "control"
    end()
    assert [get(each).status_code for each in (mine, anns)] == [404, 404]


def test_what_has_not_changed_is_not_sent_again_and_too_often_is_refused(world, mine, get):
    plan(world.ann, world.cohort, SOON)
    mark = get(mine).headers["ETag"]
    assert get(mine, **{"If-None-Match": mark}).status_code == 304
    for _ in range(18):
        get(mine)
    assert get(mine).status_code == 429
