"""A server is killed in the middle of a phase: the clock, the round and the queue of a meeting stand in its rows
(domain.md 2.6, 3).
"""

import time
from contextlib import closing

from cop import db
from cop.meetings import commands, queries
from cop.models.meetings_states import MeetingState
from tests.live.conftest import Page
from tests.meetings.circle import Circle, gather

S = MeetingState
OFF = 2
"""Seconds by which the time that is left may be off."""


def exploring(world) -> Circle:
    """Carol has the floor, and Dan and Ann wait for it, in this order."""
    circle = gather(world)
    circle.lead_to(S.EXPLORE)
    for person in (circle.carol, circle.dan, circle.ann):
        commands.raise_hand(**circle.of(person))
    circle.next()
    return circle


def queue_of(circle: Circle) -> list[int]:
    return [each.person_id for each in queries.queue(circle.now)]


def test_sm3_a_killed_server_costs_a_meeting_no_second_and_no_turn(one):
    db.bind(one.engine)
    circle = exploring(one.world)
    queue, floor, about = queue_of(circle), circle.now.floor_id, {"meeting": circle.meeting_id}
    with closing(Page(one.server(), circle.ann, "websocket")) as page:
        page.connect(origin=one.public_url)
        before, asked_at = page.ask("meeting:here", **about), time.monotonic()
        one.processes[0].kill_worker()
    one.processes[0].until_it_serves()
    with closing(Page(one.server(), circle.ann, "websocket")) as page:
        page.connect(origin=one.public_url)
        after, passed = page.ask("meeting:open", **about), time.monotonic() - asked_at
        gone_on = page.ask("meeting:act", form=f"act=next&version={after['version']}", **about)

    assert before["clock"]["runs"]
    assert after["clock"]["runs"]
    assert abs(before["clock"]["left"] - passed - after["clock"]["left"]) <= OFF
    assert {name: after[name] for name in ("state", "version", "pulse", "is_there")} == {
        name: before[name] for name in ("state", "version", "pulse", "is_there")
    }
    assert (floor, queue) == (circle.carol.id, [circle.dan.id, circle.ann.id])
    assert gone_on["ok"], gone_on
    assert (circle.now.floor_id, queue_of(circle)) == (circle.dan.id, [circle.ann.id])
