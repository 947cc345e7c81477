"""With every account of the staff closed, each task of a steward is done by a participant, by the pages."""

from tests.without_staff import inquiring, network, newcomers, sets
from tests.without_staff.doors import tasks_of
from tests.without_staff.place import Walk, walk

__all__ = ["walk"]

FOR_STAFF_ALONE = {"POST /handover"}
"""On it the roles of staff end: whose have ended, of them nothing is left to end."""


def test_a_steward_does_each_task(walk: Walk) -> None:
    newcomers.invite(walk)
    newcomers.bring_in_a_wave(walk)
    newcomers.recruit(walk)
    newcomers.place_in_sets(walk)
    newcomers.appoint(walk)
    newcomers.invite_from_outside(walk)
    newcomers.decide_what_falls_to_nobody_else(walk)
    newcomers.decide_about_people_everywhere(walk)
    network.enter_organisations(walk)
    network.enter_a_programme(walk)
    network.make_a_space(walk)
    network.say_how_long_what_is_kept(walk)
    network.tick_the_handover(walk)
    network.inspect_a_set(walk)
    sets.help_a_set(walk)
    network.publish_a_statement(walk)
    inquiring.listen(walk)
    inquiring.keep_the_library(walk)
    assert tasks_of("steward") - walk.done == FOR_STAFF_ALONE
