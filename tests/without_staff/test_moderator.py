"""With every account of the staff closed, each task of a moderator is done by a participant, by the pages."""

from tests.without_staff import contributions, forums, members, planning
from tests.without_staff.doors import OF_OTHER_REVIEWS, tasks_of
from tests.without_staff.place import Walk, walk

__all__ = ["walk"]


def test_a_moderator_does_each_task(walk: Walk) -> None:
    contributions.decide_what_waits(walk)
    contributions.decide_what_is_reported(walk)
    contributions.decide_what_stands_there(walk)
    contributions.decide_appeals(walk)
    contributions.decide_applications(walk)
    contributions.decide_requests(walk)
    members.let_people_in(walk)
    members.place_in_sets(walk)
    members.give_roles_for_a_time(walk)
    members.take_measures(walk)
    forums.steer_topics(walk)
    forums.rearrange_topics(walk)
    forums.run_polls(walk)
    forums.set_up_the_space(walk)
    planning.plan_workshops(walk)
    planning.set_tasks(walk)
    planning.arrange_visits(walk)
    assert (tasks_of("moderator") | OF_OTHER_REVIEWS) - walk.done == set()
