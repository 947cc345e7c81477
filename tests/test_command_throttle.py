"""A throttle where time does not go on evenly: the clock that is asked is behind the one that was asked before."""

from datetime import timedelta

import pytest

from cop import clock, db
from cop.errors import TooFast
from cop.models import Throttle
from tests import people
from tests.conftest import NOON

HOUR = timedelta(hours=1)


@db.command
def act() -> None:
    """Something that a throttle guards: a refusal is raised, and so leaves no row."""
    if not Throttle.take("act", burst=2, every=timedelta(seconds=10)):
        raise TooFast("Wait.")


def test_after_a_step_back_nobody_is_locked_out_and_the_limit_limits(world: people.World):
    with clock.at(NOON + HOUR):
        act()
        act()
        with pytest.raises(TooFast):
            act()

    act()
    with pytest.raises(TooFast):
        act()
    with clock.at(NOON + timedelta(seconds=11)):
        act()


def test_no_more_than_a_burst_comes_however_far_back_it_steps(world: people.World):
    with clock.at(NOON + HOUR):
        act()
    for _ in range(2):
        act()
    with pytest.raises(TooFast):
        act()
