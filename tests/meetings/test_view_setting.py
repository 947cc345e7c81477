"""The page on which a meeting is set up anew before it begins, and what stands on the meeting's page of its time."""

import re
from datetime import timedelta

import pytest

from cop import clock
from cop.meetings import commands
from cop.models.meetings_choices import Office, Pause
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from tests.conftest import NOON
from tests.people import post, signed_in, words

S = MeetingState
LATER = "2026-04-01T14:00"


@pytest.fixture
def setting(app, circle):
    """`setting(person, **fields)`: what comes of the form; without fields, the page."""

    def send(person, expect: int = 200, **fields: object) -> str:
        client, path = signed_in(app, person), f"/meetings/{circle.meeting_id}/setting"
        answer = client.get(path)
        if fields and answer.status_code == 200:
            answer = post(client, path, _filled(words(answer)) | fields, follow_redirects=True)
        assert answer.status_code == expect, words(answer)
        return words(answer)

    return send


def _filled(page: str) -> dict[str, object]:
    """What the form of the page would send."""
    inputs = re.findall(r"<input[^>]*>", page.partition("<main")[2])
    named = {
        re.search(r'name="([^"]*)"', each)[1]: re.search(r'value="([^"]*)"', each)
        for each in inputs
        if 'type="checkbox"' not in each or "checked" in each
    }
    chosen = re.findall(r'<select[^>]*name="([^"]*)".*?<option value="([^"]*)"[^>]*selected', page, re.DOTALL)
    return {name: found[1] for name, found in named.items() if found} | dict(chosen)


def test_sf1_timings_are_edited_before_the_start_and_added_up(setting, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    shown = setting(circle.ann)
    assert "<b>85 minutes</b> in all" not in shown
    total = re.search(r"<b>(\d+) minutes</b> in all", shown)[1]
    added = setting(circle.ann, check_in=20, slots=2, slot=25, step="total")
    assert f"<b>{int(total) + 12 + 10} minutes</b> in all" in added
    assert circle.now.slots_planned == 1, "it was only added up"
    saved = setting(circle.ann, check_in=20, slots=2, slot=25, starts_at=LATER)
    assert "check-in 20" in saved
    assert "2 × 25 for slots" in saved
    assert circle.now.minutes_of(S.CHECK_IN) == 20
    assert (circle.now.slots_planned, circle.now.slot_minutes) == (2, 25)
    assert circle.now.state is S.SCHEDULED


def test_sf1_another_template_is_filled_in_and_not_saved(setting, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    loaded = setting(circle.ann, template="t180", step="load")
    assert re.search(r'name="slots"[^>]*value="3"', loaded)
    assert circle.now.slots_planned == 1
    over_days = setting(circle.ann, template="tasy", step="load")
    assert re.search(r'value="async"[^>]*selected', over_days)


def test_what_is_wrong_comes_back_with_what_was_typed(setting, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    assert "still to come" in setting(circle.ann, 422, starts_at="2020-01-01T10:00")
    assert "minutes at most" in setting(circle.ann, 422, check_in=400)
    assert 'value="400"' in setting(circle.ann, 422, check_in=400)
    assert "moved on" in setting(circle.ann, 409, version="999")


def test_only_its_host_and_its_facilitator_set_it_up_and_only_before(setting, circle):
    circle.convene(starts_at=NOON + timedelta(days=1), facilitator_id=circle.adviser.id)
    setting(circle.bob, 403)
    setting(circle.mallory, 404)
    assert "Set the meeting up" in setting(circle.adviser), "the facilitator does"
    with clock.at(NOON + timedelta(days=1)):
        circle.come(circle.ann)
        setting(circle.ann, 409)


def test_too_few_find_another_date(app, setting, circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    with clock.at(NOON + timedelta(minutes=31)):
        circle.look(circle.ann, circle.bob)
        circle.come(circle.ann, circle.bob)
        circle.move(S.INQUORATE)
        assert "Find another date" in words(signed_in(app, circle.ann).get(f"/meetings/{circle.meeting_id}"))
        setting(circle.ann, starts_at=LATER)
    assert circle.now.state is S.SCHEDULED


def test_too_few_hold_a_support_meeting_that_counts_for_nothing_if_all_say_so(circle):
    circle.convene()
    circle.come(circle.ann, circle.bob)
    with clock.at(NOON + timedelta(minutes=31)):
        circle.come(circle.ann, circle.bob)
        circle.move(S.INQUORATE)
        for person in (circle.ann, circle.bob):
            commands.say_to(**circle.of(person), matter=Matter.SMALL, is_for=True)
        circle.move(S.CHECK_IN)
    assert circle.now.is_support


def test_the_first_meeting_apart_has_ten_minutes_more_for_agreeing_on_how(app, circle):
    circle.convene(is_first=True)
    circle.come(*circle.members)
    circle.move(S.CHECK_IN)
    assert circle.now.minutes_of(S.CHECK_IN) == 18
    page = words(signed_in(app, circle.bob).get(f"/meetings/{circle.meeting_id}"))
    assert "18:00 left" in page
    assert "I say my name first" in page


def test_what_an_extension_leaves_too_little_time_for_is_shown(app, circle):
    circle.lead_to(S.CLARIFY)
    client = signed_in(app, circle.bob)
    path = f"/meetings/{circle.meeting_id}"
    assert "longer than until" not in words(client.get(path)), "control"
    for _ in range(2):
        commands.extend(**circle.of(circle.ann), minutes=5, version=circle.now.version)
    later = NOON + timedelta(minutes=60)
    with clock.at(later):
        circle.come(*circle.members)
        shown = words(client.get(path))
    assert re.search(r"takes \d+ minutes longer than until", shown)
    assert "explore" in shown


def test_a_reason_is_told_where_somebody_gives_one(app, circle):
    circle.lead_to(S.EXPLORE)
    client = signed_in(app, circle.carol)
    about = {"act": "time-out", "value": Pause.MOMENT, "version": circle.now.version}
    shown = words(post(client, f"/meetings/{circle.meeting_id}/acts", about, follow_redirects=True))
    assert "somebody needs a moment" in shown
    commands.resume(**circle.of(circle.ann), version=circle.now.version)
    assert circle.now.paused_for is None


@pytest.mark.parametrize("office", list(Office))
def test_sf5_each_part_is_offered_by_whoever_has_it_and_is_theirs_once_accepted(app, circle, office):
    circle.lead_to(S.CHECK_IN)
    path = f"/meetings/{circle.meeting_id}"
    assert "Hand over a part" not in words(signed_in(app, circle.dan).get(path)), (
        "who has none has none to give"
    )

    def send(sender, **fields: object) -> str:
        fields |= {"version": circle.now.version}
        return words(post(signed_in(app, sender), f"{path}/acts", fields, follow_redirects=True))

    send(circle.ann, act="hand", office=office, person=circle.bob.id)
    assert f"You are asked to be {office.label}." in words(signed_in(app, circle.bob).get(path))
    send(circle.bob, act="accept", value=office)
    shown = words(signed_in(app, circle.bob).get(path))
    assert f'<option value="{office}">' in shown
    assert f'<option value="{office}">' not in words(signed_in(app, circle.ann).get(path))
