"""Whoever writes a question that may not be open is asked to think again: once, alone, and nothing of it is kept."""

import logging

import pytest
import sqlalchemy as sa

from cop.db import session
from cop.meetings import commands
from cop.meetings.commands.contracts import Terms, agree_on_terms
from cop.models import Contract, MeetingLine, RoleName
from cop.models.meetings_nudges import ADVICE, CLOSED
from cop.models.meetings_states import MeetingState
from tests import people
from tests.people import post, signed_in, words

S = MeetingState
ADVISES = "Have you tried to talk with them?"


@pytest.fixture
def exploring(circle):
    """Carol has the floor."""
    circle.lead_to(S.EXPLORE)
    commands.raise_hand(**circle.of(circle.carol))
    circle.next()
    return circle


def said() -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count(MeetingLine.id))) or 0


def test_without_a_script_it_is_asked_once_and_sent_as_it_is(app, exploring, caplog):
    caplog.set_level(logging.DEBUG)
    client, path = signed_in(app, exploring.carol), f"/meetings/{exploring.meeting_id}/acts"
    form = {"act": "say", "key": people.key(), "text": ADVISES, "version": exploring.now.version}
    asked = post(client, path, form)
    assert asked.status_code == 200, "no refusal in any log"
    shown = words(asked)
    assert CLOSED in shown
    assert ADVICE in shown
    assert ADVISES in shown, "what was typed is kept in the page"
    assert "Send it as it is" in shown
    assert said() == 0
    assert all(each not in caplog.text for each in (ADVISES, "nudge", "advice"))
    for other in (exploring.ann, exploring.bob):
        assert ADVICE not in words(signed_in(app, other).get(f"/meetings/{exploring.meeting_id}"))
    assert post(client, path, form | {"as_is": "yes"}).status_code == 303
    assert said() == 1


def test_by_the_socket_it_is_told_to_its_author_and_to_nobody_else(exploring, socket_for, caplog):
    caplog.set_level(logging.DEBUG)
    carols, anns = socket_for(exploring.carol), socket_for(exploring.ann)
    about = {"meeting": exploring.meeting_id, "key": people.key(), "text": ADVISES}
    pulse = exploring.now.pulse
    asked = carols.ask("meeting:say", **about)
    assert asked == {"ok": True, "line": None, "nudges": [CLOSED, ADVICE]}
    assert (said(), anns.heard(), exploring.now.pulse) == (0, [], pulse)
    assert all(each not in caplog.text for each in (ADVISES, "nudge", "advice"))
    assert carols.ask("meeting:say", as_is=True, **about)["line"]["kind"] == "question"
    assert (said(), len(anns.heard("meeting:changed"))) == (1, 1)


def test_only_questions_are_looked_at_and_only_while_questions_are_asked(exploring, socket_for):
    about = {"meeting": exploring.meeting_id, "key": people.key(), "text": "I would rather ask: is it that?"}
    assert socket_for(exploring.bob).ask("meeting:say", **about)["line"]["kind"] == "answer"
    exploring.move(S.SUMMARISE)
    again = about | {"key": people.key()}
    assert socket_for(exploring.bob).ask("meeting:say", **again)["line"]["kind"] == "talk"


def test_a_set_that_wants_none_is_not_asked(exploring):
    about = {**exploring.of(exploring.carol), "text": ADVISES}
    assert commands.prompt_open(**about) == [CLOSED, ADVICE], "control"
    contract = Contract.of(exploring.space.id)
    terms = Terms("To change how we lead", 5, 35, 90, nudges=False)
    seen = contract.version if contract else 0
    agree_on_terms(actor_id=exploring.bob.id, space_id=exploring.space.id, terms=terms, seen=seen)
    assert commands.prompt_open(**about) == []


def test_no_stranger_asks_by_it_whether_there_is_a_meeting(exploring, socket_for):
    overseer = people.newcomer_as(RoleName.MODERATOR, "sees", exploring.space)
    about = {"meeting": exploring.meeting_id, "key": people.key(), "text": ADVISES}
    assert socket_for(overseer).ask("meeting:say", **about)["error"]["code"] == "not_found"
