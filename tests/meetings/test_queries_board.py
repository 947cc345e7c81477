"""What the page of a meeting, its board and its events cost the database: the same however much was said and done."""

import pytest

from cop.meetings import commands
from cop.models.meetings_states import MeetingState
from tests import people
from tests.people import signed_in

S = MeetingState


@pytest.fixture
def much(circle):
    """A meeting in a slot, with lines, hands, bids and actions."""
    circle.lead_to(S.CLARIFY, presenters=[circle.bob, circle.carol, circle.dan])
    for number in range(20):
        circle.say(circle.bob, f"Answer {number}")
    for person in (circle.carol, circle.dan, circle.ann):
        commands.raise_hand(**circle.of(person))
    people.rest()
    return circle


@pytest.fixture
def little(circle):
    circle.lead_to(S.CLARIFY)
    return circle


def page_of(app, circle, count_queries, path: str) -> int:
    client = signed_in(app, circle.carol)
    client.get(path)
    with count_queries() as sent:
        assert client.get(path).status_code == 200
    return len(sent)


@pytest.mark.parametrize("kind", ["little", "much"])
def test_the_page_and_its_board_cost_the_same_however_much_there_is(kind, app, request, count_queries):
    circle = request.getfixturevalue(kind)
    path = f"/meetings/{circle.meeting_id}"
    assert page_of(app, circle, count_queries, path) == PAGE
    assert page_of(app, circle, count_queries, f"{path}/board") == BOARD


@pytest.mark.parametrize("kind", ["little", "much"])
def test_so_do_opening_and_catching_up(kind, request, socket_for, count_queries):
    circle = request.getfixturevalue(kind)
    socket, about = socket_for(circle.carol), {"meeting": circle.meeting_id}
    with count_queries() as opened:
        assert socket.ask("meeting:open", **about)["ok"]
    with count_queries() as caught_up:
        assert socket.ask("meeting:sync", after=0, **about)["ok"]
    assert (len(opened), len(caught_up)) == (SYNC, SYNC)


PAGE, BOARD, SYNC = 28, 27, 6
"""Statements of each."""
