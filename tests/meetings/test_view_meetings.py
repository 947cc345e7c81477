"""The pages of meetings work without a script, and show each what is theirs."""

import re
from datetime import timedelta

import pytest

from cop import clock
from cop.meetings import commands
from cop.meetings.commands import contracts
from cop.models import Meeting, Question
from cop.models.meetings_states import MeetingState
from tests.conftest import NOON
from tests.people import post, signed_in, words

S = MeetingState


@pytest.fixture
def page(app, circle):
    """`page(person)`: what they see of the meeting; `page(person, act="…")`: what comes of a button."""
    clients = {}

    def see(person, expect: int = 200, **fields: object) -> str:
        client = clients.setdefault(person.id, signed_in(app, person))
        path = f"/meetings/{circle.meeting_id}"
        if fields:
            given = {"version": circle.now.version} | fields
            answer = post(client, f"{path}/acts", given, follow_redirects=True)
        else:
            answer = client.get(path)
        assert answer.status_code == expect, words(answer)
        return words(answer)

    return see


def test_a_set_lists_its_meetings_and_arranges_one(app, circle):
    client = signed_in(app, circle.bob)
    path = f"/spaces/{circle.space.slug}/meetings"
    assert "No meeting is arranged" in words(client.get(path))
    form = {"starts_at": "2026-03-09T14:00", "template": "t90", "channel": "text", "host": circle.bob.id}
    form |= {"facilitator": "", "quorum": 3, "is_strict": "y", "key": "0123456789abcdef"}
    wrong = post(client, f"{path}/new", form | {"starts_at": "2026-01-01T14:00"})
    assert wrong.status_code == 422
    assert "still to come" in words(wrong)
    assert post(client, f"{path}/new", form).status_code == 303
    assert "Mon 9 Mar 2026, 14:00" in words(client.get(path))
    assert f'href="{path}"' in words(client.get(f"/spaces/{circle.space.slug}/about")), "a tab leads there"


def test_b30_what_the_set_has_agreed_on_holds_at_its_meetings(app, page, circle):
    new = f"/spaces/{circle.space.slug}/meetings/new"
    client = signed_in(app, circle.bob)
    assert re.search(r'name="quorum"[^>]*value="4"', words(client.get(new)))
    for person in circle.members:
        about = {"actor_id": person.id, "space_id": circle.space.id}
        contracts.say_yes(**about, question=Question.SMALL_QUORUM)
    assert re.search(r'name="quorum"[^>]*value="3"', words(client.get(new)))
    circle.convene()
    circle.come(circle.ann)
    assert "version 1" not in page(circle.bob)
    contracts.write_rules(
        actor_id=circle.ann.id, space_id=circle.space.id, text="We knock first.", change="", seen=0
    )
    shown = page(circle.bob)
    assert "Our ground rules, version 1" in shown
    assert "We knock first." in shown


def test_one_that_was_left_without_an_end_has_been(app, circle):
    circle.lead_to(S.CHECK_IN)
    for days, is_to_come in ((0, True), (2, False)):
        with clock.at(NOON + timedelta(days=days)):
            html = words(signed_in(app, circle.ann).get(f"/spaces/{circle.space.slug}/meetings"))
            assert ("No meeting is arranged" not in html) is is_to_come


def test_nobody_else_finds_them(app, circle):
    circle.convene()
    for person in (circle.mallory, circle.world.staff):
        client = signed_in(app, person)
        for path in (f"/spaces/{circle.space.slug}/meetings", f"/meetings/{circle.meeting_id}"):
            assert client.get(path).status_code == 404
        assert post(client, f"/meetings/{circle.meeting_id}/acts", {"act": "come"}).status_code == 404
    assert signed_in(app, circle.bob).get("/spaces/cohort-1/meetings").status_code == 404, "only sets meet"


def test_a_meeting_by_its_buttons(page, circle):
    circle.convene()
    for person in circle.members:
        page(person, act="come", ticks="yes")
    assert "Begin with the check-in" in page(circle.ann)
    page(circle.ann, act="move", value="check_in")
    page(circle.ann, act="next")
    assert "Ann has the floor." in page(circle.bob)
    page(circle.ann, act="say", text="I am here.", key="0123456789abcdef")
    assert "I am here." in page(circle.bob)
    page(circle.ann, act="move", value="review_actions")
    page(circle.ann, act="move", value="bidding")
    shown = page(circle.bob, act="bid", title="A divided team", minutes=40, urgency=2)
    assert "A divided team" in shown
    bid_id = re.search(r'name="bid" type="checkbox" value="(\d+)"', page(circle.ann)).group(1)
    page(circle.ann, act="propose", bid=bid_id)
    for person in (circle.bob, circle.carol, circle.dan):
        page(person, act="yes", value="order")
    page(circle.bob, act="ready", value="yes")
    shown = page(circle.ann, act="move", value="slot.present")
    assert "Present · Bob’s slot" in shown
    assert "5:00 left" in shown
    refused = page(circle.carol, 403, act="say", text="May I?", key="1123456789abcdef")
    assert "Only the presenter speaks." in refused
    assert circle.state is S.PRESENT


def test_a_page_that_is_behind_is_told_so(page, circle):
    circle.lead_to(S.CHECK_IN)
    seen = circle.now.version
    page(circle.ann, act="move", value="review_actions", version=seen)
    told = page(circle.ann, 409, act="move", value="review_actions", version=seen)
    assert "The meeting has moved on in the meantime" in told
    assert circle.state is S.REVIEW


def test_who_was_absent_does_not_read_what_was_said(page, circle):
    circle.lead_to(S.PRESENT)
    page(circle.dan, act="leave")
    page(circle.bob, act="say", text="What troubles me", key="0123456789abcdef")
    assert "What troubles me" in page(circle.carol), "control"
    assert "What troubles me" not in page(circle.dan)
    page(circle.dan, act="come", ticks="yes")
    assert "What troubles me" not in page(circle.dan)


def test_only_the_facilitator_sees_who_has_not_spoken(page, circle):
    circle.lead_to(S.CLARIFY)
    assert "Have not spoken" in page(circle.ann)
    assert "Have not spoken" not in page(circle.carol)


def test_stopping_asks_first(app, page, circle):
    circle.lead_to(S.PRESENT)
    path = f"/meetings/{circle.meeting_id}/stop"
    assert "You can’t undo this" in words(signed_in(app, circle.bob).get(path))
    assert signed_in(app, circle.carol).get(path).status_code == 409
    page(circle.bob, act="stop")
    assert circle.state is S.WITHDRAWN


def test_a_concern_is_nobodys_to_know(app, page, circle):
    circle.lead_to(S.EXPLORE)
    pulse = circle.now.pulse
    shown = words(signed_in(app, circle.carol).get(f"/meetings/{circle.meeting_id}/concern"))
    assert "Freedom to Speak Up" in shown
    assert circle.now.pulse == pulse
    assert "Time-out" in page(circle.carol, act="time-out")


def test_every_state_has_its_page(page, circle):
    circle.lead_to(S.CLOSE)
    assert "How the set goes on" in page(circle.ann)
    page(circle.bob, act="score", value=4)
    when = (NOON + timedelta(days=35)).strftime("%Y-%m-%dT%H:%M")
    about = {"starts_at": when, "host_id": circle.bob.id, "facilitator_id": 0}
    assert "You meet next on" in page(circle.ann, act="settle", value="date", **about)
    assert "Record" in page(circle.ann, act="move", value="record")
    assert "Who came" in page(circle.dan)


def test_who_can_come_after_all_has_not_come_for_that(page, circle):
    circle.convene(starts_at=NOON + timedelta(days=1))
    for is_sorry in (True, False):
        commands.apologise(**circle.of(circle.bob), is_sorry=is_sorry)
    assert "Apologies" not in page(circle.dan)
    commands.apologise(**circle.of(circle.carol), is_sorry=True)
    shown = page(circle.dan)
    apologies = shown[shown.index("Apologies") : shown.index("Agenda")]
    assert (circle.carol.name in apologies, circle.bob.name in apologies) == (True, False)


@pytest.mark.parametrize("fields", [{"act": "no-such"}, {"act": "move", "value": "nowhere"}, {"act": "tell"}])
def test_what_no_page_of_ours_says_is_a_bad_request(page, circle, fields):
    circle.convene()
    page(circle.ann, 400, **fields)
    assert isinstance(circle.now, Meeting)
