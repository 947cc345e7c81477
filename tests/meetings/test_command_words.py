"""What a set's moderators have listed holds at its meetings as it does in its room."""

import re

import pytest

from cop import guarding
from cop.db import session
from cop.errors import Invalid, Questioned
from cop.meetings import commands
from cop.models import Effect, MeetingLine, RoleName
from cop.models.meetings_outcomes import LearningKind
from cop.models.meetings_states import MeetingState
from cop.spaces import commands as spaces
from tests import people

S = MeetingState


@pytest.fixture
def moderator(circle):
    """Somebody who moderates the set and takes no part in its meetings."""
    return people.newcomer_as(RoleName.MODERATOR, "mo", circle.space)


@pytest.fixture
def put(circle, moderator):
    def listed(phrase: str, effect: Effect, said: str = "") -> None:
        about = {"actor_id": moderator.id, "space_id": circle.space.id}
        spaces.list_word(**about, phrase=phrase, effect=effect, replacement=said)

    return listed


def test_a_word_is_replaced_and_a_repeat_is_the_same_line(circle, put):
    put("foo", Effect.REPLACE, "bar")
    circle.lead_to(S.PRESENT)
    about = circle.of(circle.bob) | {"text": "A foo, indeed", "key": people.key()}
    first = commands.say(**about)
    assert first.text == "A bar, indeed"
    assert commands.say(**about).id == first.id
    assert session.query(MeetingLine).count() == 1


def test_nothing_waits_for_a_moderator_at_a_meeting(circle, put):
    put("foo", Effect.HOLD)
    circle.lead_to(S.PRESENT)
    with pytest.raises(Invalid, match="a meeting can’t wait"):
        circle.say(circle.bob, "A foo, indeed")
    assert circle.say(circle.bob, "A fool, indeed").text == "A fool, indeed", "control: another word"


def test_an_author_says_that_they_mean_a_word(circle, put):
    put("foo", Effect.WARN)
    circle.lead_to(S.PRESENT)
    with pytest.raises(Questioned, match="think twice"):
        circle.say(circle.bob, "A foo, indeed")
    with guarding.confirming(False, means_it=True):
        assert circle.say(circle.bob, "A foo, indeed").text == "A foo, indeed"


def test_all_that_is_written_heeds_them(circle, put):
    circle.lead_to(S.BIDDING)
    put("foo", Effect.REPLACE, "bar")
    assert circle.bid(circle.bob)
    mine = commands.bid(**circle.of(circle.carol), title="A foo", minutes=40, urgency=1)
    assert mine.title == "A bar"
    learned = {"kind": LearningKind.LEARNING, "is_shared": False, "text": "Foo"}
    assert commands.note_learning(**circle.of(circle.bob), **learned).text == "bar"
    commands.end_meeting(**circle.of(circle.ann), version=circle.now.version)
    action = commands.write_action(**circle.of(circle.bob), text="Do foo", first_step="Foo", support="")
    assert (action.text, action.first_step, action.support) == ("Do bar", "bar", "")


def test_what_stood_in_a_bid_before_is_not_asked_about_again(circle, put):
    circle.lead_to(S.BIDDING)
    about = circle.of(circle.carol) | {"minutes": 40}
    commands.bid(**about, title="A foo", urgency=1)
    put("foo", Effect.HOLD)
    assert commands.bid(**about, title="A foo", urgency=3).urgency == 3
    with pytest.raises(Invalid):
        commands.bid(**circle.of(circle.bob), title="A foo", minutes=40, urgency=3)


def test_a_page_asks_whether_a_word_is_meant(app, circle, put):
    put("foo", Effect.WARN)
    circle.lead_to(S.BIDDING)
    client = people.signed_in(app, circle.bob)
    path = f"/meetings/{circle.meeting_id}"
    sent = {"act": "bid", "title": "A foo", "minutes": 40, "urgency": 2, "version": circle.now.version}
    asked = people.post(client, f"{path}/acts", sent)
    assert asked.status_code == 422
    assert re.search(r'value="A foo"', people.words(asked)), "what was typed is kept"
    assert 'value="word"' in people.words(asked)
    assert people.post(client, f"{path}/acts", sent | {"confirmed": "word"}).status_code == 303
