"""A meeting by the socket: who hears what, and what the server refuses whatever a page shows (domain.md 2.6)."""

import re

import pytest
import sqlalchemy as sa

from cop.db import session
from cop.models import AppointmentRole, MeetingLine, MeetingSlot, Person, RoleName
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel
from tests import people
from tests.chat.conftest import evict
from tests.conftest import later

S = MeetingState
EVENTS = {
    "open": {},
    "sync": {"after": 0},
    "here": {},
    "say": {"text": "Good morning"},
    "act": {"form": "act=come&ticks=yes"},
}
NOT_FOUND = {
    "ok": False,
    "error": {"code": "not_found", "message": "There is nothing here that you can open."},
}
NHS_NUMBER = "999 000 0018"


@pytest.fixture
def ask(circle, socket_for):
    """`ask(person, "say", text="…")`: the ack of an event of the meeting; each has one socket, see `sockets`."""
    sockets = {}

    def asked(person: Person, event: str, **payload: object) -> dict:
        socket = sockets.get(person.id) or sockets.setdefault(person.id, socket_for(person))
        keyed = {"key": people.key()} if event == "say" else {}
        return socket.ask(f"meeting:{event}", **{"meeting": circle.meeting_id} | keyed | payload)

    asked.sockets = sockets
    return asked


def do(ask, circle, person: Person, form: str) -> dict:
    return ask(person, "act", form=f"{form}&version={circle.now.version}")


def texts(ack: dict) -> list[str]:
    return [re.search(r'__text">(.*)</p>', each["html"])[1] for each in ack["lines"]]


def test_262_two_advances_with_one_version_move_one_step(circle, ask):
    circle.lead_to(S.CLARIFY)
    form = f"act=move&value=slot.explore&version={circle.now.version}"
    again = form.replace("explore", "summarise")
    assert ask(circle.ann, "act", form=form)["state"] == "slot.explore"
    for late in (form, again):
        assert ask(circle.ann, "act", form=late)["error"]["code"] == "conflict"
    assert circle.state is S.EXPLORE


def test_261_a_statement_while_exploring_is_refused_by_the_server(circle, ask):
    circle.lead_to(S.EXPLORE)
    assert do(ask, circle, circle.carol, "act=raise")["ok"]
    assert do(ask, circle, circle.ann, "act=next")["ok"]
    refused = ask(circle.carol, "say", text="You should leave them.", as_is=True)
    assert refused["error"]["code"] == "forbidden"
    assert "Only questions are heard now" in refused["error"]["message"]
    assert ask(circle.carol, "say", text="What would you miss?")["line"]["kind"] == "question", "control"
    assert texts(ask(circle.dan, "open")) == ["What would you miss?"]


def test_264_who_is_not_of_the_set_is_refused_to_join_and_to_fetch_what_was_said(circle, ask):
    circle.lead_to(S.PRESENT)
    circle.say(circle.bob, "What troubles me")
    moderator = people.newcomer_as(RoleName.MODERATOR, "mod", circle.world.cohort)
    observer = people.newcomer_as(RoleName.OBSERVER, "obs", circle.space)
    overseer = people.newcomer_as(RoleName.MODERATOR, "sees", circle.space)
    sponsor = people.newcomer("spon")
    people.appoint(sponsor, AppointmentRole.SPONSOR)
    strangers = (circle.mallory, circle.world.staff, moderator, observer, overseer, sponsor)
    for person in strangers:
        for event, more in EVENTS.items():
            assert ask(person, event, **more) == NOT_FOUND, (person.name, event)
    assert texts(ask(circle.carol, "open")) == ["What troubles me"], "control"
    circle.move(S.CLARIFY)
    for person in strangers:
        assert ask.sockets[person.id].heard("meeting:changed", "meeting:moved") == []


def test_267_what_looks_like_an_nhs_number_reaches_no_client(circle, ask):
    circle.lead_to(S.PRESENT)
    for person in (circle.carol, circle.dan):
        ask(person, "open")
    ask(circle.bob, "open")
    refused = ask(circle.bob, "say", text=f"It is about {NHS_NUMBER}, who")
    assert (refused["error"]["code"], refused["error"]["field"]) == ("invalid", "text")
    assert (
        do(ask, circle, circle.bob, f"act=say&key={people.key()}&text={NHS_NUMBER}")["error"]["field"]
        == "text"
    )
    for person in (circle.carol, circle.dan):
        assert ask.sockets[person.id].heard() == []
        assert ask(person, "sync", after=0)["lines"] == []
    assert session.scalar(sa.select(sa.func.count(MeetingLine.id))) == 0
    assert ask(circle.bob, "say", text="It is about a team")["ok"], "control"
    assert ask.sockets[circle.carol.id].heard("meeting:changed")


def test_265_stopping_a_slot_leaves_none_of_its_rows_and_the_others_lose_the_text(circle, ask):
    circle.lead_to(S.PRESENT)
    assert ask(circle.bob, "say", text="What troubles me")["ok"]
    before = ask(circle.carol, "open")
    assert texts(before) == ["What troubles me"]
    slot_id = circle.now.slot.id
    assert do(ask, circle, circle.bob, "act=stop")["state"] == "slot.withdrawn"
    assert circle.lines_of(slot_id) == 0
    assert session.get(MeetingSlot, slot_id).bid is None or not session.get(MeetingSlot, slot_id).bid.title
    told = ask.sockets[circle.carol.id].heard("meeting:changed")[-1]
    assert told["pulse"] > before["pulse"]
    assert "troubles" not in str(told)
    assert ask(circle.carol, "sync", after=0)["lines"] == []


def test_words_go_to_those_who_are_there_and_hints_to_nobody_else(circle, ask):
    circle.lead_to(S.PRESENT)
    ask(circle.carol, "open")
    ask(circle.dan, "open")
    do(ask, circle, circle.dan, "act=leave")
    for person in (circle.carol, circle.dan):
        ask.sockets[person.id].heard()
    assert ask(circle.bob, "say", text="What troubles me")["ok"]
    heard = ask.sockets[circle.carol.id].heard("meeting:changed")
    assert [each["said"] for each in heard] == [1]
    assert "troubles" not in str(heard)
    assert ask.sockets[circle.dan.id].heard() == []
    assert ask(circle.dan, "open")["lines"] == []
    assert not ask(circle.dan, "open")["is_there"]
    do(ask, circle, circle.ann, "act=move&value=slot.clarify")
    assert ask.sockets[circle.dan.id].heard("meeting:moved") == [
        {"meeting": circle.meeting_id, "version": circle.now.version, "state": "slot.clarify"}
    ]
    assert ask.sockets[circle.dan.id].heard("meeting:changed") == []


def test_only_what_is_new_is_fetched(circle, ask):
    circle.lead_to(S.PRESENT)
    for text in ("One", "Two", "Three"):
        circle.say(circle.bob, text)
    assert texts(ask(circle.carol, "sync", after=1)) == ["Two", "Three"]
    assert texts(ask(circle.carol, "sync", after=3)) == []


def test_whoever_is_put_out_of_the_set_is_a_stranger_at_once(circle, ask):
    circle.lead_to(S.PRESENT)
    assert ask(circle.dan, "open")["is_there"]
    evict(circle.dan, circle.space)
    ask.sockets[circle.dan.id].heard()
    circle.say(circle.bob, "What troubles me")
    assert ask(circle.dan, "sync", after=0) == NOT_FOUND
    assert ask.sockets[circle.dan.id].heard("meeting:changed") == []


def test_a_page_says_that_its_person_is_here_and_sees_who_falls_silent(circle, ask):
    circle.lead_to(S.EXPLORE)
    for person in circle.members:
        assert ask(person, "here")["is_there"]
    with later(21):
        ack = ask(circle.ann, "here")
        seen = {each["id"]: each["seen"] for each in ack["here"]}
        assert seen == {circle.ann.id: "here"} | dict.fromkeys(
            [each.id for each in circle.members[1:]], "away"
        )
        assert (ack["state"], ack["clock"]["runs"]) == ("paused", False), "they wait for the presenter"
    with later(121):
        seen = {each["id"]: each["seen"] for each in ask(circle.ann, "here")["here"]}
        assert seen[circle.carol.id] == "out"
    with later(301):
        assert [each["id"] for each in ask(circle.ann, "open")["here"]] == [circle.ann.id], "not seen since"


def test_to_be_here_brings_nobody_in(circle, ask):
    circle.convene()
    circle.come(circle.ann)
    assert not ask(circle.bob, "here")["is_there"]
    assert ask(circle.ann, "open")["here"] == [{"id": circle.ann.id, "seen": "here"}]


def test_the_clock_is_the_servers(circle, ask):
    circle.lead_to(S.PRESENT)
    with later(61):
        assert ask(circle.dan, "open")["clock"] == {"left": 5 * 60 - 61, "runs": True}
        do(ask, circle, circle.ann, "act=time-out")
    with later(90):
        assert ask(circle.dan, "sync", after=0)["clock"] == {"left": 5 * 60 - 61, "runs": False}


def test_nothing_said_elsewhere_is_said_here(circle, ask):
    circle.about |= {"channel": Channel.COMPANION}
    circle.lead_to(S.PRESENT)
    refused = ask(circle.bob, "say", text="What troubles me")
    assert refused["error"]["code"] == "forbidden"


def test_what_no_form_sends_is_invalid_and_fails_nothing(circle, ask):
    circle.lead_to(S.CHECK_IN)
    for form in ("", "act=fly", "act=move&value=nowhere", "act=tick%00", "act=say&text=%00", "&" * 200):
        assert do(ask, circle, circle.ann, form)["error"]["code"] == "invalid", form
    assert ask(circle.ann, "open")["ok"]


def test_a_meeting_is_a_number(circle, ask):
    circle.convene()
    for event, more in EVENTS.items():
        for wrong in (None, "1", True, [1], 2**53):
            ack = ask(circle.ann, event, **more | {"meeting": wrong})
            assert (ack["error"]["code"], ack["error"]["field"]) == ("invalid", "meeting")


def test_what_may_be_a_patient_is_asked_about_and_sent_once_confirmed(circle, ask):
    circle.lead_to(S.PRESENT)
    text = "They were born on 12/03/1961 I think"
    asked = ask(circle.bob, "say", text=text)
    assert asked["error"]["code"] == "doubtful"
    assert ask(circle.bob, "say", text=text, confirmed=True)["ok"]


def test_a_repeat_under_a_key_is_the_same_line(circle, ask):
    circle.lead_to(S.PRESENT)
    key = people.key()
    first, second = (ask(circle.bob, "say", text="One", key=key) for _ in range(2))
    assert first == second
    assert ask(circle.bob, "say", text="Another", key=key)["error"]["code"] == "conflict"
    assert texts(ask(circle.carol, "open")) == ["One"]


def test_leaving_and_coming_by_the_socket(circle, ask):
    circle.lead_to(S.CHECK_IN)
    assert not do(ask, circle, circle.dan, "act=leave")["is_there"]
    assert do(ask, circle, circle.dan, "act=come&ticks=yes")["is_there"]
