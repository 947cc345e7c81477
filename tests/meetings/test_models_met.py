"""What the life of a set knows of its meetings."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.meetings import commands, tasks
from cop.models import met
from cop.models.meetings_choices import Next
from cop.models.meetings_states import MeetingState
from cop.models.meetings_timings import Channel, Template
from tests.conftest import NOON
from tests.meetings.circle import Circle
from tests.people import World

OVER_DAYS = {"channel": Channel.ASYNC, "template": Template.TASY}


def of(circle: Circle) -> met.Met:
    db.session.rollback()
    return met.meetings_of([circle.space.id])[circle.space.id]


def test_of_a_set_without_any_nothing_is_known(circle: Circle, world: World):
    assert met.meetings_of([circle.space.id, world.cohort.id]) == {
        circle.space.id: met.NOT_YET,
        world.cohort.id: met.NOT_YET,
    }


def test_b30_one_that_is_booked_counts_once_it_has_been(circle: Circle):
    begins = circle.convene().starts_at
    assert of(circle) == met.Met(next_booked=begins)
    circle.lead_to(MeetingState.CLOSE)
    assert of(circle) == met.Met(next_booked=begins), "it is under way"
    commands.settle_next(**circle.of(circle.ann), step=Next.ENDING)
    circle.move(MeetingState.RECORD)
    assert of(circle) == met.Met(1, frozenset({circle.ann.id}), begins, None, len(circle.members))


def test_who_leads_the_next_has_led_one_too(circle: Circle):
    circle.lead_to(MeetingState.RECORD)
    circle.meeting_id = 0
    with clock.at(NOON + timedelta(days=35)):
        circle.convene(facilitator_id=circle.bob.id)
        assert of(circle).facilitators == {circle.ann.id}, "before it has been"
        circle.come(*circle.members)
        known = of(circle)
    assert (known.held, known.next_booked is not None) == (1, True)


@pytest.mark.parametrize("over_days", [False, True])
def test_one_to_which_nobody_came_is_no_date_for_ever(circle: Circle, over_days: bool):
    """Else a set whose members all stay away would never be dormant: the clock opens the lobby."""
    circle.convene(**OVER_DAYS if over_days else {})
    with clock.at(NOON + timedelta(hours=1)):
        tasks.keep_time.run()
        assert circle.state is MeetingState.LOBBY
    for days, is_booked in ((0.9, True), (1.1, over_days), (31, False)):
        with clock.at(NOON + timedelta(days=days)):
            assert (of(circle).next_booked is not None) is is_booked, days
            assert met.is_abandoned(circle.now) is not is_booked, days


@pytest.mark.parametrize("what", [{"is_support": True}, {"recorded_at": None}])
def test_one_that_gave_support_or_was_never_held_counts_for_nothing(circle: Circle, what: dict[str, object]):
    circle.lead_to(MeetingState.RECORD)

    @db.command
    def change() -> None:
        for name, value in what.items():
            setattr(db.session.get_one(type(circle.now), circle.meeting_id), name, value)

    assert of(circle).held == 1, "control"
    change()
    assert of(circle).held == 0
