"""What is asked back before a question is sent: rules on its words alone, and nothing where it is a good one."""

import pytest

from cop.models.meetings_nudges import ADVICE, CLOSED, LONG, MANY, STATEMENT, nudges
from cop.models.meetings_states import MeetingState

S = MeetingState


@pytest.mark.parametrize(
    "text",
    [
        "What would you miss?",
        "How does that feel for you?",
        "Who else is in the room when it happens?",
        "What is at stake, for you and for them?",
        "Isolde, what did she say?",
        "“What now?”",
    ],
)
def test_an_open_question_is_let_be(text):
    assert nudges(text, S.EXPLORE) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Is it the money?", [CLOSED]),
        ("is it the money?", [CLOSED]),
        ("“Could it be the money?”", [CLOSED]),
        ("Did they, in the end, agree?", [CLOSED]),
        ("Will you?", [CLOSED]),
        ("Have you tried to talk with them?", [CLOSED, ADVICE]),
        ("Why don’t you talk with them?", [ADVICE]),
        ("Why don't you talk with them?", [ADVICE]),
        ("What if you should leave, I would?", [ADVICE]),
        ("In my Trust we wrote it down, what do you do?", [ADVICE]),
        ("What happened? And who was there?", [MANY]),
        ("What happened??", []),
        ("What holds you back, because they seem to listen?", [LONG]),
        ("What " + "really " * 25 + "matters?", [LONG]),
        ("What " + "really " * 23 + "matters?", []),
        ("You should leave.", [STATEMENT, ADVICE]),
    ],
)
def test_what_is_asked_back(text, said):
    assert nudges(text, S.EXPLORE) == said


def test_a_question_about_a_fact_may_be_closed():
    assert nudges("Is it in this year’s budget?", S.CLARIFY) == []
    assert nudges("Is it in the budget? Have you tried to ask?", S.CLARIFY) == [ADVICE, MANY]
