"""My actions across meetings, on a page of their own and on Home."""

from datetime import timedelta

import pytest

from cop import clock
from cop.meetings import commands
from cop.models.meetings_outcomes import ActionState
from cop.models.meetings_states import MeetingState
from tests.conftest import NOON
from tests.people import evict, signed_in, words

S = MeetingState


@pytest.fixture
def page(app):
    def see(person, path: str) -> str:
        answer = signed_in(app, person).get(path)
        assert answer.status_code == 200
        return words(answer)

    return see


@pytest.fixture
def acting(circle):
    """Bob has written two actions in his slot, and Carol one in the review."""
    circle.lead_to(S.REVIEW)
    commands.write_action(**circle.of(circle.carol), text="Ring the ward")
    circle.meeting_id = 0
    circle.lead_to(S.ACTIONS)
    due = clock.today() + timedelta(days=9)
    later = commands.write_action(**circle.of(circle.bob), text="Write it down", support="A reader")
    first = commands.write_action(**circle.of(circle.bob), text="Ask the chair", due_on=due)
    return circle, first, later


def test_each_sees_their_own_and_what_is_due_first_comes_first(acting, page):
    circle, first, _ = acting
    shown = page(circle.bob, "/me/actions")
    assert shown.index("Ask the chair") < shown.index("Write it down")
    assert "due 11 Mar 2026" in shown
    assert "Support: A reader" in shown
    assert "Ring the ward" not in shown
    commands.tell_of_action(**circle.of(circle.bob), action_id=first.id, state=ActionState.DONE)
    assert page(circle.bob, "/me/actions").index("Done or dropped") < page(circle.bob, "/me/actions").index(
        "Ask the chair"
    )
    for person in (circle.mallory, circle.adviser, circle.world.staff):
        shown = page(person, "/me/actions")
        assert "You have no open action" in shown
        assert "Write it down" not in shown


def test_b29_home_leads_with_my_actions_and_when_my_set_meets(acting, page):
    circle, _, _ = acting
    shown = page(circle.bob, "/")
    assert shown.index("Ask the chair") < shown.index("Write it down")
    assert "Ring the ward" not in shown
    assert "Your meeting is open" in shown
    with clock.at(NOON + timedelta(days=12)):
        assert "was due 11 Mar 2026" in page(circle.bob, "/")
        assert "Your meeting is open" not in page(circle.bob, "/"), "nobody has ended it, and nobody is there"
    assert "Ask the chair" not in page(circle.ann, "/")
    assert "Ask the chair" not in page(circle.mallory, "/")


def test_who_has_left_the_set_sees_none(acting, page):
    circle, _, _ = acting
    evict(circle.bob, circle.space)
    assert "Ask the chair" not in page(circle.bob, "/me/actions")
    assert "Ask the chair" not in page(circle.bob, "/")
