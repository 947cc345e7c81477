"""Finding a date, by pages that work without a script."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from cop import clock
from cop.feeds import commands as feeds
from cop.meetings import commands
from cop.models.meetings_choices import Called
from tests.conftest import NOON
from tests.people import post, signed_in, words

MEETINGS = "/spaces/cohort-1-set-a/meetings"
TYPED = {
    "dates": "2026-03-12T14:00",
    "second": "2026-03-13T14:00",
    "facilitator": "",
    "key": "0123456789abcdef",
}


@pytest.fixture
def client(app):
    return lambda person: signed_in(app, person)


@pytest.fixture
def poll(circle, client) -> str:
    """Bob has asked; the page of the dates."""
    answer = post(client(circle.bob), f"{MEETINGS}/dates", TYPED | {"host": circle.ann.id})
    assert answer.status_code == 303, words(answer)
    circle.meeting_id = int(re.search(r"/meetings/(\d+)/dates", answer.location).group(1))
    return answer.location


def dates_on(page) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="suits-(\d+)"', page.get_data(as_text=True))))


def test_from_proposing_to_a_date(circle, client, poll):
    ann, bob, carol = client(circle.ann), client(circle.bob), client(circle.carol)
    first, second = dates_on(ann.get(poll))
    assert "Confirm this date" in words(ann.get(poll))
    assert "Confirm this date" not in words(bob.get(poll)), "the host does"
    for who, said in ((ann, ("yes", "if_need_be")), (bob, ("no", "yes")), (carol, ("yes", "yes"))):
        given = {f"suits-{first}": said[0], f"suits-{second}": said[1]}
        assert post(who, f"{poll}/answers", given).status_code == 303
    page = words(ann.get(poll))
    assert page.index("Fri 13 Mar 2026, 14:00") < page.index("Suits most"), "the second suits most"
    asked = words(ann.get(f"{poll}/confirmation?date={first}"))
    assert "Can’t come Bob" in re.sub(r"<[^>]*>", " ", asked).replace("  ", " ") or "Bob" in asked
    assert "and you need 4" in asked
    booked = post(ann, f"{poll}/confirmation", {"date": second})
    assert booked.status_code == 303
    assert "Fri 13 Mar 2026, 14:00" in words(bob.get(MEETINGS))
    assert bob.get(poll).location == f"/meetings/{circle.meeting_id}", "there is nothing more to find"
    assert post(ann, f"{poll}/confirmation", {"date": second}).status_code == 409


def test_whoever_asks_while_dates_are_proposed_is_led_to_them(circle, client, poll):
    carol = client(circle.carol)
    assert carol.get(f"{MEETINGS}/dates").location == poll
    again = post(carol, f"{MEETINGS}/dates", TYPED | {"host": circle.ann.id, "key": "1123456789abcdef"})
    assert again.status_code == 409
    assert "Add yours to them" in words(again)
    assert "Dates are proposed" in words(carol.get(MEETINGS))
    assert poll in words(carol.get(f"/meetings/{circle.meeting_id}"))


def test_one_more_and_one_less(circle, client, poll):
    carol = client(circle.carol)
    wrong = post(carol, poll, {"starts_at": "2026-01-01T10:00"})
    assert wrong.status_code == 422
    assert "still to come" in words(wrong)
    assert "2026-01-01T10:00" in words(wrong), "what was typed is kept"
    assert post(carol, poll, {"starts_at": "2026-03-16T10:00"}).status_code == 303
    page = carol.get(poll)
    assert words(page).count("Withdraw it") == 1, "hers"
    assert post(carol, f"{poll}/removal", {"date": dates_on(page)[-1]}).status_code == 303
    assert "Mon 16 Mar" not in words(carol.get(poll))
    host = client(circle.ann)
    for each in dates_on(host.get(poll)):
        post(host, f"{poll}/removal", {"date": each})
    assert "No date is proposed any more" in words(host.get(poll))


def test_what_can_not_be_answered_comes_back(circle, client, poll):
    bob = client(circle.bob)
    first, _ = dates_on(bob.get(poll))
    assert post(bob, f"{poll}/answers", {}).status_code == 422
    assert post(bob, f"{poll}/answers", {f"suits-{first}": "perhaps"}).status_code == 422
    gone = post(bob, f"{poll}/answers", {f"suits-{first}": "no", "suits-999999": "yes"})
    assert gone.status_code == 409
    assert "have changed in the meantime" in words(gone)
    assert re.search(r'value="no"\s+checked', gone.get_data(as_text=True)), "what was chosen is kept"
    with clock.at(NOON + timedelta(days=20)):
        assert "All these dates have gone by" in words(client(circle.bob).get(poll))


def test_it_is_nothing_to_anybody_else(circle, client, poll):
    first, _ = dates_on(client(circle.bob).get(poll))
    for stranger in (circle.mallory, circle.world.staff):
        them = client(stranger)
        for path in (poll, f"{MEETINGS}/dates", f"{poll}/confirmation?date={first}"):
            assert them.get(path).status_code == 404
        for path, given in (
            (poll, {"starts_at": "2026-03-16T10:00"}),
            (f"{poll}/answers", {f"suits-{first}": "yes"}),
            (f"{poll}/removal", {"date": first}),
            (f"{poll}/confirmation", {"date": first}),
            (f"{MEETINGS}/dates", TYPED | {"host": circle.ann.id}),
        ):
            assert post(them, path, given).status_code == 404
    assert client(circle.dan).get(poll).status_code == 200, "control"


def test_a_calendar_program_sees_the_date_its_change_and_its_end(app, circle, client, poll):
    token = feeds.make_calendar(actor_id=circle.bob.id)

    def events():
        read = Calendar.from_ical(app.test_client().get(f"/feeds/{token}/calendar.ics").data)
        return [*read.walk("VEVENT")]

    assert events() == [], "it has no date yet"
    first, _ = dates_on(client(circle.ann).get(poll))
    commands.confirm_date(**circle.of(circle.ann), date_id=int(first))
    (booked,) = events()
    assert (str(booked["summary"]), str(booked["status"])) == ("Set meeting", "CONFIRMED")
    assert booked["dtstart"].dt == NOON.replace(month=3, day=12, hour=14)
    draft = commands.Draft(starts_at=NOON + timedelta(days=30), host_id=circle.ann.id)
    commands.set_up(**circle.of(circle.ann), draft=draft, version=circle.now.version)
    (moved,) = events()
    assert moved["uid"] == booked["uid"]
    assert moved["sequence"] > booked["sequence"]
    assert moved["dtstart"].dt == NOON + timedelta(days=30)
    commands.cancel(**circle.of(circle.ann), why=Called.TOO_FEW, version=circle.now.version)
    (ended,) = events()
    assert (ended["uid"], str(ended["status"])) == (booked["uid"], "CANCELLED")
    assert ended["sequence"] > moved["sequence"]


def test_a30_pages_say_when_the_programme_wants_a_set_to_meet_and_ask_whether_another_date_is_meant(
    circle, client, poll
):
    planner = client(circle.ann)
    path = "/spaces/cohort-1/windows"
    window = {
        "number": 1,
        "mode": "self_arranged",
        "first_on": "2026-03-13",
        "last_on": "2026-03-31",
        "set": "",
    }
    wrong = post(planner, path, window | {"last_on": "2026-03-01"})
    assert wrong.status_code == 422
    assert post(planner, path, window).status_code == 303
    assert "13 March 2026 to 31 March 2026" in words(planner.get(path))
    assert client(circle.bob).get(path).status_code == 403
    outside, _ = dates_on(planner.get(poll))
    assert "When your programme wants you to meet" in words(planner.get(poll))
    assert words(planner.get(poll)).count("Outside your programme") == 1
    assert "We mean this date all the same" in words(planner.get(f"{poll}/confirmation?date={outside}"))
    refused = post(planner, f"{poll}/confirmation", {"date": outside})
    assert refused.status_code == 422
    given = TYPED | {"starts_at": "2026-03-12T14:00", "template": "t90", "channel": "text", "quorum": 3}
    arranged = post(planner, f"{MEETINGS}/new", given | {"host": circle.ann.id})
    assert arranged.status_code == 422
    assert 'name="outside"' in words(arranged)
    assert post(planner, f"{poll}/confirmation", {"date": outside, "outside": "y"}).status_code == 303
    window_id = re.search(r'name="window"\s+value="(\d+)"', planner.get(path).get_data(as_text=True)).group(1)
    assert post(planner, f"{path}/removal", {"window": window_id}).status_code == 303
    assert "Nothing is said yet" in words(planner.get(path))
